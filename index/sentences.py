"""Where sentences begin and end, as spans of the text itself."""

from __future__ import annotations

from index.schema import Span

CLOSING = "”»’\"')]"
DASHES = "—–-"
LONGEST = 2000  # characters; what is longer is no sentence and is cut between words


def split_sentences(text: str, span: Span, language: str) -> list[Span]:
    """Return the sentences of the paragraph `span` of `text`, without white space around them.

    sentencex (https://github.com/wikimedia/sentencex) finds the boundaries; those that it sees in
    the middle of a sentence are taken back.
    """
    from sentencex import segment

    pieces: list[Span] = []
    position = span.start
    for piece in segment(language, text[span.start : span.end]):
        end = position + len(piece)
        if pieces and _continues(text, pieces[-1].end, Span(position, end)):
            pieces[-1] = Span(pieces[-1].start, end)
        else:
            pieces.append(Span(position, end))
        position = end
    trimmed = (_trim(text, piece) for piece in pieces)
    return [part for piece in trimmed if piece for part in _cut_overlong(text, piece)]


def _continues(text: str, boundary: int, piece: Span) -> bool:
    """Whether `piece` goes on with the sentence that ends at `boundary`."""
    rest = text[piece.start : piece.end].lstrip()
    if not rest or rest[0].islower() or rest[0] in "”»’)],.;:":
        return True
    glued = not text[boundary - 1].isspace() and not text[boundary].isspace()
    if glued and rest[0].isalnum() and rest[0].isascii():  # REPUBLIKA.CO.ID
        return True
    if rest[0] in DASHES and rest.lstrip(DASHES).lstrip()[:1].islower():  # «Дождь!» — сказал он
        return True
    # `today, ”he said`: a closing mark that was set apart from its quotation
    return rest[0] in CLOSING and rest.lstrip(CLOSING)[:1].islower()


def _trim(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    end = span.end - (len(piece) - len(piece.rstrip()))
    return Span(start, end) if start < end else None


def _cut_overlong(text: str, span: Span) -> list[Span]:
    parts = []
    start = span.start
    while span.end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > start else start + LONGEST
        parts.append(_trim(text, Span(start, cut)))
        start = cut
    parts.append(_trim(text, Span(start, span.end)))
    return [part for part in parts if part]
