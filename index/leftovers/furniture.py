"""Lines that are no part of an article, each judged by itself."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from index.leftovers import phrases
from index.leftovers.appeals import ADDRESS, is_appeal, unquoted
from index.leftovers.captions import is_caption
from index.leftovers.paragraphs import LONG, ends_sentence, word_count
from index.metadata.dates import find_date


class Kind(Enum):
    """What a block of a page is."""

    BODY = auto()
    TITLE = auto()
    HEADING = auto()  # also names, buttons and other words that are no sentence
    DATE = auto()
    BYLINE = auto()
    CREDIT = auto()  # of a photo, and its caption
    SOURCE = auto()  # "sumber : antara", "Original url:"
    LINK = auto()
    RELATED = auto()
    COMMENTS = auto()
    LEFTOVER = auto()


URL = re.compile(r"https?://[^\s<>\"')\]]+")
IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,1000}(?:[ \t]\"[^\"]{0,200}\")?\)")
INLINE_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()\s]{0,1000}(?:[ \t]\"[^\"]{0,200}\")?\)")
TAG = re.compile(r"<[^<>]{1,1000}>")
MARKS = re.compile(r"^[\s>#*_+•-]{1,20}|[\s*_]{1,20}$")
NOT_LETTERS = re.compile(r"[\W\d_]+")
NOT_WORDS = re.compile(r"[\W_]+")
SEPARATOR = re.compile(r"[|·•›»]| [–—/-] ")
DATE_SEPARATOR = re.compile(r"[|·•,;:()\n]| ?[–—] ?| [-/] ")
CLOCK = re.compile(
    r"\b[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: [A-Z]{2,5}\b)?"
)
LIST_HEADS = frozenset(
    phrase.replace(" ", "") for phrase in phrases.LIST_HEADS | phrases.RELATED_LABELS
)
WHOLE_LINES = frozenset(phrase.replace(" ", "") for phrase in phrases.WHOLE_LINES)
LONGEST_PROMOTION = 80  # words
HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
NUMBER = re.compile(r"[0-9][0-9.,]{0,20}")
INSERT = re.compile(r"\[[^\[\]]{2,100}\]:?")  # "[Gambas:Video 20detik]"


def plain(text: str) -> str:
    """Return a line's words without Markdown: no images, links as their text, no marks around."""
    if "](" in text:
        text = INLINE_LINK.sub(r"\1", IMAGE.sub("", text))
    return MARKS.sub("", text.replace("**", "").replace("__", ""))


@lru_cache(maxsize=8192)  # adverts repeat, and joining lines asks about each of them twice
def judge_line(text: str, *, markdown: bool = False) -> Kind | None:
    """Return what a line is if its own words tell that it is not the article, else None."""
    if markdown and HEADING.match(text):
        return None if text.startswith("# ") else Kind.HEADING
    if len(text) > LONG * 3:
        return None
    linked = _judge_links(text)
    if linked is not None:
        return linked
    words = plain(text)
    letters = NOT_LETTERS.sub(" ", words).strip().casefold()
    if not letters and len(NUMBER.findall(words)) < 3:
        return Kind.LEFTOVER
    for judge in (
        _judge_numbers,
        _judge_label,
        _judge_phrase,
        _judge_date,
        _judge_bar,
        _judge_byline,
        _judge_caption,
    ):
        kind = judge(words, letters)
        if kind is not None:
            return kind
    return None


def _judge_links(text: str) -> Kind | None:
    """Judge lines that are links, or a few words and a link."""
    if "](" not in text and "http" not in text and "<" not in text:
        return None
    rest = URL.sub("", TAG.sub("", INLINE_LINK.sub("", IMAGE.sub("", text))))
    rest = NOT_LETTERS.sub(" ", rest).strip().casefold()
    if not rest:
        label = NOT_LETTERS.sub(" ", plain(text)).strip().casefold()
        if word_count(label) >= 12 and ends_sentence(plain(text)):
            return None  # a sentence that is a link as a whole
        return Kind.SOURCE if label in phrases.SOURCE_LABELS else Kind.LINK
    if rest in phrases.SOURCE_LABELS:
        return Kind.SOURCE
    if rest in phrases.RELATED_LABELS or rest in phrases.LIST_HEADS:
        return Kind.RELATED
    return None


def _judge_numbers(words: str, letters: str) -> Kind | None:
    """Judge lines without a word: a row of a table, which may be the article's."""
    return None if letters else Kind.HEADING


def _judge_label(words: str, letters: str) -> Kind | None:
    """Judge "Photo: …", "Baca Juga: …", "sumber : antara"."""
    label, colon, _ = words[:60].partition(":")
    if not colon:
        return None
    label = NOT_LETTERS.sub(" ", label).strip().casefold()
    count = word_count(words)
    if label in phrases.RELATED_LABELS and count <= 30:
        # "Read: the word stood on every wall." is a sentence, and a headline has no full stop.
        return None if words.endswith(".") and count > 3 else Kind.RELATED
    if label in phrases.CREDIT_LABELS and count <= 25:
        return Kind.CREDIT
    if label in phrases.SOURCE_LABELS and count <= 12:
        return Kind.SOURCE
    if label in phrases.BYLINE_LABELS and count <= 12 and not ends_sentence(words):
        return Kind.BYLINE
    return None


def _judge_phrase(words: str, letters: str) -> Kind | None:
    run_on = letters.replace(" ", "")  # "RelatedPosts"
    if letters in phrases.COMMENT_SIGNS:
        return Kind.COMMENTS
    if run_on in LIST_HEADS:
        return Kind.RELATED
    if run_on in WHOLE_LINES:
        return Kind.LEFTOVER
    if words[0] in "\"“«„'‘":
        return None
    if INSERT.fullmatch(words) and not ends_sentence(words[:-1]):
        return Kind.LEFTOVER
    lower = words.casefold()
    count = word_count(words)
    if count <= 25:
        if lower.startswith(phrases.HEADLINE_OPENINGS) and not words.endswith("."):
            return Kind.RELATED
        if lower.rstrip(".! ").endswith(phrases.CLOSINGS):
            return Kind.LEFTOVER
    if count <= LONGEST_PROMOTION and _promotes(words, lower, count):
        return Kind.LEFTOVER
    return None


def _promotes(words: str, lower: str, count: int) -> bool:
    """Tell what every page of an outlet says: legal notices, appeals to subscribe."""
    if lower.lstrip("[(").startswith(phrases.OPENINGS) or ("©" in lower and count <= 12):
        return True
    if count <= 8 and not ends_sentence(words) and ADDRESS.search(lower):
        return True
    if lower.lstrip("(").startswith(phrases.SIGN_OFFS):
        return "editing by" in lower or "writing by" in lower or not ends_sentence(words)
    bare = unquoted(lower)
    # At the end of a paragraph, such words have a sentence of the article before them.
    seen = bare if count <= 30 else bare[:80]
    return any(sign in seen for sign in phrases.SIGNS) or is_appeal(bare, short=count <= 30)


def _judge_date(words: str, letters: str) -> Kind | None:
    """Judge lines that are a date, alone or with an outlet, a weekday, a time or a byline."""
    if word_count(words) > 16:
        return None
    found = find_date(words)
    if found is None:
        return None
    beside = date_line_rest(words)
    if sum(word_count(part) for part in beside) > (2 if words.endswith((".", "!", "?")) else 9):
        return None
    # "Zoom stopped April 6, 2021" is a headline: what is beside the date is set off from it.
    before = DATE_SEPARATOR.split(without_clock(words[: found.start]))[-1]
    if not _all_known(before):
        return None
    if words.casefold().startswith(tuple(f"{word} " for word in phrases.BYLINE_WORDS)):
        return Kind.BYLINE
    small = 0 if words.endswith(".") else 1  # "On April 7, 2021, Karsk fell." is a sentence
    return Kind.DATE if all(_is_name(part, small) for part in beside) else None


def date_line_rest(words: str) -> list[str]:
    """Return what stands in a date line besides date, weekday and time: outlet, byline."""
    found = find_date(words)
    if found is None:
        return []
    rest = without_clock(words[: found.start] + "|" + words[found.end :])
    parts = (part.strip(" .*_") for part in DATE_SEPARATOR.split(rest))
    return [part for part in parts if part and not _all_known(part)]


def without_clock(words: str) -> str:
    """Return a date line without the time of day."""
    return CLOCK.sub("|", words)


def _all_known(part: str) -> bool:
    known = NOT_LETTERS.sub(" ", part).casefold().split()
    return all(word in phrases.DATE_LINE_WORDS for word in known) or " ".join(known) in (
        phrases.PUBLISHED_LABELS | phrases.UPDATED_LABELS
    )


def _is_name(part: str, most_small: int) -> bool:
    """Tell names, which are capitalised, from the words of a headline."""
    small = sum(word[0].islower() for word in part.strip('«»"“”').split())
    return small <= most_small


def _judge_bar(words: str, letters: str) -> Kind | None:
    """Judge "Share | Tweet | Print"."""
    parts = [part.strip() for part in SEPARATOR.split(words) if part.strip()]
    if len(parts) < 2 or ends_sentence(words) or ("|" not in words and "·" not in words):
        return None
    return Kind.LEFTOVER if all(word_count(part) <= 5 for part in parts) else None


def _judge_byline(words: str, letters: str) -> Kind | None:
    first, _, rest = words.partition(" ")
    if first.casefold() not in phrases.BYLINE_WORDS or not rest or ends_sentence(words):
        return None
    names = [word for word in rest.split() if word[0].isalpha()]
    if len(names) > 12 or sum(word[0].islower() for word in names) > 1:
        return None
    return Kind.BYLINE


def _judge_caption(words: str, letters: str) -> Kind | None:
    return Kind.CREDIT if is_caption(words) else None
