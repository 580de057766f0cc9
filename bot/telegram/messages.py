"""An Answer as Telegram's messages: the text with its marks, then where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.emphasis import Piece, quote_pieces, sentence_pieces
from bot.schema import Answer, AnswerSentence, Citation
from bot.telegram.html import (
    BOLD,
    FOLDED,
    ITALIC,
    QUOTATION,
    Part,
    Run,
    Runs,
    Style,
    fits,
    link,
    measured,
    part,
    shortened,
    within,
)
from bot.telegram.splitting import split
from bot.untrusted import one_line
from bot.wording import Wording, wording
from index.schema import Article

TITLE, OUTLET, NOTE = 150, 60, 600  # UTF-16 units that are shown of each
QUOTE = 1500  # of a quote in a list; in an answer it is whole
ALSO = 5  # other articles of one citation that are named


def answer_parts(answer: Answer) -> list[Part]:
    """The answer, or the refusal with what came nearest; the sources end the last message."""
    words = wording(answer.language)
    if answer.answered:
        text = [*_sentences(answer, words), *_disagreement(answer, words)]
        sources = _sources(answer, words)
    else:
        text, sources = _refusal(answer, words), []
    text = [*text, *(_note(note, words) for note in answer.notes)]
    messages = split(text, answer.language)
    closing = split(sources, answer.language)
    if len(closing) == 1 and fits(measured(messages[-1] + closing[0])):
        messages[-1] += closing.pop()
    return [part(runs) for runs in messages + closing]


def sources_parts(answer: Answer) -> list[Part]:
    """The articles cited, each with its quotes; nothing where there are none."""
    words = wording(answer.language)
    pieces = []
    for group in _by_article(answer):
        source = described(group[0].article, answer.language)
        quotes = [run for one in group for run in (*quotation(one, marked=True), Run("\n"))]
        pieces.append((*source, Run("\n"), *quotes, *_also_in(group, words), Run("\n")))
    return [part(runs) for runs in split(pieces, answer.language)]


def described(article: Article, language: str) -> Runs:
    """``Title — outlet, 7 April 2021, in German``; the title is a link if the article has one.

    The language is named where it is not `language`, in which the words are.
    """
    words = wording(language)
    outlet = shortened(article.source or "", OUTLET)
    told = [outlet, words.day(article.published)]
    if article.language != language:
        told.append(words.naming(one_line(article.language)))
    return (
        Run(shortened(article.name, TITLE), link(article.url)),
        Run(f" — {', '.join(filter(None, told))}"),
    )


def quotation(citation: Citation, *, marked: bool = False) -> Runs:
    """A quote within quotation marks, set apart as Telegram sets quotations.

    The words that answer are bold; `marked`, the citation's mark stands before it.
    """
    mark = f"[{citation.number}] " if marked else ""
    pieces = quote_pieces(citation)
    whole = "".join(piece.text for piece in pieces)
    short = shortened(whole, QUOTE)
    runs = _emphasised(pieces) if short == whole else (Run(short),)
    return within(QUOTATION, (Run(f"{mark}“"), *runs, Run("”")))


def _by_article(answer: Answer) -> list[list[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault(citation.article.id, []).append(citation)
    return list(groups.values())


def _sentences(answer: Answer, words: Wording) -> list[Runs]:
    """A paragraph for each quote, since each stands for itself; written ones as running text."""
    links = {citation.number: link(citation.article.url) for citation in answer.citations}
    between = " " if answer.mode == "write" else "\n\n"
    last = len(answer.sentences) - 1
    pieces = []
    for position, sentence in enumerate(answer.sentences):
        runs = [*_emphasised(sentence_pieces(sentence, answer)), *_marks(sentence, links)]
        if sentence.support == "unsupported":
            runs += [Run(" "), Run(f"({words.unsupported})", (ITALIC,))]
        runs.append(Run(between if position < last else "\n\n"))
        pieces.append(tuple(runs))
    return pieces


def _emphasised(pieces: Iterable[Piece]) -> Runs:
    return tuple(Run(piece.text, (BOLD,) if piece.strong else ()) for piece in pieces)


def _marks(sentence: AnswerSentence, links: Mapping[int, tuple[Style, ...]]) -> Iterable[Run]:
    if sentence.citations:
        yield Run(" ")
    for number in sentence.citations:
        yield Run(f"[{number}]", links.get(number, ()))


def _disagreement(answer: Answer, words: Wording) -> list[Runs]:
    """The sides on which the sources differ, each with its value, outlets and days."""
    if answer.disagreement is None:
        return []
    cited = {citation.number: citation.article for citation in answer.citations}
    pieces: list[Runs] = [
        (Run(f"{words.difference[answer.disagreement.relation]}:", (BOLD,)), Run("\n"))
    ]
    for side in answer.disagreement.sides:
        runs = [Run("• "), Run(shortened(side.value, TITLE), (BOLD,)), Run(" — ")]
        for position, number in enumerate(side.citations):
            article = cited[number]
            outlet = shortened(article.source or article.name, OUTLET)
            told = ", ".join(filter(None, [outlet, words.day(article.published)]))
            runs += [Run("; " if position else ""), Run(f"{told} ")]
            runs.append(Run(f"[{number}]", link(article.url)))
        if side.reports > 1:
            runs.append(Run(f" ({words.reports.format(count=side.reports)})"))
        pieces.append((*runs, Run("\n")))
    return [*pieces[:-1], (*pieces[-1], Run("\n"))]


def _sources(answer: Answer, words: Wording) -> list[Runs]:
    """The articles cited, each with the numbers of its citations and who else says so."""
    groups = _by_article(answer)
    lines: list[Runs] = [(Run(words.sources, (BOLD,)), Run("\n"))] if groups else []
    for group in groups:
        marks = "".join(f"[{citation.number}]" for citation in group)
        source = described(group[0].article, answer.language)
        lines.append((Run(f"{marks} "), *source, Run("\n"), *_also_in(group, words)))
    return [within(FOLDED, line) for line in lines]


def _also_in(group: Sequence[Citation], words: Wording) -> Iterable[Run]:
    """A line on the other articles that say the same, by outlet."""
    others = {other.article.id: other for citation in group for other in citation.also_in}
    shown = list(others.values())[:ALSO]
    for position, other in enumerate(shown):
        article = other.article
        yield Run(", " if position else f"{words.also_in}: ")
        yield Run(shortened(article.source or article.name, OUTLET), link(article.url))
        relation = words.relation.get(other.relation)
        told = ", ".join(filter(None, [words.day(article.published), relation]))
        yield Run(f" ({told})")
    if shown:
        yield Run(f" +{len(others) - ALSO}\n" if len(others) > ALSO else "\n")


def _refusal(answer: Answer, words: Wording) -> list[Runs]:
    pieces: list[Runs] = [(Run(f"{one_line(answer.text)}\n\n"),)]
    if answer.nearest:
        heading = (Run(f"{words.nearest}:", (BOLD,)), Run("\n"))
        quote = (*quotation(answer.nearest), Run("\n"))
        source = described(answer.nearest.article, answer.language)
        pieces.append((*heading, *quote, *source, Run("\n\n")))
    coverage = answer.coverage
    days = words.days(coverage.oldest, coverage.newest)
    covered = f"{words.coverage}: {coverage.articles}" + (f" ({days})" if days else "")
    pieces.append((Run(f"{covered}\n\n"),))
    if answer.suggestions:
        lines = "".join(f"• {shortened(line, TITLE)}\n" for line in answer.suggestions)
        pieces.append((Run(f"{words.suggestions}:", (BOLD,)), Run(f"\n{lines}\n")))
    return pieces


def _note(note: str, words: Wording) -> Runs:
    return (Run(f"{words.note}: {shortened(note, NOTE)}", (ITALIC,)), Run("\n\n"))
