"""The example questions are right about the example articles."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent.parent / "examples"
FIELDS = {"id", "question", "language", "kind", "answerable", "answers", "articles", "history"}
UNANSWERABLE = {"off-topic", "on-topic"}


def fold(text: str) -> str:
    return " ".join(text.casefold().split())


def read_questions() -> list[dict[str, Any]]:
    lines = (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def read_paragraphs(article: Path) -> list[str]:
    return [fold(line) for line in article.read_text(encoding="utf-8").splitlines()]


QUESTIONS = read_questions()
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]
ARTICLES = {path.stem: read_paragraphs(path) for path in (EXAMPLES / "articles").iterdir()}


def holds(article: str, answer: str) -> bool:
    return any(fold(answer) in paragraph for paragraph in ARTICLES[article])


def documented_kinds() -> set[str]:
    kinds = (EXAMPLES / "README.md").read_text(encoding="utf-8").partition("## Kinds")[2]
    return set(re.findall(r"^\| `([a-z-]+)` \|", kinds, re.MULTILINE))


def test_each_question_has_the_documented_fields() -> None:
    assert [question for question in QUESTIONS if set(question) != FIELDS] == []


def test_no_id_or_question_comes_twice() -> None:
    ids = Counter(question["id"] for question in QUESTIONS)
    asked = Counter((fold(question["question"]), *question["history"]) for question in QUESTIONS)
    assert [name for name, times in (ids + asked).items() if times > 1] == []


def test_each_language_has_its_share() -> None:
    languages = Counter(question["language"] for question in QUESTIONS)
    assert set(languages) == {"en", "id", "ru"}
    assert min(languages.values()) >= 40
    assert languages.total() >= 130


def test_every_kind_is_documented_and_asked_in_every_language() -> None:
    asked = {(question["language"], question["kind"]) for question in QUESTIONS}
    assert asked == {(lang, kind) for lang in ("en", "id", "ru") for kind in documented_kinds()}


def test_every_article_is_asked_about() -> None:
    assert {article for question in QUESTIONS for article in question["articles"]} == set(ARTICLES)


def test_every_answer_stands_in_a_named_article() -> None:
    assert [
        (question["id"], answer)
        for question in ANSWERABLE
        for answer in question["answers"]
        if not any(holds(article, answer) for article in question["articles"])
    ] == []


def test_every_named_article_holds_an_answer() -> None:
    assert [
        (question["id"], article)
        for question in ANSWERABLE
        for article in question["articles"]
        if not any(holds(article, answer) for answer in question["answers"])
    ] == []


def test_no_answer_stands_in_an_article_left_unnamed() -> None:
    assert [
        (question["id"], article, answer)
        for question in ANSWERABLE
        for answer in question["answers"]
        for article in set(ARTICLES) - set(question["articles"])
        if holds(article, answer)
    ] == []


def test_only_answerable_questions_have_answers_and_articles() -> None:
    for question in QUESTIONS:
        answerable = question["kind"] not in UNANSWERABLE
        assert question["answerable"] is answerable, question["id"]
        assert bool(question["answers"]) is answerable, question["id"]
        assert bool(question["articles"]) is answerable, question["id"]


def test_a_cross_language_question_has_its_answer_in_other_languages_only() -> None:
    assert [
        question["id"]
        for question in QUESTIONS
        if question["kind"] == "cross-language"
        and any(article.endswith(f"-{question['language']}") for article in question["articles"])
    ] == []


def test_follow_ups_and_only_few_others_have_a_history() -> None:
    with_history = {question["kind"] for question in QUESTIONS if question["history"]}
    assert with_history == {"follow-up", "on-topic"}
    assert all(question["history"] for question in QUESTIONS if question["kind"] == "follow-up")
