"""Numbers in digits and in words, in English, Indonesian and Russian, as one spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

SEPARATORS = r"[.,'’ ]"

_UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "ru": "ноль/нуля один/одна/одно/одного/одной/одну/одному/одним/одном "
    "два/две/двух/двум/двумя три/трех/трем/тремя четыре/четырех/четырем/четырьмя "
    "пять/пяти/пятью шесть/шести/шестью семь/семи/семью восемь/восьми/восемью "
    "девять/девяти/девятью десять/десяти/десятью одиннадцать/одиннадцати "
    "двенадцать/двенадцати тринадцать/тринадцати четырнадцать/четырнадцати "
    "пятнадцать/пятнадцати шестнадцать/шестнадцати семнадцать/семнадцати "
    "восемнадцать/восемнадцати девятнадцать/девятнадцати",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "ru": "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти "
    "шестьдесят/шестидесяти семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
}
_HUNDREDS = {
    "id": "seratus",
    "ru": "сто/ста двести/двухсот триста/трехсот четыреста/четырехсот пятьсот/пятисот "
    "шестьсот/шестисот семьсот/семисот восемьсот/восьмисот девятьсот/девятисот",
}
_THOUSANDS = {"id": "seribu"}
_SCALES = {
    10: "puluh",
    100: "hundred ratus",
    10**3: "thousand ribu тыс тысяча тысячи тысяч тысячу тысячам тысячами",
    10**6: "million juta млн миллион миллиона миллионов миллионам миллионами",
    10**9: "billion bn miliar milyar млрд миллиард миллиарда миллиардов миллиардам миллиардами",
    10**12: "trillion triliun трлн триллион триллиона триллионов",
}
_TEEN = "belas"


def _values() -> dict[str, tuple[str, int]]:
    """Each word with its language and value."""
    return {
        word: (language, first + step * place)
        for table, first, step in (
            (_UNITS, 0, 1),
            (_TENS, 20, 10),
            (_HUNDREDS, 100, 100),
            (_THOUSANDS, 1000, 1000),
        )
        for language, line in table.items()
        for place, forms in enumerate(line.split())
        for word in forms.split("/")
    }


VALUES = _values()
SCALES = {word: scale for scale, line in _SCALES.items() for word in line.split()}


def number_readings(digits: str) -> frozenset[str]:
    """What a number in digits may mean, each reading without separators of thousands.

    "8,4" and "8.4" are 8.4; "1,000", "1.000" and "1 000" are 1000; "1.234" may be either 1234 or
    1.234. What is neither, such as the version "5.0.1", means itself.
    """
    marks = re.findall(SEPARATORS, digits)
    parts = re.split(SEPARATORS, digits)
    if not marks:
        return frozenset({plain(Decimal(digits))})
    readings = set()
    if _grouped(parts) and len(set(marks)) == 1:
        readings.add("".join(parts))
    if marks[-1] in ".,":
        is_fraction = len(marks) == 1 and not ("".join(parts) in readings and digits[-1] == "0")
        mixed = _grouped(parts[:-1]) and marks[-1] not in marks[:-1] and len(set(marks)) == 2
        if is_fraction or mixed:
            readings.add("".join(parts[:-1]) + "." + parts[-1])
    if not readings:
        return frozenset({digits})
    return frozenset(plain(Decimal(reading)) for reading in readings)


def number_in_words(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """Read the number that begins with ``words[start]``.

    Returns:
        The number and the index after its last word; None where no number begins.
    """
    if start >= len(words) or words[start] not in VALUES:
        return None
    thousands, current, end = 0, VALUES[words[start]][1], start + 1
    while end < len(words):
        word = words[end]
        if word in VALUES and _fits(VALUES[word][1], current):
            current += VALUES[word][1]
        elif word == _TEEN and current % 10 > 1:
            current += 10
        elif word in SCALES and SCALES[word] < 1000 and current % SCALES[word] > 0:
            low = current % SCALES[word]
            current += low * (SCALES[word] - 1)
        elif word in SCALES and SCALES[word] >= 1000 and current:
            thousands, current = thousands + current * SCALES[word], 0
        else:
            break
        end += 1
    return thousands + current, end


def plain(number: Decimal) -> str:
    """The number in ASCII digits, without needless zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(parts: Sequence[str]) -> bool:
    """Whether these may be groups of thousands."""
    first = parts[0]
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in parts[1:])


def _fits(value: int, current: int) -> bool:
    """Whether a word adds to what came before it: "five" to "twenty", but not to "six"."""
    place = 10 if value < 10 else 100 if value < 100 else 1000
    return value > 0 and value < 1000 and current % place == 0
