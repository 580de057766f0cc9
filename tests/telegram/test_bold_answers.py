"""The words that answer are bold in Telegram, and a yes or no stands before its quote."""

from dataclasses import replace

from bot.emphasis import with_verdict
from bot.quoting import cite_span, quoted_sentence
from bot.schema import Answer, Citation
from bot.telegram.messages import answer_parts, sources_parts
from bot.telegram.passages import card_part
from index.schema import Article, Span
from tests.telegram.answers import EVIL, KABAR, WIRE, article, quoting
from tests.telegram.entities import cut
from tests.telegram.formatting import formatted


def cite(number: int, source: Article, quote: str, words: str) -> Citation:
    start, at = source.text.index(quote), source.text.index(words)
    span, answer = Span(start, start + len(quote)), Span(at, at + len(words))
    return cite_span(number, source, span, (), answer)


def told(*citations: Citation, language: str = "en") -> Answer:
    sentences = tuple(quoted_sentence(citation, language) for citation in citations)
    return replace(quoting(*citations, language=language), sentences=sentences)


CARRIED = cite(1, WIRE, "It carried\n214 people.", "carried\n214")
SAILS = cite(1, KABAR, "Feri berlayar dua kali sehari.", "dua kali")


def test_the_words_that_answer_are_bold() -> None:
    [part] = answer_parts(told(CARRIED))
    assert part.html.splitlines()[0] == (
        'It <b>carried 214</b> people. <a href="https://harbourwire.example/ferry?a=1&amp;b=2">'
        "[1]</a>"
    )
    assert part.plain.splitlines()[0] == "It carried 214 people. [1]"


def test_a_verdict_stands_before_its_quote() -> None:
    [part] = answer_parts(with_verdict(told(SAILS, language="id"), "yes"))
    assert part.html == (
        "<b>Ya</b>: “Feri berlayar <b>dua kali</b> sehari.” [1]\n\n"
        "<blockquote expandable><b>Sumber</b>\n"
        "[1] Feri berlayar — Kabar Bahari, tanpa tanggal</blockquote>"
    )


def test_quotes_among_the_sources_and_on_cards_have_them_too() -> None:
    quote = "It <b>carried 214</b> people.”</blockquote>"
    assert sources_parts(told(CARRIED))[0].html.endswith(f"<blockquote>[1] “{quote}")
    assert card_part(CARRIED, "en").html.startswith(f"<blockquote>“{quote}\n")


def test_what_answers_is_escaped_as_all_else() -> None:
    answer = told(cite(1, EVIL, EVIL.text, "<script>alert(1)</script> & [2]"))
    [part] = answer_parts(answer)
    assert part.html.splitlines()[0] == (
        "&lt;/b&gt;<b>&lt;script&gt;alert(1)&lt;/script&gt; &amp; [2]</b> said "
        "&lt;a href='tg://x'&gt;so&lt;/a&gt;. [1]"
    )


def test_words_that_two_messages_part_are_bold_in_both() -> None:
    words = "паром ушёл 🚢 " * 400
    long = article(f"Сообщают: {words}из порта.", "Паром", language="ru")
    first, second = answer_parts(told(cite(1, long, long.text, words), language="ru"))
    shown = [formatted(part.html, "HTML") for part in (first, second)]
    assert [message.mended for message in shown] == [[], []]
    bold = [[cut(m.text, e) for e in m.entities if e["type"] == "bold"] for m in shown]
    assert first.html.startswith("Сообщают: <b>паром ушёл")
    assert first.html.endswith("</b>")
    assert second.html.startswith("<b>")
    assert " ".join([bold[0][0], bold[1][0]]) == words.strip()
    assert bold[1][1] == "Источники"


def test_a_quote_too_long_for_a_list_has_none() -> None:
    long = article("word " * 400 + "end.", "Words")
    [part] = sources_parts(told(cite(1, long, long.text, "end.")))
    assert part.html.endswith("word…”</blockquote>")
    assert "<b>" not in part.html
