"""What stands in an answer's messages, as Telegram shows it."""

from dataclasses import replace

import pytest

from bot.schema import AlsoIn, AnswerSentence
from bot.telegram.html import Part
from bot.telegram.messages import answer_parts, sources_parts
from bot.telegram.passages import card_part, passage_part
from tests.telegram.answers import EVIL, KABAR, WIRE, article, cite, quoting
from tests.telegram.entities import cut, utf16
from tests.telegram.formatting import LONGEST, Formatted, formatted

FIRST = cite(1, WIRE, "A ferry left Sagara at 07:30.")
SECOND = cite(2, KABAR, "Feri berlayar dua kali sehari.")
THIRD = cite(3, WIRE, "Nobody was hurt.")
QUOTED = quoting(FIRST, SECOND, THIRD)
WIRE_LINK = "https://harbourwire.example/ferry?a=1&b=2"


def shown(part: Part) -> Formatted:
    """As people see it; nothing in it had to be mended, and plain it is the same text."""
    message = formatted(part.html, "HTML")
    assert message.mended == []
    assert message.text == part.plain
    assert utf16(message.text) <= LONGEST
    return message


def marked(message: Formatted, kind: str) -> list[str]:
    return [cut(message.text, entity) for entity in message.entities if entity["type"] == kind]


def test_quotes_with_their_marks_and_the_sources_folded_under_them() -> None:
    [part] = answer_parts(QUOTED)
    message = shown(part)
    sources = (
        "Sources\n"
        "[1][3] Ferry sails again — Harbour Wire, 14 June 2022\n"
        "[2] Feri berlayar — Kabar Bahari, undated, in Indonesian"
    )
    assert message.text == (
        "A ferry left Sagara at 07:30. [1]\n\n"
        "Feri berlayar dua kali sehari. [2]\n\n"
        f"Nobody was hurt. [3]\n\n{sources}"
    )
    assert marked(message, "expandable_blockquote") == [sources]
    assert marked(message, "bold") == ["Sources"]
    links = [(cut(message.text, e), e["url"]) for e in message.entities if "url" in e]
    assert links == [
        ("[1]", WIRE_LINK),
        ("[3]", WIRE_LINK),
        ("Ferry sails again", WIRE_LINK),
    ]


def test_a_written_answer_says_what_no_source_says() -> None:
    written = replace(
        QUOTED,
        mode="write",
        sentences=(
            AnswerSentence("The ferry left on Friday [9 April 2021].", (1, 2), "supported"),
            AnswerSentence("Everybody was glad.", (), "unsupported"),
        ),
        citations=(FIRST, SECOND),
        notes=("The language model's answer was cut off.",),
    )
    [part] = answer_parts(written)
    assert part.html == (
        "The ferry left on Friday [9 April 2021]. "
        '<a href="https://harbourwire.example/ferry?a=1&amp;b=2">[1]</a>[2] '
        "Everybody was glad. <i>(no source says so)</i>\n\n"
        "<i>Note: The language model's answer was cut off.</i>\n\n"
        "<blockquote expandable><b>Sources</b>\n"
        '[1] <a href="https://harbourwire.example/ferry?a=1&amp;b=2">Ferry sails again</a>'
        " — Harbour Wire, 14 June 2022\n"
        "[2] Feri berlayar — Kabar Bahari, undated, in Indonesian</blockquote>"
    )
    shown(part)


def test_a_refusal_says_what_came_nearest_and_what_there_is() -> None:
    refused = replace(
        quoting(language="ru"),
        answered=False,
        text="В статьях об этом не сказано.",
        nearest=FIRST,
        suggestions=("Когда ушёл паром?", "Сколько стоит билет?"),
    )
    [part] = answer_parts(refused)
    message = shown(part)
    assert message.text == (
        "В статьях об этом не сказано.\n\n"
        "Ближайшее, но не ответ:\n“A ferry left Sagara at 07:30.”\n"
        "Ferry sails again — Harbour Wire, 14 июня 2022, на английском\n\n"
        "Статей в индексе: 15 (7 апреля 2021 – 8 октября 2023)\n\n"
        "Попробуйте:\n• Когда ушёл паром?\n• Сколько стоит билет?"
    )
    assert marked(message, "blockquote") == ["“A ferry left Sagara at 07:30.”"]


def test_nothing_of_an_article_becomes_markup() -> None:
    citation = replace(cite(1, EVIL, EVIL.text), also_in=(AlsoIn(EVIL, "reprint"),))
    answer = replace(quoting(citation), notes=("<b>down</b> & out",))
    [part] = answer_parts(answer)
    message = shown(part)
    assert message.text == (
        "</b><script>alert(1)</script> & [2] said <a href='tg://x'>so</a>. [1]\n\n"
        "Note: <b>down</b> & out\n\n"
        "Sources\n[1] </a><b> — <i>Wire</i>, 9 April 2021\n"
        "also in: <i>Wire</i> (9 April 2021, reprint)"
    )
    assert {entity["type"] for entity in message.entities} == {
        "bold", "italic", "expandable_blockquote",
    }  # fmt: skip
    for other in (*sources_parts(answer), passage_part(citation, "en"), card_part(citation, "en")):
        assert "</b><script>alert(1)</script> & [2] said" in shown(other).text


def test_a_title_of_500_characters_is_shortened() -> None:
    long = article("It sank.", "Ferry " * 100, url="https://a.example/1")
    [part] = answer_parts(quoting(cite(1, long, "It sank.")))
    assert shown(part).text == f"It sank. [1]\n\nSources\n[1] {'Ferry ' * 23}Ferry… — undated"


def test_10_000_characters_of_cyrillic_with_emoji_arrive_whole() -> None:
    text = "Паром 🚢 ушёл из порта 👨‍👩‍👧‍👦 в 07:30, сообщили на пристани 👍🏽. " * 165
    long = article(text, "Паром", language="ru", source="Карские вести")
    sentences = (AnswerSentence(text.strip(), (1,), "quoted"),)
    answer = replace(quoting(cite(1, long, text), language="ru"), sentences=sentences)
    parts = answer_parts(answer)
    texts = [shown(part).text for part in parts]
    assert len(text) > 10_000
    assert len(parts) == 3
    assert " ".join(texts).startswith(text.strip() + " [1]")
    assert all(one.endswith("пристани 👍🏽.") for one in texts[:-1])
    assert texts[-1].endswith("[1]\n\nИсточники\n[1] Паром — Карские вести, без даты")


def test_40_sources_stand_folded_in_the_last_messages() -> None:
    citations = tuple(
        cite(n, article(f"Fact {n} is so.", f"Story {n} " + "of the ferry " * 9,
                        source="Harbour Wire", url=f"https://a.example/{n}"), f"Fact {n} is so.")
        for n in range(1, 41)
    )  # fmt: skip
    messages = [shown(part) for part in answer_parts(quoting(*citations))]
    assert "Fact 40 is so. [40]" in messages[0].text
    folded = [marked(message, "expandable_blockquote") for message in messages]
    assert [len(each) for each in folded] == [0, 1, 1]
    assert all(
        message.text == fold for message, [fold] in zip(messages[1:], folded[1:], strict=True)
    )
    assert messages[1].text.startswith("Sources\n[1] Story 1 of")
    assert messages[2].text.splitlines()[-1].startswith("[40] Story 40 of")


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Sources"), ("id", "Sumber"), ("ru", "Источники"), ("xx", "Sources")],
)
def test_the_words_are_in_the_answers_language(language: str, heading: str) -> None:
    [part] = answer_parts(quoting(FIRST, language=language))
    assert marked(shown(part), "bold") == [heading]


def test_the_sources_one_by_one_with_their_quotes() -> None:
    first = replace(FIRST, also_in=(AlsoIn(KABAR, "translation"),))
    [part] = sources_parts(quoting(first, SECOND, THIRD))
    message = shown(part)
    assert message.text == (
        "Ferry sails again — Harbour Wire, 14 June 2022\n"
        "[1] “A ferry left Sagara at 07:30.”\n[3] “Nobody was hurt.”\n"
        "also in: Kabar Bahari (undated, translation)\n\n"
        "Feri berlayar — Kabar Bahari, undated, in Indonesian\n"
        "[2] “Feri berlayar dua kali sehari.”"
    )
    assert marked(message, "blockquote") == [
        "[1] “A ferry left Sagara at 07:30.”",
        "[3] “Nobody was hurt.”",
        "[2] “Feri berlayar dua kali sehari.”",
    ]
    assert sources_parts(quoting()) == []


def test_a_passage_shows_the_quote_among_its_neighbours() -> None:
    message = shown(passage_part(FIRST, "id"))
    assert message.text == (
        "[1] Ferry sails again — Harbour Wire, 14 Juni 2022, dalam bahasa Inggris\n"
        "Harbour officials met on Monday.\n\nA ferry left Sagara at 07:30. It carried 214 people. "
        "Nobody was hurt."
    )
    assert marked(message, "bold") == ["A ferry left Sagara at 07:30."]
    last = shown(passage_part(cite(2, WIRE, "The next one leaves on Friday."), "en"))
    assert marked(last, "blockquote") == [
        "Nobody was hurt.\n\nTickets cost 45,000 rupiah. The next one leaves on Friday."
    ]


def test_a_passage_of_endless_text_is_one_message() -> None:
    endless = article("слово 👍🏽 " * 5000, "Без точек", language="ru")
    quote = endless.text[20_000:24_000]
    message = shown(passage_part(cite(1, endless, endless.text[20_000:24_000]), "ru"))
    assert "…" in message.text
    assert " ".join(quote.split())[:1000] in message.text


def test_a_card_stands_for_itself() -> None:
    message = shown(card_part(FIRST, "en"))
    assert message.text == (
        "“A ferry left Sagara at 07:30.”\nFerry sails again — Harbour Wire, 14 June 2022"
    )
