from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.stories import LABELLED, embed, judge, read_set, score, score_groups
from index.articles import SkippedFile, read_articles
from index.stories.grouping import candidates, group
from index.stories.same_report import Version, same_report

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "articles"


def version(name: str, language: str, *sentences: str) -> Version:
    """A version whose vectors are not looked at."""
    return Version(name, language, sentences, np.eye(len(sentences), 8, dtype=np.float32))


def stories_in(folder: Path, model: EmbeddingModel) -> list[set[str]]:
    """The files that tell one story, for each story that more than one tells."""
    articles = [
        {
            "id": Path(found.path).name,
            "language": found.language,
            "text": "\n".join(
                found.text[start:end].replace("\n", " ") for start, end in found.body
            ),
        }
        for found in read_articles([folder])
        if not isinstance(found, SkippedFile)
    ]
    versions = embed(articles, model)
    same = [(v.one.id, v.other.id) for v in judge(articles, versions) if v.same]
    story = group([v.id for v in versions], same)
    stories = [
        {name for name, first in story.items() if first == each} for each in set(story.values())
    ]
    return [names for names in stories if len(names) > 1]


# What was reached; of the labelled pairs, 39 and 34, one missed pair is 0.03.
@pytest.mark.parametrize(
    ("name", "recall", "grouped"), [("dev", 0.974, 1.0), ("heldout", 0.941, 0.941)]
)
def test_copies_are_found_and_nothing_else_is_joined(
    model: EmbeddingModel, name: str, recall: float, grouped: float
) -> None:
    articles = read_set(LABELLED / f"{name}.jsonl")
    versions = embed(articles, model)
    verdicts = list(judge(articles, versions))
    assert len(verdicts) == len(articles) * (len(articles) - 1) / 2
    pairs, groups = score(verdicts), score_groups(versions, verdicts)
    assert (pairs.wrong, groups.wrong) == ([], [])
    assert pairs.recall >= recall - 0.03, pairs.missed
    assert groups.recall >= grouped - 0.03, groups.missed


def test_the_report_and_its_translation_are_one_story(model: EmbeddingModel) -> None:
    if not SEED.is_dir():
        pytest.skip("the five articles of the assignment are not beside the repository")
    stories = stories_in(SEED, model)
    assert [sorted(name[:3] for name in names) for names in stories] == [["000", "002"]]


def test_the_stories_of_the_examples(model: EmbeddingModel) -> None:
    assert stories_in(ROOT / "examples" / "articles", model) == [
        {"zoom-ban-wire-en.txt", "zoom-ban-wire-reprint-en.txt", "zoom-larangan-id.txt"}
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The council met on Monday.", "The council met on Monday.", True),
        (
            "In this guide we gathered the best recipes for Basque soups of the season.",
            "In this guide we gathered the best recipes for Breton soups of the season.",
            False,  # one name differs
        ),
        (
            "กรมอุตุนิยมวิทยารายงานว่ามีฝนตกหนักในกรุงเทพมหานครเมื่อวันจันทร์ วัดปริมาณน้ำฝนได้ 84 มิลลิเมตร",
            "(ข่าวสด) กรมอุตุนิยมวิทยารายงานว่ามีฝนตกหนักในกรุงเทพมหานครเมื่อวันจันทร์ วัดปริมาณน้ำฝนได้ 84 มิลลิเมตร",
            True,
        ),
        (
            "กรมอุตุนิยมวิทยารายงานว่ามีฝนตกหนักในกรุงเทพมหานครเมื่อวันจันทร์ วัดปริมาณน้ำฝนได้ 84 มิลลิเมตร",
            "กรมอุตุนิยมวิทยารายงานว่ามีฝนตกหนักในกรุงเทพมหานครเมื่อวันจันทร์ วัดปริมาณน้ำฝนได้ 61 มิลลิเมตร",
            False,  # the number differs
        ),
    ],
)
def test_one_sentence(one: str, other: str, same: bool) -> None:
    assert same_report(version("1", "xx", one), version("2", "xx", other)) is same


def test_a_reprint_may_be_cut_to_two_fifths() -> None:
    report = [f"Nobody at the harbour of {name} saw ship {name} leave." for name in "ABCDEFGHIJ"]
    whole = version("whole", "en", *report)
    assert same_report(whole, version("half", "en", *report[:5]))
    assert not same_report(whole, version("third", "en", *report[:3]))


def test_a_story_is_named_by_its_first_article() -> None:
    same = [("c", "a"), ("b", "d")]
    assert group(["a", "b", "c", "d", "e"], same) == {
        "a": "a", "b": "b", "c": "a", "d": "b", "e": "e"
    }  # fmt: skip


def test_a_wrong_pair_does_not_join_two_stories() -> None:
    first, second = ("a1", "a2", "a3"), ("b1", "b2", "b3")
    same = [(s[i], s[j]) for s in (first, second) for i in range(3) for j in range(i)]
    different = [(a, b) for a in first for b in second if (a, b) != ("a1", "b1")]
    story = group([*first, *second], [*same, ("a1", "b1")], different)
    assert story == dict.fromkeys(first, "a1") | dict.fromkeys(second, "b1")


def test_two_translations_meet_in_their_original() -> None:
    same = [("original", "translation"), ("original", "another")]
    story = group(["original", "translation", "another"], same, [("translation", "another")])
    assert set(story.values()) == {"original"}


def test_candidates_across_languages_in_ten_thousand() -> None:
    """A translation is found though thousands of articles in one language are nearer."""
    random = np.random.default_rng(5)
    subject = random.normal(size=(5000, 384))
    language = np.repeat(random.normal(size=(2, 384)) * 3, 5000, axis=0)
    vectors = np.concatenate([subject, subject + random.normal(size=subject.shape) / 2]) + language
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    languages = ["en"] * 5000 + ["id"] * 5000
    pairs = [set(candidates(vectors, languages, [article], limit=3)) for article in range(10)]
    assert all((article, article + 5000) in found for article, found in enumerate(pairs))


def test_each_pair_of_a_few_articles_is_a_candidate_once() -> None:
    vectors = np.eye(3, dtype=np.float32)
    assert sorted(candidates(vectors, ["en", "id", "en"], range(3))) == [(0, 1), (0, 2), (1, 2)]
    assert list(candidates(vectors[:1], ["en"], [0])) == []
