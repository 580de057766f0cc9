"""Which outlets a question names: "according to The Verge", "«Коммерсанта»"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.question.names import ADDRESS, WORD, Key, key, spellings
from prompts import outlet_words

SHORTEST_ACROSS = 4  # letters: "Сун" is no way to write "Sun"
LONGEST = 2000  # characters of a question that are looked at
QUOTES = frozenset("\"'“”‘’«»„‚`")
SENTENCE_END = re.compile(r"[.?!:]\W*$")
JOINED = re.compile(r"-|[ \t]{1,3}(?:(?:of|de) )?")
LAST_WORD = re.compile(r"([^\W_]{1,40})[ \t]{1,3}$")
CAMEL = re.compile(r"[a-z][A-Z]")


@dataclass(frozen=True)
class _Register:
    """The outlets by their names, as compared in one script and from one to the other."""

    same: dict[tuple[str, ...], frozenset[str]]
    from_latin: dict[tuple[str, ...], frozenset[str]]  # what is stored in Cyrillic
    from_cyrillic: dict[tuple[str, ...], frozenset[str]]
    distinct: frozenset[tuple[str, ...]]  # "TechCrunch": it means nothing else
    longest: int  # words
    beginnings: frozenset[str]  # first words

    def may_begin(self, first: Key) -> bool:
        """Whether some name begins with this word; most do not."""
        return first.word in self.beginnings or first.across in self.beginnings

    def named(self, keys: Sequence[Key]) -> frozenset[str]:
        """The outlets that words with these keys name."""
        found = self.same.get(tuple(each.word for each in keys), frozenset())
        scripts = {each.is_cyrillic for each in keys}
        across = tuple(each.across for each in keys)
        if len(scripts) == 1 and len("".join(across)) >= SHORTEST_ACROSS:
            others = self.from_cyrillic if keys[0].is_cyrillic else self.from_latin
            found |= others.get(across, frozenset())
        return found


@dataclass(frozen=True)
class _Mention:
    """Words of a question that are an outlet's name, if they are meant as one."""

    question: str
    start: int  # of the article before the name
    name_start: int
    end: int

    @property
    def before(self) -> str:
        return self.question[: self.start]

    @property
    def after(self) -> str:
        return self.question[self.end :]

    @property
    def is_address(self) -> bool:
        """Whether it stands there as "republika.co.id"."""
        return bool(ADDRESS.fullmatch(self.question, self.name_start, self.end))

    @property
    def is_quoted(self) -> bool:
        return self.before[-1:] in QUOTES and self.after[:1] in QUOTES and bool(self.before)

    @property
    def is_cited(self) -> bool:
        """Whether "according to" stands directly before."""
        words = WORD.findall(self.before[-40:].lower())
        return any(words[-len(phrase) :] == phrase for phrase in _citing_phrases())

    @property
    def has_capital(self) -> bool:
        return not self.question[self.name_start].islower() and not self.question.isupper()

    @property
    def is_beside_reporting(self) -> bool:
        """Whether one of the two words before or after tells of writing."""
        near = WORD.findall(self.before[-40:].lower())[-2:]
        near += WORD.findall(self.after[:40].lower())[:3]
        return any(word.startswith(tuple(outlet_words().reports)) for word in near)

    @property
    def opens_sentence(self) -> bool:
        return not WORD.search(self.before) or bool(SENTENCE_END.search(self.before[-5:]))

    @property
    def is_part_of_name(self) -> bool:
        """Whether a number or a word with a capital is joined to it: "Fortune 500"."""
        joined = JOINED.match(self.after)
        following = WORD.match(self.after, joined.end()) if joined else None
        if following and not following[0][0].islower():
            return True
        leading = LAST_WORD.search(self.before[-40:])
        if leading is None or not leading[1][0].isupper():
            return False
        opening = self.before[: len(self.before) - len(leading[0])]
        return bool(WORD.search(opening)) and not SENTENCE_END.search(opening[-5:])


def asked_outlets(question: str, outlets: Collection[str]) -> tuple[str, ...]:
    """The outlets that `question` names, in the order in which it does.

    Args:
        question: in any language.
        outlets: as stored. A section's outlet ("FOX News - Health") is named by its main name too.
    """
    question = question[:LONGEST]
    register = _register(frozenset(outlets))
    words = list(WORD.finditer(question))
    keys = [key(word[0]) for word in words]
    found: list[str] = []
    position = 0
    while position < len(words):
        length = 1
        if register.may_begin(keys[position]):
            length, named = _name_at(question, words, keys, position, register)
            found.extend(sorted(named))
        position += length
    return tuple(dict.fromkeys(found))


def _name_at(
    question: str,
    words: Sequence[re.Match[str]],
    keys: Sequence[Key],
    position: int,
    register: _Register,
) -> tuple[int, frozenset[str]]:
    """The outlets that the longest name from a word on means, and its number of words."""
    for length in range(min(register.longest, len(words) - position), 0, -1):
        end = position + length
        named = register.named(keys[position:end])
        if named:
            mention = _mention(question, words, position, end)
            if _is_meant(mention, tuple(each.word for each in keys[position:end]), register):
                return length, named
    return 1, frozenset()


def _mention(question: str, words: Sequence[re.Match[str]], position: int, end: int) -> _Mention:
    first = words[position]
    article = words[position - 1] if position else first
    has_article = (
        article[0].lower() in outlet_words().articles and first.start() - article.end() == 1
    )
    start = (article if has_article else first).start()
    return _Mention(question, start, first.start(), words[end - 1].end())


def _is_meant(mention: _Mention, name: tuple[str, ...], register: _Register) -> bool:
    """Whether the words are the outlet's name and not the same words in another sense."""
    if mention.is_quoted or mention.is_cited or mention.is_address:
        return True
    if not mention.has_capital:
        reported = name not in _common() and mention.is_beside_reporting
        return reported or name in register.distinct
    if name in _nouns():
        return mention.is_beside_reporting
    if name not in _common():
        return True
    if mention.opens_sentence:
        return mention.is_beside_reporting
    return not mention.is_part_of_name


@lru_cache(maxsize=4)
def _register(outlets: frozenset[str]) -> _Register:
    same: dict[tuple[str, ...], set[str]] = defaultdict(set)
    across: tuple[dict[tuple[str, ...], set[str]], ...] = (defaultdict(set), defaultdict(set))
    distinct = set()
    for words, outlet in spellings(outlets):
        keys = [key(word) for word in words]
        compared = tuple(each.word for each in keys)
        same[compared].add(outlet)
        across[keys[0].is_cyrillic][tuple(each.across for each in keys)].add(outlet)
        if CAMEL.search(words[0]) or len(words) > 2 or (len(words) == 2 and words[0].isupper()):
            distinct.add(compared)
    return _Register(
        _frozen(same),
        from_latin=_frozen(across[True]),
        from_cyrillic=_frozen(across[False]),
        distinct=frozenset(distinct),
        longest=max(map(len, same), default=0),
        beginnings=frozenset(name[0] for names in (same, *across) for name in names),
    )


def _frozen(names: dict[tuple[str, ...], set[str]]) -> dict[tuple[str, ...], frozenset[str]]:
    return {words: frozenset(outlets) for words, outlets in names.items()}


@cache
def _citing_phrases() -> tuple[list[str], ...]:
    return tuple(phrase.split() for phrase in outlet_words().cites)


@cache
def _common() -> frozenset[tuple[str, ...]]:
    return frozenset((key(word).word,) for word in outlet_words().common)


@cache
def _nouns() -> frozenset[tuple[str, ...]]:
    return frozenset((key(word).word,) for word in outlet_words().nouns)
