from bot.passage import FARTHEST, Passage, passage_of
from bot.schema import Citation
from index.schema import Article, Span

TITLE, FIRST, SECOND = "Storm closes pier", "It blew all night.", "The pier shut. Boats stayed in."
LONG = "word " * 400
TEXT = f"{TITLE}\n{FIRST}\n{SECOND} {LONG}\x1b[2J\n{LONG}"


def cited(quote: str) -> Citation:
    start = TEXT.index(FIRST)
    ends = [start + len(FIRST), TEXT.index("\x1b") + 4, len(TEXT)]
    body = tuple(Span(a, b) for a, b in zip([start, *(e + 1 for e in ends)], ends, strict=False))
    at = TEXT.index(quote)
    return Citation(1, quote, at, at + len(quote), Article("a", "a.txt", "/a.txt", TEXT, body))


def test_a_quote_between_its_neighbours() -> None:
    passage = passage_of(cited("Boats stayed in."))
    assert (passage.previous, passage.before) == (FIRST, "The pier shut.")
    assert passage.quote == "Boats stayed in."
    assert passage.after.endswith("word word …")
    assert passage.following.endswith("word word …")
    assert len(passage.after) <= FARTHEST + 2 >= len(passage.following)


def test_a_quote_at_the_start_of_its_article() -> None:
    passage = passage_of(cited(FIRST))
    assert (passage.previous, passage.before, passage.after) == ("", "", "")
    assert passage.following.startswith(SECOND)


def test_a_quote_outside_the_body() -> None:
    assert passage_of(cited(TITLE)) == Passage("", "", TITLE, "", FIRST)
