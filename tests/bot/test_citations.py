import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citations import (
    WrittenSentence,
    read_sentences,
    resolve_citations,
    split_unfinished_mark,
    strip_citation_marks,
)
from bot.conversation import Conversation
from bot.schema import AnswerSentence, Turn
from bot.support.checker import Ground, Verdict
from index.schema import Article, Chunk, ScoredChunk, Span


def hit(name: str, text: str) -> ScoredChunk:
    whole = Span(0, len(text))
    article = Article(name, name, f"/{name}", text, (whole,), title=name)
    return ScoredChunk(Chunk(f"{name}-0", name, 0, (whole,), text, "en"), article, 1.0, 1.0, 1.0)


ZOOM = hit("zoom", "Zoom banned sales to agencies. Peskov called it no big deal.")
BASHKIN = hit("bashkin", "Bashkin wants Zoom blocked.")


def trusting(sentence: str, cited: Iterable[int]) -> Verdict:
    """Support whatever cites one of the two: by the second sentence for Peskov, else the first."""
    grounds = []
    for number in cited:
        if 1 <= number <= 2:
            text = (ZOOM, BASHKIN)[number - 1].article.text
            first = text.index(".") + 1
            span = Span(first + 1, len(text)) if "Peskov" in sentence else Span(0, first)
            grounds.append(Ground(number, span))
    return Verdict("supported" if grounds else "unsupported", tuple(grounds))


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("[1,2]", (1, 2)),
        ("[1, 2]", (1, 2)),
        ("[1; 3]", (1, 3)),
        ("[1][2]", (1, 2)),
        ("[1], [2]", (1, 2)),
        ("[[1]]", (1,)),
        ("【1】", (1,)),
        ("【1†source】", (1,)),
        ("［1］", (1,)),
        ("［１，２］", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3]", (1, 2, 3)),
        ("[Source 2]", (2,)),
        ("[^2]", (2,)),
    ],
)
def test_marks_that_models_write(mark: str, numbers: tuple[int, ...]) -> None:
    assert read_sentences(f"Zoom left {mark}.") == (WrittenSentence("Zoom left.", numbers),)
    assert read_sentences(f"Zoom left. {mark}") == (WrittenSentence("Zoom left.", numbers),)
    assert strip_citation_marks(f"Zoom left {mark}. It did.") == "Zoom left. It did."


@pytest.mark.parametrize("text", ["In [2021] it", "on [7 April] it", "a [] b", "[3-1]", "x[i]"])
def test_brackets_that_are_no_marks_stay(text: str) -> None:
    assert strip_citation_marks(text) == text


def test_code_is_left_alone() -> None:
    text = "Use `a[1]` here.\n```\nb[2]\n```\nDone."
    assert strip_citation_marks(f"{text} [3]") == text


def test_a_mark_belongs_to_the_sentence_before_it() -> None:
    text = (
        "Mr. Peskov said no. [1] U.S. firms left [2]. He left in 2021.[3]And more[4].\n"
        "[5] A line that begins with its mark.\n- A bullet [6]\n- Another one.\n[7]"
    )
    assert [(s.text, *s.numbers) for s in read_sentences(text)] == [
        ("Mr. Peskov said no.", 1),
        ("U.S. firms left.", 2),
        ("He left in 2021.", 3),
        ("And more.", 4),
        ("A line that begins with its mark.", 5),
        ("A bullet", 6),
        ("Another one.", 7),
    ]


@pytest.mark.parametrize("text", ["", "[1]", "[1][2]", "\n[1]\n", " [1] .", "- [1]"])
def test_marks_alone_are_no_sentence(text: str) -> None:
    assert read_sentences(text) == ()


def test_a_list_of_sources_is_no_part_of_the_answer() -> None:
    text = "Zoom left [1].\n\n**Sources:**\n[1] The Moscow Times\n[2] Izvestia"
    assert read_sentences(text) == (WrittenSentence("Zoom left.", (1,)),)


def test_headings_and_announcements_are_no_part_of_the_answer() -> None:
    text = (
        "## Answer\n\nHere is what the sources say:\n- **Zoom** left [1].\n\n__Bashkin__ spoke: [2]"
    )
    assert read_sentences(text) == (
        WrittenSentence("Zoom left.", (1,)),
        WrittenSentence("Bashkin spoke:", (2,)),
    )


def test_an_answer_in_a_fence_is_an_answer() -> None:
    fenced = "```markdown\nZoom left [1].\nBashkin spoke [2].\n```"
    assert [s.numbers for s in read_sentences(fenced)] == [(1,), (2,)]


@pytest.mark.parametrize(
    "text",
    ["[", "[1", "[1,", "[[1]", "[1]", "[1\n", "[[1] ", "[1 - ", "`", "\n", "*", " ", "[1] a. "],
)
def test_time_is_linear(text: str) -> None:
    long = text * (100_000 // len(text))
    started = time.perf_counter()
    strip_citation_marks(long)
    split_unfinished_mark(long)
    read_sentences(long)
    assert time.perf_counter() - started < 3.0  # quadratic would be minutes


@pytest.mark.parametrize(
    ("text", "ready", "held"),
    [
        ("Zoom left [", "Zoom left ", "["),
        ("Zoom left [1", "Zoom left ", "[1"),
        ("Zoom left [1]", "Zoom left [1]", ""),
        ("Zoom left [[1]", "Zoom left ", "[[1]"),
        ("Zoom left [[1]]", "Zoom left [[1]]", ""),
        ("Zoom left [1][2", "Zoom left [1]", "[2"),
        ("Zoom left 【1†sou", "Zoom left ", "【1†sou"),
        (
            "Zoom [" + "no mark is as long as this" * 2,
            "Zoom [" + "no mark is as long as this" * 2,
            "",
        ),
    ],
)
def test_an_unfinished_mark_is_held_back(text: str, ready: str, held: str) -> None:
    assert split_unfinished_mark(text) == (ready, held)


@given(st.text("a[]1, 2.【】\n`", max_size=60))
def test_nothing_is_lost_or_invented(text: str) -> None:
    assert "".join(split_unfinished_mark(text)) == text
    letters = strip_citation_marks(text).count("a")
    assert letters == text.count("a")
    read_sentences(text)


def test_citations_are_numbered_in_the_order_of_their_use() -> None:
    text = (
        "Bashkin wants a ban [2]. Agencies lost Zoom [1]. Peskov shrugged [1]. A ban looms [2, 1]."
    )
    sentences, citations = resolve_citations(text, [ZOOM, BASHKIN], trusting)
    assert sentences == (
        AnswerSentence("Bashkin wants a ban.", (1,), "supported"),
        AnswerSentence("Agencies lost Zoom.", (2,), "supported"),
        AnswerSentence("Peskov shrugged.", (3,), "supported"),
        AnswerSentence("A ban looms.", (1, 2), "supported"),
    )
    assert [(c.number, c.article.id, c.quote) for c in citations] == [
        (1, "bashkin", "Bashkin wants Zoom blocked."),
        (2, "zoom", "Zoom banned sales to agencies."),
        (3, "zoom", "Peskov called it no big deal."),
    ]
    assert all(c.quote == c.article.text[c.quote_start : c.quote_end] for c in citations)


def test_the_judge_decides_what_is_cited() -> None:
    def moving(sentence: str, cited: Iterable[int]) -> Verdict:
        return Verdict("supported", (Ground(2, Span(0, 27)),), (f"{sentence} {[*cited]}",))

    sentences, citations = resolve_citations("It left [0][3][1].", [ZOOM, BASHKIN], moving)
    assert sentences == (AnswerSentence("It left.", (1,), "supported"),)
    assert [c.quote for c in citations] == ["Bashkin wants Zoom blocked."]


def test_an_unsupported_sentence_is_marked_or_dropped() -> None:
    text = "So it goes. It cost 5 million [9]. Bashkin wants a ban [2]. Bashkin wants a ban [2]."
    sentences, citations = resolve_citations(text, [ZOOM, BASHKIN], trusting)
    assert sentences == (
        AnswerSentence("So it goes.", (), "unsupported"),
        AnswerSentence("It cost 5 million.", (), "unsupported"),
        AnswerSentence("Bashkin wants a ban.", (1,), "supported"),
    )
    kept, _ = resolve_citations(text, [ZOOM, BASHKIN], trusting, keep_unsupported=False)
    assert kept == sentences[2:]
    assert [c.article.id for c in citations] == ["bashkin"]


def test_a_conversation_remembers_a_few_turns_without_marks() -> None:
    conversation = Conversation(limit=2)
    for number in range(3):
        conversation.add(f"Question {number}?", f"Answer {number} [1].")
    assert conversation.turns == (
        Turn("Question 1?", "Answer 1."),
        Turn("Question 2?", "Answer 2."),
    )
    conversation.reset()
    assert conversation.turns == ()
