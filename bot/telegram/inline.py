"""Inline mode: the best quotes as cards, in any chat, at once."""

from __future__ import annotations

import asyncio

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.schema import Answer, Citation
from bot.telegram.html import shortened
from bot.telegram.passages import card_part
from bot.telegram.replies import attempt
from bot.telegram.shared import Context, shared_by
from bot.telegram.texts import texts_for
from bot.untrusted import one_line
from bot.wording import wording

SHORTEST = 3  # characters of a query
TYPING_SECONDS = 0.15  # a query that a further letter replaces within that time is not searched
CACHE_SECONDS = 30
TITLE, DESCRIPTION = 80, 160


async def on_inline(update: Update, context: Context) -> None:
    """Answer an inline query with quotes; only the newest of each user is searched."""
    query = update.inline_query
    assert query
    shared, user = shared_by(context), query.from_user.id
    shared.newest_card[user] = query.id
    await asyncio.sleep(TYPING_SECONDS)
    if shared.newest_card.get(user) != query.id:
        return
    del shared.newest_card[user]
    texts = texts_for(query.from_user.language_code)
    question = one_line(query.query)[: shared.settings.telegram_longest]
    if len(question) < SHORTEST or shared.card_limits.take(user):
        await answer_inline(update, [], texts.inline_prompt)
        return
    loop = asyncio.get_running_loop()
    answer = await loop.run_in_executor(shared.searching, shared.quoting.ask, question)
    await answer_inline(update, cards(answer), None if answer.citations else texts.inline_nothing)


async def answer_inline(
    update: Update, results: list[InlineQueryResultArticle], line: str | None
) -> None:
    """Show the cards, and a line above them where there is one."""
    query = update.inline_query
    assert query
    button = InlineQueryResultsButton(line, start_parameter="inline") if line else None
    await attempt(
        lambda: query.answer(results, cache_time=CACHE_SECONDS, is_personal=True, button=button)
    )


def cards(answer: Answer) -> list[InlineQueryResultArticle]:
    """A card for each citation of an answer."""
    return [_card(citation, answer.language) for citation in answer.citations]


def _card(citation: Citation, language: str) -> InlineQueryResultArticle:
    article = citation.article
    heading = [article.source or article.name, wording(language).day(article.published)]
    return InlineQueryResultArticle(
        id=str(citation.number),
        title=shortened(one_line(", ".join(heading)), TITLE),
        description=shortened(one_line(citation.quote), DESCRIPTION),
        input_message_content=InputTextMessageContent(
            card_part(citation, language).html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
