"""Text is escaped, cut only where it may be, and whole when the messages are put together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from bot.telegram.html import (
    BOLD,
    FOLDED,
    ITALIC,
    QUOTATION,
    Run,
    Runs,
    Style,
    link,
    part,
    plain,
    plain_part,
    render,
    shortened,
    units,
)
from bot.telegram.splitting import split
from bot.untrusted import one_line
from tests.telegram.entities import parse_html, utf16
from tests.telegram.formatting import LONGEST, formatted

FAMILY, FLAG, THUMB, ACCENT = "👨‍👩‍👧‍👦", "🇮🇩", "👍🏽", "é"
[LINK] = link("https://gazette.example/?a=1&b=2")
INNER = [(), (BOLD,), (ITALIC,), (LINK,), (BOLD, LINK)]
STYLES = INNER + [(outer, *inner) for outer in (QUOTATION, FOLDED) for inner in INNER]
SNIPPETS = st.sampled_from([
    "Kapal berangkat. ", "Он сказал: «Нет!» ", "官方消息。", "слово ", "[1] ", "</b>", "<a>",
    "&amp;", "\n\n", " ", ". ", "x" * 50, FAMILY, FLAG, THUMB, ACCENT, "𝒳",
])  # fmt: skip
LONG_TEXTS = st.builds(
    lambda snippets, times: f"·{''.join(snippets)}" * times,
    st.lists(SNIPPETS | st.text(max_size=5), max_size=12),
    st.integers(1, 150),
)
PIECES = st.lists(
    st.lists(st.builds(Run, LONG_TEXTS, st.sampled_from(STYLES)), max_size=4).map(tuple), max_size=4
)


@given(PIECES, st.sampled_from(["en", "id", "ru", "zh"]))
@settings(max_examples=40, deadline=None)
def test_messages_are_the_text_in_pieces_that_telegram_takes(
    pieces: list[Runs], language: str
) -> None:
    whole = "".join(map(plain, pieces))
    messages = split(pieces, language)
    for message in messages:
        text, entities = parse_html(render(message))  # as strict as Telegram's parser
        assert text == plain(message)
        assert utf16(text) <= LONGEST
        assert len(entities) <= 100
    assert "".join(map(plain, messages)) == whole


@given(LONG_TEXTS)
@settings(max_examples=40, deadline=None)
def test_no_letter_or_emoji_is_cut(text: str) -> None:
    sent = [plain(message) for message in split([(Run(text),)], "ru")]
    letters = [letter for letter in iter_graphemes(text) if letter.strip()]
    assert [each for one in sent for each in iter_graphemes(one) if each.strip()] == letters


@pytest.mark.parametrize("letter", ["x", "Щ", "𝒳", FAMILY, FLAG, THUMB, ACCENT])
def test_a_word_without_end_goes_out_whole_letter_by_letter(letter: str) -> None:
    word = letter * 10_000
    sent = [plain(message) for message in split([(Run(word, (BOLD,)),)], "en")]
    assert "".join(sent) == word
    assert all(len(one) % len(letter) == 0 for one in sent)
    assert all(LONGEST - 2 * units(letter) < units(one) <= LONGEST for one in sent[:-1])


def test_a_letter_with_thousands_of_accents_goes_out_too() -> None:
    monster = "a" + "\u0301" * 10_000
    sent = [plain(message) for message in split([(Run(monster),)], "en")]
    assert "".join(sent) == monster


def test_text_is_cut_between_sentences_and_its_tags_are_closed_and_reopened() -> None:
    sentence = "Паром ушёл в 07:30. "
    runs = (Run(sentence * 300, (FOLDED, BOLD)),)
    first, second = (part(message) for message in split([runs], "ru"))
    assert first.html.startswith("<blockquote expandable><b>Паром ушёл")
    assert first.html.endswith("ушёл в 07:30.</b></blockquote>")
    assert second.html.startswith("<blockquote expandable><b>Паром ушёл в 07:30. Паром")
    assert second.html.endswith("ушёл в 07:30.</b></blockquote>")
    assert 4000 < units(first.plain) <= LONGEST


def test_pieces_stay_whole_where_they_can() -> None:
    pieces = [(Run(letter * 1500 + "\n\n"),) for letter in "abcd"]
    sent = [plain(message) for message in split(pieces, "en")]
    assert [sorted(set(one.split())) for one in sent] == [
        ["a" * 1500, "b" * 1500],
        ["c" * 1500, "d" * 1500],
    ]


def test_text_with_more_links_than_telegram_counts_goes_into_two() -> None:
    pieces = [(Run(f"[{number}] ", (LINK,)), Run("\n")) for number in range(150)]
    messages = [formatted(render(message), "HTML") for message in split(pieces, "en")]
    assert [len(message.entities) for message in messages] == [100, 50]
    assert all(message.mended == [] for message in messages)


def test_links_of_90_000_characters_go_into_messages_that_telegram_reads() -> None:
    addresses = [f"https://a.example/{number:0900}" for number in range(90)]
    messages = split([(Run(f"{n} ", link(to)),) for n, to in enumerate(addresses)], "en")
    assert "".join(map(plain, messages)).split() == [str(number) for number in range(90)]
    assert len(messages) == 3
    assert all(len(render(message).encode()) <= 32_768 for message in messages)


def test_markup_in_text_stays_text() -> None:
    runs = [
        Run('</a><b> & "q" <!--'),
        Run(" i", (BOLD, ITALIC)),
        Run(" b", (BOLD,)),
        Run("", (LINK,)),
    ]
    html = '&lt;/a&gt;&lt;b&gt; &amp; "q" &lt;!--<b><i> i</i> b</b>'
    assert part(runs).html == html
    assert parse_html(html)[0] == part(runs).plain == '</a><b> & "q" <!-- i b'
    assert plain_part("a <b>\x1b[31m\u202e\nc ").html == "a &lt;b&gt;\nc"


def test_only_web_addresses_become_links() -> None:
    assert link("https://a.example/x?y=\"1\"&z='<'") == (
        Style("a", ' href="https://a.example/x?y=&quot;1&quot;&amp;z=&#x27;&lt;&#x27;"'),
    )
    for address in (
        None, "", "javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "tg://user?id=1",
        "file:///etc/passwd", "https://", "http:/a.example", "//a.example", "https://[::1",
        "https://a.example/b c", f"https://a.example/{'x' * 1000}", "java\nscript:alert(1)",
    ):  # fmt: skip
        assert link(address) == ()


def test_a_long_title_is_shortened_between_words() -> None:
    assert shortened("Feri  ke\nNirwasa", 15) == "Feri ke Nirwasa"
    assert shortened("Feri berlayar ke Nirwasa", 20) == "Feri berlayar ke…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
    assert shortened(FAMILY * 5, 23) == FAMILY * 2 + "…"


@given(LONG_TEXTS, st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_what_is_shortened_is_never_longer(text: str, most: int) -> None:
    short = shortened(text, most)
    assert units(short) <= most
    assert one_line(text).startswith(short.removesuffix("…"))
