"""Lines that say what a picture shows, or who took it."""

from __future__ import annotations

import re

from index.leftovers import phrases
from index.leftovers.paragraphs import LONG, ends_sentence, word_count

LONGEST = 40  # words
LONGEST_UNSIGNED = 20
NAME = r"[A-ZА-Я][\w.]{1,20}(?: [A-ZА-Я]\w{1,20})?/[A-ZА-Я][\w.]{0,20}"
# "…in the harbour. Photo: J. Haberl", "…in the harbour. WIRE/J. Haberl", "….(WIRE/J. HABERL)"
CREDIT_AT_END = re.compile(
    r"(?<=[.!?)\]\"”»|]) ?(?:(?:Photo(?:graph)?|PHOTO|Picture|Image|Foto|FOTO|Фото|Bild|Imagen)"
    r"(?: by)?: ?[^:.!?]{2,60}"
    rf"|{NAME}(?:[ /][\w.]{{1,20}}){{0,4}}"
    rf"|\({NAME}(?: [\w.]{{1,20}}){{1,3}}\))$"
)
# "Harbour.example/Hendra Laksana", alone
OUTLET_AND_NAME = re.compile(
    r"[A-ZА-Я]\w{1,30}\.\w{2,10}/[A-ZА-Я][\w.]{0,20}(?: [\w.]{1,20}){1,3}$"
)


def is_caption(words: str) -> bool:
    """Tell whether a line bears a photographer's or an agency's name, or stands in brackets."""
    count = word_count(words)
    if count <= LONGEST and CREDIT_AT_END.search(words[-100:]):
        return True
    if OUTLET_AND_NAME.match(words):
        return True
    in_brackets = words.startswith("(") and words.endswith(")") and len(words) < LONG
    if in_brackets and not ends_sentence(words[1:-1]):
        return True
    lower = words.casefold()
    return count <= LONGEST_UNSIGNED and any(sign in lower[-60:] for sign in phrases.CAPTION_SIGNS)
