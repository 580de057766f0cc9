import pytest

from bot.quotations import quotations
from bot.speech import Attribution, attribution

SENTENCES = [
    # English
    ("The ferry sank off the island.", "outlet", None),
    ("The airline added three flights.", "outlet", None),
    ("The bridge is said to be unsafe.", "outlet", None),
    ("Everything went according to plan.", "outlet", None),
    ("The port told its captains to stay ashore.", "outlet", None),
    ("He called the pier “a ruin”.", "outlet", None),
    ("The prize went to “The Long Way Round”.", "outlet", None),
    ("It’s the captain’s ship.", "outlet", None),
    ("Ann Lee said the pier would close.", "indirect", "Ann Lee"),
    ("Ann Lee, the harbour master, said the pier would close.", "indirect", "Ann Lee"),
    ("Spokesman Igor Plakhotin said the pier would close.", "indirect", "Spokesman Igor Plakhotin"),
    ("Yesterday Ann Lee said the pier would close.", "indirect", "Ann Lee"),
    ("The pier will close, Ann Lee said.", "indirect", "Ann Lee"),
    ("The pier will close, said chief engineer Igor Plakhotin.", "indirect", "Igor Plakhotin"),
    ("The pier will close, according to Ann Lee, an engineer.", "indirect", "Ann Lee"),
    ("The pier will close, according to officials.", "indirect", None),
    ("He said the pier would close.", "indirect", None),
    ("Officials said the pier would close.", "indirect", None),
    ("The mayor said the pier would close.", "indirect", None),
    ("The wife of Ann Lee said the pier would close.", "indirect", None),
    ("A teacher in Northgate said the pier would close.", "indirect", None),
    ("“The pier is gone,” said Ann Lee.", "quotation", "Ann Lee"),
    ('"The pier is gone," Ann Lee told reporters.', "quotation", "Ann Lee"),
    ("“The pier is gone,” she said.", "quotation", None),
    ("“The pier is gone,” said a fisherman.", "quotation", None),
    ("“The pier is gone.”", "quotation", None),
    # Indonesian
    ("Feri itu tenggelam di dekat pulau.", "outlet", None),
    ("Ia mengganti kata sandi, kata orang.", "indirect", None),
    ("Kata kunci itu rahasia.", "outlet", None),
    ("Rapat berjalan menurut rencana.", "outlet", None),
    ("Budi Santoso mengatakan dermaga ditutup.", "indirect", "Budi Santoso"),
    ("Menurut Budi Santoso, dermaga ditutup.", "indirect", "Budi Santoso"),
    ("Kemarin Budi Santoso mengatakan dermaga ditutup.", "indirect", "Budi Santoso"),
    ("Bupati Sagara, Abdul Karim, mengatakan dermaga ditutup.", "indirect", "Abdul Karim"),
    ("Polisi mengatakan dermaga ditutup.", "indirect", None),
    ("Juru bicara Kremlin Dmitry Peskov mengatakan dermaga ditutup.", "indirect", None),
    ("“Dermaga itu sudah hancur,” kata Budi Santoso.", "quotation", "Budi Santoso"),
    ("“Dermaga itu hancur,” kata Direktur Museum, Ratri Dewi.", "quotation", "Ratri Dewi"),
    ("“Dermaga itu sudah hancur,” ujarnya.", "quotation", None),
    ("Dermaga ditutup, kata Kepala Dinas Perikanan dan Kelautan Ratri.", "indirect", None),
    (
        "Presiden Peru Ana Rojas, Selasa, menyatakan ia sedih.",
        "indirect",
        "Presiden Peru Ana Rojas",
    ),
    ("Laporan dari Sagara, Nirwasa, April 2005, menyebutkan hal itu.", "indirect", None),
    # Russian
    ("Паром затонул у острова.", "outlet", None),
    ("Актёр отметил юбилей в театре «Волна».", "outlet", None),
    ("Газета «Вечерний вестник большого города» закрылась.", "outlet", None),
    ("Иван Петров заявил, что порт закроют.", "indirect", "Иван Петров"),
    ("Порт закроют, сообщил мэр Иван Петров.", "indirect", "Иван Петров"),
    ("По словам Петрова, порт закроют.", "indirect", "Петрова"),
    ("По его словам, порт закроют.", "indirect", None),
    ("Врачи сообщили, что порт закроют.", "indirect", None),
    ("Глава порта ранее говорил, что порт закроют.", "indirect", None),
    ("Секретарь Ивана Петрова заявил, что порт закроют.", "indirect", None),
    ("Порт закроют, сообщил житель Нижнего Новгорода.", "indirect", None),
    ("«Порт мы не закроем», — сказал Петров.", "quotation", "Петров"),
    ("«Порт мы не закроем», — сказал он.", "quotation", None),
    ("«Порт мы не закроем», — сообщили в мэрии.", "quotation", None),
]


@pytest.mark.parametrize(
    ("sentence", "speech", "speaker"), SENTENCES, ids=[sentence for sentence, _, _ in SENTENCES]
)
def test_who_says_it(sentence: str, speech: str, speaker: str | None) -> None:
    found = attribution(sentence)
    assert (found.speech, found.speaker) == (speech, speaker)


PARAGRAPHS = [
    ("“It is gone.”", "“We lost the pier,” said Ann Lee. ", "", "", "Ann Lee"),
    ("“We lost the pier.", "", " It is gone,” said Ann Lee.", "", "Ann Lee"),
    ("It is gone,” said Ann Lee.", "“We lost the pier. ", "", "", "Ann Lee"),
    ("“It is gone,” she said.", "", "", "Ann Lee said the pier had burned.", "Ann Lee"),
    ("“It is gone,” said a guard.", "", "", "Ann Lee said the pier had burned.", None),
    ("“It is gone.”", "Ann Lee said no. Bo Roe said yes. ", "", "", None),
    ("“Dermaga hilang,” ujarnya.", "", "", "Budi Santoso mengatakan ia sedih.", "Budi Santoso"),
    ("«Порта больше нет».", "«Мы его потеряли», — сказал Иван Петров. ", "", "", "Иван Петров"),
]


@pytest.mark.parametrize(("sentence", "before", "after", "previous", "speaker"), PARAGRAPHS)
def test_a_quotation_keeps_its_speaker(
    sentence: str, before: str, after: str, previous: str, speaker: str | None
) -> None:
    found = attribution(sentence, before, after, previous)
    assert found == Attribution("quotation", speaker)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and «нет».", ["“no”", "«нет»"]),
        ("„Ja“, he said, and ‘don’t go’.", ["„Ja“", "‘don’t go’"]),
        ('The dog\'s "bone" and "more', ['"bone"', '"more']),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[span.start : span.end] for span in quotations(text)] == quoted
