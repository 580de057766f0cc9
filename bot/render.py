"""An Answer for people: on a terminal with colours and links, piped as plain text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.emphasis import Piece, quote_pieces, sentence_pieces
from bot.paragraphs import print_line
from bot.passage import passage_of
from bot.schema import Answer, AnswerSentence, Citation, Disagreement
from bot.untrusted import one_line, web_address
from bot.wording import Wording, wording
from index.schema import Article

MOST_OUTLETS = 12  # named; more help nobody
QUIET = "dim"
MARK = "bold cyan"


def print_answer(answer: Answer, console: Console) -> None:
    """Print an answer with its sources, or a refusal with what came nearest."""
    words = wording(answer.language)
    if answer.answered:
        _print_sentences(answer, words, console)
        if answer.disagreement:
            _print_disagreement(answer.disagreement, answer, words, console)
        print_line(console, Text(""))
        print_sources(answer, console)
    else:
        _print_refusal(answer, words, console)
    for note in answer.notes:
        print_line(console, Text(f"{words.note}: {one_line(note)}", "yellow"))


def print_sources(answer: Answer, console: Console, *, detailed: bool = False) -> None:
    """Print the sources of an answer; `detailed` with quotes, addresses and reprints' paths.

    Where no quotes are shown, an article that is quoted twice stands once, with both its numbers.
    """
    words = wording(answer.language)
    with_quotes = detailed or answer.mode == "write"
    print_line(console, Text(words.sources, "bold"))
    for group in _one_each(answer) if with_quotes else _by_article(answer):
        marks = "".join(f"[{citation.number}]" for citation in group)
        label = Text(f"{marks} ", MARK)
        print_line(console, _described(group[0].article, words), label=label, hang=4)
        if with_quotes or not _is_shown(group, answer):
            print_line(console, _quote(group[0]), indent=4)
        _print_whereabouts(group, words, console, detailed=detailed)


def print_passage(citation: Citation, language: str, console: Console) -> None:
    """Print a quote, marked, where it stands, between its neighbours; above it which article."""
    label = Text(f"[{citation.number}] ", MARK)
    print_line(console, _described(citation.article, wording(language)), label=label)
    print_line(console, _path(citation.article), indent=4)
    address = web_address(citation.article.url)
    if address and address != citation.article.path:
        print_line(console, Text(address, Style(dim=True, link=address)), indent=4)
    passage = passage_of(citation)
    own = [part for part in (passage.before, passage.quote, passage.after) if part]
    for paragraph in filter(any, ([passage.previous], own, [passage.following])):
        print_line(console, Text(""))
        for part in paragraph:
            if part is passage.quote:
                print_line(console, Text(part, "bold"), label=Text("> ", MARK), indent=2)
            else:
                print_line(console, Text(part), indent=4)


def _is_shown(group: Sequence[Citation], answer: Answer) -> bool:
    """Whether the answer's own sentences cite any of them."""
    shown = {number for sentence in answer.sentences for number in sentence.citations}
    return any(citation.number in shown for citation in group)


def _one_each(answer: Answer) -> Iterable[Sequence[Citation]]:
    return [(citation,) for citation in answer.citations]


def _by_article(answer: Answer) -> Iterable[Sequence[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault(citation.article.id, []).append(citation)
    return groups.values()


def _print_sentences(answer: Answer, words: Wording, console: Console) -> None:
    """A line for each quote, since each stands for itself; written sentences as running text."""
    sentences = [_sentence(sentence, answer, words) for sentence in answer.sentences]
    if answer.mode == "write":
        sentences = [Text(" ").join(sentences)]
    for sentence in sentences:
        print_line(console, sentence)


def _sentence(sentence: AnswerSentence, answer: Answer, words: Wording) -> Text:
    text = _emphasised(sentence_pieces(sentence, answer))
    marks = "".join(f"[{number}]" for number in sentence.citations)
    if marks:
        text.append(f" {marks}", MARK)
    if sentence.support == "unsupported":
        text.append(f" ({words.unsupported})", "yellow")
    foreign = _languages(sentence, answer) - {answer.language}
    if sentence.support == "quoted" and foreign:
        named = ", ".join(words.naming(language) for language in sorted(foreign))
        text.append(f" ({named})", QUIET)
    return text


def _print_disagreement(
    disagreement: Disagreement, answer: Answer, words: Wording, console: Console
) -> None:
    """The sides one under the other, each with who says so and when."""
    heading = words.difference[disagreement.relation]
    print_line(console, Text(f"\n{heading}:", "bold yellow"))
    cited = {citation.number: citation for citation in answer.citations}
    for side in disagreement.sides:
        text = Text(one_line(side.value), "bold")
        for place, number in enumerate(side.citations):
            article = cited[number].article
            outlet = f"{one_line(article.source)}, " if article.source else ""
            text.append(
                f"{'; ' if place else ' — '}{outlet}{words.day(article.published)} ", "not bold"
            )
            text.append(f"[{number}]", MARK)
        if side.reports > 1:
            text.append(f" ({words.reports.format(count=side.reports)})", QUIET)
        print_line(console, text, indent=2)


def _languages(sentence: AnswerSentence, answer: Answer) -> set[str]:
    """The languages that the quotes behind a sentence are in."""
    return {
        citation.article.language
        for citation in answer.citations
        if citation.number in sentence.citations
    }


def _print_refusal(answer: Answer, words: Wording, console: Console) -> None:
    print_line(console, Text(one_line(answer.text)))
    if answer.nearest:
        article = answer.nearest.article
        print_line(console, Text(f"\n{words.nearest}:", "bold"))
        print_line(console, _quote(answer.nearest), indent=4)
        print_line(console, _described(article, words), indent=4)
        print_line(console, _path(article), indent=4)
    coverage = answer.coverage
    days = words.days(coverage.oldest, coverage.newest)
    covered = f"{words.coverage}: {coverage.articles}" + (f" ({days})" if days else "")
    print_line(console, Text(f"\n{covered}", QUIET))
    if answer.nothing_passes and coverage.outlets:
        more = ", …" if len(coverage.outlets) > MOST_OUTLETS else ""
        named = one_line(", ".join(coverage.outlets[:MOST_OUTLETS])) + more
        print_line(console, Text(f"{words.outlets}: {named}", QUIET))
    if answer.suggestions:
        print_line(console, Text(f"\n{words.suggestions}:", "bold"))
    for suggestion in answer.suggestions:
        print_line(console, Text(one_line(suggestion)), label=Text("- "))


def _print_whereabouts(
    group: Sequence[Citation], words: Wording, console: Console, *, detailed: bool
) -> None:
    """Print where a source is, and who else says so."""
    article = group[0].article
    print_line(console, _path(article), indent=4)
    if detailed and (address := web_address(article.url)):
        print_line(console, Text(address, Style(dim=True, link=address)), indent=4)
    label = Text(f"{words.also_in}: ", QUIET)
    others = {other.article.id: other for citation in group for other in citation.also_in}
    for other in others.values():
        described = _described(other.article, words)
        if relation := words.relation.get(other.relation):
            described.append(f", {relation}")
        print_line(console, described, label=label, indent=4)
        if detailed:
            print_line(console, _path(other.article), indent=4 + label.cell_len)


def _described(article: Article, words: Wording) -> Text:
    """``Title — outlet, 7 April 2021 (en)``; the title links to the article's address."""
    address = web_address(article.url)
    outlet = f"{one_line(article.source)}, " if article.source else ""
    return Text.assemble(
        (one_line(article.name), Style(link=address)),
        f" — {outlet}{words.day(article.published)} ({article.language})",
    )


def _quote(citation: Citation) -> Text:
    return Text.assemble("“", _emphasised(quote_pieces(citation)), "”", style="italic")


def _emphasised(pieces: Iterable[Piece]) -> Text:
    return Text.assemble(*((piece.text, "bold" if piece.strong else "") for piece in pieces))


def _path(article: Article) -> Text:
    return Text(one_line(article.path), Style(dim=True, link=_file_address(article.location)))


def _file_address(location: str) -> str | None:
    """The address of the file that an article is in; None for what came from the web.

    `location` names the article too where its file has several, `news.mbox#3`; but files may have
    a `#` in their own names.
    """
    if not Path(location).is_absolute():
        return None
    parts = location.split("#")
    paths = ("#".join(parts[:count]) for count in range(len(parts), 0, -1))
    file = location if len(parts) == 1 else next(filter(os.path.isfile, paths), None)
    return Path(file).as_uri() if file else None
