"""The days that a quote names only by its article's date: "on Wednesday", "вчера", "bulan lalu".

An editor who reads a wrong day is misled, one who reads none looks it up: what may be of another
day, is said in direct speech or has its date beside it, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain

from bot.question.periods import year_period
from bot.question.phrases import Phrase, find_phrases
from bot.quotations import quotations
from bot.schema import ResolvedDay
from bot.wording import wording
from index.schema import Article, Span
from prompts import question_time_words, quote_day_patterns

MOST = 2  # in one quote; more would bury it
NEAR = 12  # characters between a weekday and its date: "Wednesday (April 7"
DATE_IN_BRACKETS = re.compile(r"\s?\([^()]{0,8}\d")
LONGEST = 1000  # characters of a quote that are looked at
SPLIT = re.compile(r"[,;()—\"“”«»„]|:(?!\d)|\bbahwa\b")
NEXT_CLAUSE = re.compile(rf"{SPLIT.pattern}|\b(?:and|but|that|while)\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
POSSESSIVE = re.compile(r"['’]s\b")
PHRASES = frozenset(["yesterday", "before_yesterday", "today", "last"])
WEEK = 1  # as `Phrase.coarseness` counts
WEAK_DATE = "file time"  # of an article: when the file was written, not the news


def days_in(article: Article, span: Span) -> tuple[ResolvedDay, ...]:
    """The days named in a sentence of `article`; none where the article's own day is not sure."""
    if article.published is None or article.published_from in (None, WEAK_DATE):
        return ()
    return resolve_days(article.text[span.start : span.end], article.language, article.published)


def resolve_days(quote: str, language: str, published: date) -> tuple[ResolvedDay, ...]:
    """The first two days or periods that `quote` names only as counted from `published`.

    Args:
        quote: a sentence; its offsets are those returned.
        language: ISO 639-1; weekdays and periods are read in English, Indonesian and Russian,
            "yesterday" in whatever `prompts/question_time.toml` has words for.
        published: of the article.
    """
    text = quote[:LONGEST]
    words = quote_day_patterns().get(language, {})
    spoken = quotations(text)
    outside = "".join(text[a:b] for a, b in _between(spoken, len(text)))
    if words and re.search(words["first_person"], outside):
        return ()
    phrases = find_phrases(text, language)
    dates = [phrase for phrase in phrases if phrase.kind.startswith("day")]
    found = chain(
        _weekdays(text, language, published),
        _phrases(text, phrases, words, published),
        _tomorrow(text, words, published),
    )
    sure = [
        day
        for day in sorted(found, key=lambda day: day.start)
        if not any(span.start < day.end and day.start < span.end for span in spoken)
        and not DATE_IN_BRACKETS.match(text, day.end)
        and not any(_beside(day, phrase) for phrase in dates)
    ]
    return tuple(sure[:MOST])


def with_days(quote: str, days: Sequence[ResolvedDay], language: str) -> str:
    """The quote on one line, each day in square brackets after its words, as `language` has it."""
    pieces, done = [], 0
    for day in days:
        pieces.append(f"{quote[done : day.end]} [{_label(day, language)}]")
        done = day.end
    return " ".join("".join([*pieces, quote[done:]]).split())


def _label(day: ResolvedDay, language: str) -> str:
    if (day.first, day.last) == year_period(day.first.year):
        return str(day.first.year)
    return wording(language).period(day.first, day.last)


def _weekdays(text: str, language: str, published: date) -> Iterator[ResolvedDay]:
    """Weekdays that are past: the latest one up to the day of publication."""
    words = quote_day_patterns().get(language)
    if words is None or any(int(year) != published.year for year in YEAR.findall(text)):
        return
    names = question_time_words()[language].weekdays
    matches = list(_weekday_pattern(language).finditer(text))
    for match in matches:
        crowded = any(
            other is not match and abs(other.start() - match.start()) < 25 for other in matches
        )
        if crowded or not _is_past(match, words):
            continue
        number = next(i for i, forms in enumerate(names) if match["name"].lower() in forms)
        back = (published.weekday() - number) % 7
        if not back and match.groupdict().get("back"):
            back = 7
        day = published - timedelta(days=back)
        yield ResolvedDay(match.start(), match.end(), day, day)


def _is_past(match: re.Match[str], words: Mapping[str, str]) -> bool:
    """Whether the weekday is one that has been when the article appears."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if not _stands_alone(before[-40:], after, words) or re.search(words["not_after"], after):
        return False
    if not before and match[0] == match["name"]:  # "Monday is …" may be any
        return False
    if words["said"] and re.search(words["said"], before):
        return True
    if match[0] == words.get("midweek") and not re.search(words["after_midweek"], after):
        return False
    clause = _clause(match.string, match.start(), match.end())
    return _tells_past(clause, before, words)


def _stands_alone(before: str, after: str, words: Mapping[str, str]) -> bool:
    """Whether what stands around a weekday makes a day of it, and no name or "a Monday"."""
    if re.search(words["before"], before):
        return True
    bare = words.get("bare_before")
    return bool(bare and re.search(bare, before) and re.match(words["bare_after"], after))


def _tells_past(clause: str, before: str, words: Mapping[str, str]) -> bool:
    future = re.compile(words["future"])
    last = SPLIT.split(before)[-1]
    if future.search(clause) or future.search(last):
        return False
    return bool(re.search(words["past"], clause))


def _clause(text: str, start: int, end: int) -> str:
    """What stands around a phrase up to the next commas; the main clause after an opening one."""
    left = max((mark.end() for mark in SPLIT.finditer(text, 0, start)), default=0)
    right = [*(mark.start() for mark in NEXT_CLAUSE.finditer(text, end)), len(text)]
    around = text[left:start] + text[end : right[0]]
    opening = len(around.split()) < 2 and left == 0 and len(right) > 1
    return text[left : right[1] if opening else right[0]]


def _phrases(
    text: str, phrases: Sequence[Phrase], words: Mapping[str, str], published: date
) -> Iterator[ResolvedDay]:
    """Yesterday, today, and last week, month or year."""
    for phrase in phrases:
        if phrase.kind not in PHRASES or not _is_sure(text, phrase, words, published):
            continue
        period = phrase.count(published)
        if period is not None:
            possessive = POSSESSIVE.match(text, phrase.end)
            end = possessive.end() if possessive else phrase.end
            yield ResolvedDay(phrase.start, end, *period)


def _is_sure(text: str, phrase: Phrase, words: Mapping[str, str], published: date) -> bool:
    named, before = text[phrase.start : phrase.end], text[: phrase.start]
    after = text[phrase.end :]
    if not words:
        return phrase.kind == "yesterday"
    if after[:1] in ("-", "–") or before[-1:] in ("-", "–"):
        return False
    if words["unsure"] and re.search(words["unsure"], named):
        return False
    if named[0].isupper() and before.strip():  # "Entertainment Today"
        return False
    if phrase.kind == "last":
        unsure = words["unsure_after"] and re.search(words["unsure_after"], before)
        sunday = phrase.coarseness == WEEK and published.weekday() == 6  # the week that ends today?
        return not unsure and not sunday
    if named.lower() in ("kemarin", "hari ini"):  # also "lately" and "nowadays"
        return before.rstrip()[-1:] in ("", ",") and after.lstrip()[:1] in (".", ",", "")
    if phrase.kind == "today":
        clause = _clause(text, phrase.start, phrase.end)
        return _tells_past(clause, "", words) and bool(re.search(words["today_after"], before))
    return True


def _tomorrow(text: str, words: Mapping[str, str], published: date) -> Iterator[ResolvedDay]:
    day = published + timedelta(days=1)
    if words:
        for match in re.finditer(words["tomorrow"], text):
            yield ResolvedDay(match.start(), match.end(), day, day)


def _beside(day: ResolvedDay, phrase: Phrase) -> bool:
    """Whether the day's own date stands beside it."""
    return phrase.start - NEAR <= day.end and day.start <= phrase.end + NEAR


def _between(spans: Sequence[Span], end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for span in spans:
        yield start, span.start
        start = span.end
    yield start, end


@cache
def _weekday_pattern(language: str) -> re.Pattern[str]:
    """Weekdays as they are written: with a capital, but in Russian."""
    names = [name for forms in question_time_words()[language].weekdays for name in forms]
    if language != "ru":
        names = [name.capitalize() for name in names]
    inside = "|".join(map(re.escape, names))
    pattern = quote_day_patterns()[language]["weekday"].replace("{weekday}", inside)
    return re.compile(rf"(?<![\w–-]){pattern}")
