"""Citation marks such as `[1]`: reading them, taking them out, turning them into citations.

Code decides what a citation is. A model's mark counts when it names a source that the model was
given; what is quoted then is a sentence of the article, never the model's words. The patterns here
are bounded and hold no quantifier within a quantifier: a reply of 100,000 brackets costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.copies import copies_saying, with_others
from bot.quoting import cite_span
from bot.schema import AnswerSentence, Citation
from index.schema import ScoredChunk, Span
from index.sentences import split_sentences

if TYPE_CHECKING:
    from bot.support.checker import Judge

_BODY = r"([^\[\]［］【】\n]{1,40})"
_MARK = re.compile(rf"\[\[{_BODY}\]\]|[\[［【]{_BODY}[\]］】]")
_UNFINISHED = re.compile(r"(?:\[{1,2}|[［【])[^\[\]［］【】\n]{0,40}\]?\Z")
_LONGEST = 20_000  # characters; sentence splitting is not linear, and an answer is short
_TAIL = 44  # the longest unfinished mark, and some
_LEAD = re.compile(r"\A(?:sources?|quellen?|sumber|источники?|[\^#])[ .:]{0,3}", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,3})(?: ?- ?(\d{1,3}))?")
_DASHES = str.maketrans("–—−‐‑", "-----")
_CODE = re.compile(r"```|`[^`\n]{1,400}`")
_LINE_END = re.compile(r"\n|\r")
_BULLET = re.compile(r"\A(?:[-*•–]|\d{1,2}[.)]) ")
_FENCE = re.compile(r"\A\s{0,9}```\w{0,20}\n(.*?)(?:```\s{0,9})?\Z", re.DOTALL)
_CUT_OFF_MARK = re.compile(r"[\[［【]{1,2}[\d ,;]{0,20}\Z")
_EMPHASIS = re.compile(r"\*\*|__")
_SOURCE_LIST = re.compile(
    r"^[*#_ ]{0,6}(?:sources?|references|sumber|источники|quellen)[*#_: ]{0,6}$",
    re.IGNORECASE | re.MULTILINE,
)


class WrittenSentence(NamedTuple):
    """A sentence as a model wrote it, without its marks, and the source numbers they named."""

    text: str
    numbers: tuple[int, ...]


class _Marked(NamedTuple):
    """Text without its marks; each mark as the index of a character of the sentence it closes."""

    text: str
    marks: list[tuple[int, tuple[int, ...]]]


def strip_citation_marks(text: str) -> str:
    """The text without its citation marks; code blocks are left as they are."""
    return _take_out_marks(text).text


def split_unfinished_mark(text: str) -> tuple[str, str]:
    """Part a streamed text into what may be shown and a mark at its end that may still grow."""
    tail = max(0, len(text) - _TAIL)
    found = _UNFINISHED.search(text, tail)
    if found is None or _MARK.fullmatch(found.group()):
        return text, ""
    return text[: found.start()], found.group()


def read_sentences(text: str, language: str = "en") -> tuple[WrittenSentence, ...]:
    """Split a written answer into sentences, each with the source numbers of its marks.

    A mark belongs to the sentence it stands in or after; at the start of a line, to what follows.
    Headings, announcements ("Here is the answer:") and a list of sources at the end, which models
    like to add, are left out.
    """
    text = _CUT_OFF_MARK.sub("", _without_fence(text[:_LONGEST]))
    listed = _SOURCE_LIST.search(text)
    marked = _take_out_marks(text[: listed.start()] if listed else text)
    marks = iter([*marked.marks, (len(marked.text) + 1, ())])
    sentences, (at, numbers) = [], next(marks)
    for span in _sentence_spans(marked, language):
        cited: list[int] = []
        while at < span.end:
            cited.extend(numbers)
            at, numbers = next(marks)
        line = " ".join(marked.text[span.start : span.end].split())
        words = _EMPHASIS.sub("", _BULLET.sub("", line))
        is_claim = cited or not (line.startswith("#") or words.endswith((":", "：")))
        if is_claim and any(character.isalnum() for character in words):
            sentences.append(WrittenSentence(words, tuple(dict.fromkeys(cited))))
    return tuple(sentences)


def _without_fence(text: str) -> str:
    """The text out of the fence that a model has put around all of it."""
    found = _FENCE.match(text)
    return found[1] if found and "```" not in found[1] else text


def resolve_citations(
    text: str,
    sources: Sequence[ScoredChunk],
    judge: Judge,
    *,
    language: str = "en",
    keep_unsupported: bool = True,
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Turn a written answer into sentences and the citations they rest on.

    Args:
        text: what the model wrote; `[n]` in it means `sources[n - 1]`.
        sources: the sources in the order in which the model was given them.
        judge: decides what each sentence may cite; identical quotes share a number.
        language: the language of the text, for splitting it into sentences.
        keep_unsupported: keep sentences that have no support, marked as such and without citations.

    Returns:
        The sentences, and the citations numbered from 1 in the order of their first use.
    """
    sentences: list[AnswerSentence] = []
    numbers: dict[tuple[str, Span], int] = {}
    citations: list[Citation] = []
    # A small model repeats itself: the same sentence counts once.
    for written in dict.fromkeys(read_sentences(text, language)):
        verdict = judge(written.text, written.numbers)
        if verdict.barred or (verdict.support == "unsupported" and not keep_unsupported):
            continue
        used = []
        for ground in verdict.grounds:
            source = sources[ground.number - 1]
            number = numbers.setdefault((source.article.id, ground.span), len(numbers) + 1)
            if number > len(citations):
                citations.append(_citation(number, source, ground.span))
            used.append(number)
        sentences.append(AnswerSentence(written.text, tuple(dict.fromkeys(used)), verdict.support))
    return tuple(sentences), tuple(citations)


def _citation(number: int, source: ScoredChunk, span: Span) -> Citation:
    copies = with_others(source.article, copies_saying(source, span), ())
    return cite_span(number, source.article, span, copies)


def _sentence_spans(marked: _Marked, language: str) -> Iterator[Span]:
    """The sentences of the text, in order.

    A line's end always ends one, and so does a mark after a full stop: "He said no. [1] U.S. firms
    left" has lost, without its mark, what told "no." from an abbreviation.
    """
    text = marked.text
    cuts = {at + 1 for at, _ in marked.marks if _ends_sentence(text, at)}
    cuts.update(found.end() for found in _LINE_END.finditer(text))
    for start, end in pairwise([0, *sorted(cuts), len(text)]):
        yield from split_sentences(text, Span(start, end), language)


def _ends_sentence(text: str, at: int) -> bool:
    following = text[at + 1 : at + 10].lstrip()[:1]
    return text[at : at + 1] in tuple(".!?…。\"'»”") and not following.islower()


def _take_out_marks(text: str) -> _Marked:
    pieces: list[str] = []
    marks: list[tuple[int, tuple[int, ...]]] = []
    done = length = solid = 0  # `solid`: one past the last character that is not white space
    for start, end, numbers in _marks(text):
        gap = text[done:start].rstrip(" \t")
        if marks and not gap.strip(" \t,;"):
            gap = ""  # "[1], [2]" is one run of marks
        pieces.append(gap)
        if gap.strip():
            solid = length + len(gap.rstrip())
        length += len(gap)
        opens_line = length == 0 or gap.endswith("\n")
        rest = text[end : end + 80].partition("\n")[0]
        marks.append((length if opens_line and rest.strip() else max(solid - 1, 0), numbers))
        done = end + len(rest) - len(rest.lstrip(" ")) if opens_line else end
        if solid == length and _needs_space(pieces[-1], text[end : end + 1]):
            pieces.append(" ")
            length += 1
    pieces.append(text[done:])
    return _Marked("".join(pieces), marks)


def _needs_space(before: str, after: str) -> bool:
    """Whether taking out the mark between the two would join two words."""
    return bool(before) and before[-1:] not in "\n(\"'«“„" and after.isalnum()


def _marks(text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Start, end and numbers of each mark outside code."""
    code = list(_code_spans(text))
    upcoming = 0
    for found in _MARK.finditer(text):
        while upcoming < len(code) and code[upcoming].end <= found.start():
            upcoming += 1
        in_code = upcoming < len(code) and code[upcoming].start < found.end()
        numbers = () if in_code else _numbers(found.group(1) or found.group(2))
        if numbers:
            yield found.start(), found.end(), numbers


def _code_spans(text: str) -> Iterator[Span]:
    """Fenced blocks, closed or not, and code within a line."""
    position = 0
    while found := _CODE.search(text, position):
        position = found.end()
        if found.group() == "```":
            closing = text.find("```", position)
            position = len(text) if closing < 0 else closing + 3
        yield Span(found.start(), position)


def _numbers(body: str) -> tuple[int, ...]:
    """The numbers that a mark's inside names; none when it is no mark."""
    plain = unicodedata.normalize("NFKC", body).translate(_DASHES).partition("†")[0]
    numbers: list[int] = []
    for part in re.split("[,;]", plain):
        found = _NUMBERS.fullmatch(_LEAD.sub("", part.strip()).strip())
        if found is None:
            return ()
        first, last = int(found.group(1)), int(found.group(2) or found.group(1))
        if not first <= last <= first + 20:
            return ()
        numbers.extend(range(first, last + 1))
    return tuple(numbers)
