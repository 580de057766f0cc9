"""Where somebody is quoted: what stands within quotation marks of any kind."""

from __future__ import annotations

from index.schema import Span

PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "”": "”"}


def quotations(text: str) -> tuple[Span, ...]:
    """What stands within quotation marks, marks included; one never closed goes to the end."""
    spans: list[Span] = []
    position = 0
    while position < len(text):
        mark = text[position]
        if mark not in PAIRS or not _opens(text, position):
            position += 1
            continue
        end = _closing(text, position + 1, PAIRS[mark])
        spans.append(Span(position, end))
        position = end
    return tuple(spans)


def _opens(text: str, position: int) -> bool:
    """Whether a mark opens: an apostrophe and a lone closing mark stand after a letter."""
    return not text[position - 1 : position].isalnum() if position else True


def _closing(text: str, start: int, marks: str) -> int:
    for position in range(start, len(text)):
        letter_after = text[position + 1 : position + 2].isalnum()
        if text[position] in marks and not (marks == "’" and letter_after):
            return position + 1
    return len(text)
