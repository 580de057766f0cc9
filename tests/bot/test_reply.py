"""What of a reply is shown as it comes, letter by letter."""

from collections.abc import Generator

from bot.reply import Reply

TEXT = "Peskov said that it was no big deal, and that nobody minds [1][2]. It rained 【1】 [1, 2]."


def letters(text: str) -> Generator[str, None, bool]:
    yield from text
    return True


def test_no_half_of_a_mark_is_shown() -> None:
    shown = ""
    for piece in Reply(letters(TEXT)).read(lambda _: None):
        shown += piece
        assert shown.count("[") + shown.count("【") == shown.count("]") + shown.count("】")
    assert shown == TEXT


def test_what_begins_in_another_language_is_neither_shown_nor_read_on() -> None:
    pieces = letters(TEXT)
    reply = Reply(pieces)
    assert list(reply.read(lambda opening: "en" if opening in TEXT else None)) == []
    assert (reply.began_in, reply.text, next(pieces, None)) == ("en", "", None)


def test_a_short_reply_is_shown_at_its_end() -> None:
    reply = Reply(letters("It rained [1]."))
    assert list(reply.read(lambda _: None)) == ["It rained [1]."]
    assert (reply.text, reply.is_cut_off) == ("It rained [1].", False)
