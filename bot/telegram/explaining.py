"""How an answer was come to, and what there is to answer from, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable

from bot.schema import Answer, Coverage
from bot.telegram.html import BOLD, Part, Run, Runs, link, part, shortened
from bot.telegram.messages import OUTLET, TITLE
from bot.telegram.texts import Texts
from bot.why import WeighedSentence, Why, explain
from bot.why import shortened as confidence_shown
from bot.wording import wording

SHOWN = 5  # sentences
SENTENCE = 300  # UTF-16 units of each
OUTLETS = 25  # that are named


def why_part(answer: Answer, texts: Texts) -> Part:
    """What was searched for, what was decided, and the sentences that decided it.

    Args:
        answer: of the engine, with its search.
        texts: of the person who asks why.
    """
    why = explain(answer)
    lines = "".join(f"{line}\n" for line in _told(answer, why, texts))
    runs = [Run(texts.why_title, (BOLD,)), Run(f"\n{lines}\n")]
    if why.sentences:
        runs += [Run(texts.why_found, (BOLD,)), Run("\n")]
    for number, sentence in enumerate(why.sentences[:SHOWN], 1):
        runs.extend(_found(number, sentence, texts))
    return part(runs)


def status_lines(coverage: Coverage, texts: Texts) -> list[str]:
    """What the index covers: how many articles, of which days, from which outlets."""
    days = wording(texts.language).days(coverage.oldest, coverage.newest)
    names = [shortened(outlet, OUTLET) for outlet in coverage.outlets[:OUTLETS]]
    more = ["…"] if len(coverage.outlets) > OUTLETS else []
    lines = [texts.status_articles.format(count=coverage.articles)]
    if days:
        lines.append(texts.status_days.format(days=days))
    if names:
        named = ", ".join([*names, *more])
        lines.append(texts.status_outlets.format(count=len(coverage.outlets), names=named))
    return lines


def _told(answer: Answer, why: Why, texts: Texts) -> Iterable[str]:
    words = wording(texts.language)
    yield texts.why_question.format(question=shortened(why.question, SENTENCE))
    yield _decision(answer, why, texts)
    needed = confidence_shown(why.judgement.regression.threshold)
    yield texts.why_confidence.format(confidence=confidence_shown(why.confidence), threshold=needed)
    preferred = why.preference
    if preferred and (preferred.first or preferred.sources):
        days = words.days(preferred.first, preferred.last)
        outlets = (shortened(source, OUTLET) for source in preferred.sources[:SHOWN])
        what = ", ".join(filter(None, [days, *outlets]))
        yield texts.why_preferred.format(what=what)
    if why.where.since:
        yield texts.why_since.format(day=words.day(why.where.since))


def _decision(answer: Answer, why: Why, texts: Texts) -> str:
    count = len(answer.sentences)
    if answer.answered and answer.mode == "extract":
        return texts.why_quoted.format(count=count)
    if answer.answered:
        return texts.why_written.format(count=count, dropped=len(why.doubts))
    if answer.mode == "write":
        return texts.why_model
    return texts.why_unsure if why.hits else texts.why_filtered


def _found(number: int, sentence: WeighedSentence, texts: Texts) -> Runs:
    article = sentence.evidence.hit.article
    outlet = shortened(article.source or article.name, TITLE)
    cited = f" [{sentence.citation}]" if sentence.citation else ""
    day = wording(texts.language).day(article.published)
    return (
        Run(f"{number}. “{shortened(sentence.evidence.text, SENTENCE)}” — "),
        Run(outlet, link(article.url)),
        Run(f", {day}{cited}\n"),
    )
