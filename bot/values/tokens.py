"""Texts as tokens that are the same however a number, a date or a share is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.values.numerals import SCALES, VALUES, number_in_words, number_readings, plain
from index.metadata.calendar_words import month_number
from index.words import UNSPACED, fold, terms

ARTICLES = frozenset({"a", "an", "the"})  # SQuAD's measure drops them too
PERCENT = re.compile(r"per ?cent|pct|persen|процент\w{0,4}|prozent")
OF = frozenset({"of", "de", "del", "den"})
# Other short names of months are words of some language: "ago", "set", "out".
ABBREVIATED = frozenset(
    ["jan", "feb", "apr", "jun", "jul", "aug", "agu", "sep", "okt", "oct", "nov", "dec",
     "янв", "фев", "апр", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
)  # fmt: skip
SHORT = frozenset({"may", "mei", "mai", "май", "мая"})

_YEAR_FIRST = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"
_YEAR_LAST = r"(?P<first>\d\d?)(?P<mark>[./])(?P<second>\d\d?)(?P=mark)(?P<last>\d{4})(?!\d)"
_ORDINAL = r"(?:(?:st|nd|rd|th|-(?:го|му|й|е|я|ю|м))(?![^\W_]))?"
_GROUPS = r"\d{1,3}(?:[.,'’]\d{3}(?!\d))+(?:[.,]\d+)?"
_SPACED_GROUPS = r"\d{1,3}(?:[.,'’ ]\d{3}(?!\d))+(?:[.,]\d+)?"
_DIGITS = r"\d+(?:[.,]\d+)*"
_CURRENCY = r"(?:rp|idr|usd|us|eur)(?=\d)"


def _pieces_with(groups: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_YEAR_FIRST}|{_YEAR_LAST}|(?P<number>{groups}|{_DIGITS}){_ORDINAL}"
        rf"|(?P<word>%|{_CURRENCY}|[{UNSPACED}]|[^\W_{UNSPACED}]+)"
    )


_PIECE = {True: _pieces_with(_SPACED_GROUPS), False: _pieces_with(_GROUPS)}
# D: may be a day; Y: a year; M: a month; m: only beside a day or year; o: of.
_DATE = re.compile(r"Do?[Mm](?:o?Y)?|[Mm]D(?:o?Y)?|Y[Mm]D|[Mm]o?Y|M")


@dataclass(frozen=True)
class Token:
    """A word, a number or a date.

    As part of a right answer it means one of `wanted`; as part of an answer that is judged it
    satisfies any of `offered`: "7 April 2021" satisfies "7 April", and not the other way round.
    """

    wanted: frozenset[str]
    offered: frozenset[str]

    @property
    def canonical(self) -> str:
        """One spelling for all."""
        return max(self.wanted)


@dataclass(frozen=True)
class _Piece:
    """What is to become a token, alone or with those after it."""

    word: str = ""
    digits: str = ""
    dates: frozenset[str] = frozenset()  # as they may be read: ISO 8601


def tokens(text: str, language: str = "", *, spaced: bool = True) -> list[Token]:
    """The tokens of `text`, in order; punctuation and the English articles are none.

    Args:
        text: in any language.
        language: of a right answer: "lima" is a number in Indonesian and a city in English. In
            answers that are judged it may be either.
        spaced: whether "1 000" is one number.
    """
    pieces = [piece for piece in _cut(text, spaced=spaced) if piece.word not in ARTICLES]
    pieces = pieces or list(_cut(text, spaced=spaced))
    return list(_joined(pieces, language))


def stemmed(found: Sequence[Token], language: str) -> list[Token]:
    """The tokens with each word as its stem."""
    return [
        Token(*(frozenset(_stem(r, language) for r in side) for side in (t.wanted, t.offered)))
        for t in found
    ]


def _cut(text: str, *, spaced: bool) -> Iterator[_Piece]:
    folded = PERCENT.sub("%", fold(text))
    for match in _PIECE[spaced].finditer(folded):
        found = match.groupdict()
        if found["year"]:
            yield _Piece(dates=frozenset({match.group()}))
        elif found["last"]:
            yield _Piece(dates=_either_way(found))
        elif found["number"]:
            yield _Piece(digits=found["number"])
        else:
            yield _Piece(word=found["word"])


def _either_way(found: dict[str, str]) -> frozenset[str]:
    """7.4.2021 is in April; 7/4/2021 is where the reader is."""
    first, second, year = (int(found[name]) for name in ("first", "second", "last"))
    orders = [(first, second), (second, first)] if found["mark"] == "/" else [(first, second)]
    return frozenset(
        f"{year:04}-{month:02}-{day:02}" for day, month in orders if month <= 12 and day <= 31
    )


def _joined(pieces: Sequence[_Piece], language: str) -> Iterator[Token]:
    codes = "".join(map(_code, pieces))
    words = [piece.word for piece in pieces]
    at = 0
    while at < len(pieces):
        date = _DATE.match(codes, at)
        spelled = number_in_words(words, at)
        if date:
            yield _date(pieces[at : date.end()], date.group())
            at = date.end()
        elif spelled:
            value, end = spelled
            yield _spelled(value, words[at:end], language)
            at = end
        elif pieces[at].digits:
            scale = SCALES.get(words[at + 1], 1) if at + 1 < len(words) else 1
            yield _number(pieces[at].digits, scale)
            at += 1 if scale == 1 else 2
        else:
            yield _single(pieces[at])
            at += 1


def _code(piece: _Piece) -> str:
    if piece.digits.isdecimal():
        if len(piece.digits) <= 2:
            return "D" if 1 <= int(piece.digits) <= 31 else "x"
        return "Y" if len(piece.digits) == 4 else "x"
    if piece.word in OF:
        return "o"
    if piece.word in ABBREVIATED:
        return "m"
    is_name = len(piece.word) > 3 or piece.word in SHORT
    return "M" if is_name and month_number(piece.word) else "x"


def _date(pieces: Sequence[_Piece], codes: str) -> Token:
    found = dict(zip(codes.upper(), pieces, strict=True))
    month = f"{month_number(found['M'].word):02}"
    day = f"-{int(found['D'].digits):02}" if "D" in found else ""
    if "Y" not in found:
        return Token(frozenset({f"--{month}{day}"}), frozenset({f"--{month}{day}", f"--{month}"}))
    year = str(int(found["Y"].digits))
    return Token(frozenset({f"{year}-{month}{day}"}), _offered(year, month, day))


def _offered(year: str, month: str, day: str) -> frozenset[str]:
    return frozenset(
        {f"{year}-{month}{day}", f"{year}-{month}", year, f"--{month}{day}", f"--{month}"}
    )


def _spelled(value: int, words: Sequence[str], language: str) -> Token:
    number = str(value)
    if len(words) > 1:
        return Token(frozenset({number}), frozenset({number}))
    is_number = VALUES[words[0]][0] == language
    return Token(frozenset({number if is_number else words[0]}), frozenset({number, words[0]}))


def _number(digits: str, scale: int) -> Token:
    """A number; "5 million" satisfies both 5000000 and 5."""
    bare = number_readings(digits)
    if scale == 1:
        return Token(bare, bare)
    scaled = frozenset(
        plain(Decimal(reading) * scale) for reading in bare if re.fullmatch(r"\d+(\.\d+)?", reading)
    )
    return Token(scaled or bare, scaled | bare)


def _single(piece: _Piece) -> Token:
    if not piece.dates:
        return Token(frozenset({piece.word}), frozenset({piece.word}))
    offered = (_offered(day[:4], day[5:7], day[7:]) for day in piece.dates)
    return Token(piece.dates, frozenset().union(*offered))


@lru_cache(maxsize=4096)
def _stem(word: str, language: str) -> str:
    """The stem of a word; what is none, such as a number, stays."""
    # Until nothing more falls off: in Russian "Пескову" becomes "песков", and that "песк".
    stem = next(iter(terms(word, language)), word) if word.isalpha() else word
    return stem if stem == word else _stem(stem, language)
