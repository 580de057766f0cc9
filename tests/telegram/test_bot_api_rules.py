"""The local Bot API refuses what Telegram's does, in the same words."""

import httpx
import pytest

from tests.telegram.entities import MarkupError, parse_html
from tests.telegram.people import Person, Telegram


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("1 &lt; 2 &amp; &quot;3&quot; &#8230; &#x1F600;", '1 < 2 & "3" … 😀', []),
        ("&nbsp;&hellip; &", "&nbsp;&hellip; &", []),
        ("😀 <b>a<i>b</i></b>", "😀 ab", [("bold", 3, 2), ("italic", 4, 1)]),
        ('<A HREF="https://a.b/?c=1&amp;d">e</A>', "e", [("text_link", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x<i>y</>", "xy", [("italic", 1, 1)]),
    ],
)
def test_markup_that_telegram_reads(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    read, found = parse_html(source)
    assert read == text
    assert [(each["type"], each["offset"], each["length"]) for each in found] == entities


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("ё <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<a href='https://a.b'></a><b></a>",
            'Unmatched end tag at byte offset 29, expected "</b>", found "</a>"',
        ),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_markup_that_telegram_refuses(source: str, words: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == words


@pytest.fixture
def call(telegram: Telegram, alice: Person) -> httpx.Client:
    alice.says("Hello")
    return httpx.Client(base_url=f"{telegram.api.url}/bot{telegram.api.token}/")


def test_one_message_a_second(call: httpx.Client, alice: Person) -> None:
    message = {"chat_id": alice.user.id, "text": "x"}
    codes = [call.post("sendMessage", json=message).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert call.post("sendMessage", json=message).json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


@pytest.mark.parametrize(
    ("method", "changed", "words"),
    [
        ("sendMessage", {"chat_id": 1}, "chat not found"),
        ("sendMessage", {"text": " "}, "message text is empty"),
        ("sendMessage", {"text": "😀" * 2048 + "x"}, "message is too long"),
        (
            "sendMessage",
            {"text": "<i>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag i",
        ),
        (
            "sendMessage",
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ё" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"reply_parameters": {"message_id": 9999}},
            "message to be replied not found",
        ),
        ("editMessageText", {"message_id": 9999}, "message to edit not found"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "7"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
    ],
)
def test_bad_requests(
    call: httpx.Client, alice: Person, method: str, changed: dict[str, object], words: str
) -> None:
    reply = call.post(method, json={"chat_id": alice.user.id, "text": "x", **changed})
    assert (reply.status_code, reply.json()["description"]) == (400, f"Bad Request: {words}")


def test_drafts_go_to_private_chats_only(call: httpx.Client, telegram: Telegram) -> None:
    group = telegram.group("Newsroom")
    draft = {"chat_id": group.id, "draft_id": 1, "text": "x"}
    reply = call.post("sendMessageDraft", json=draft)
    assert reply.json()["description"] == "Bad Request: TEXTDRAFT_PEER_INVALID"
