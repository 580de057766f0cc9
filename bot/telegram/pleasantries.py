"""What is said to the bot and asks nothing of the articles: greetings, thanks, a lone emoji."""

from __future__ import annotations

import re

from bot.telegram.texts import Texts, languages, texts_for

_WORD = re.compile(r"\w+")


def reply_to_pleasantry(text: str, texts: Texts) -> str | None:
    """What to reply, in the pleasantry's language; None where it may be a question.

    Args:
        text: what was said, all of it.
        texts: of whoever said it; their language comes first.
    """
    said = " ".join(_WORD.findall(text.casefold()))
    if not said:
        return texts.wordless
    for spoken in (texts, *map(texts_for, languages())):
        replies = (
            (spoken.greetings, spoken.start),
            (spoken.pleas, spoken.help),
            (spoken.thanks_said, spoken.welcome),
        )
        for phrases, reply in replies:
            if said in phrases:
                return reply
    return None
