import pytest

from bot.question.kind import Kind, holds_kind, holds_new, wanted_kind, wants_several


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is Dmitry Peskov?", Kind.PERSON),
        ("Siapa Dmitry Peskov?", Kind.PERSON),
        ("Кто такой Песков?", Kind.PERSON),
        ("Wer ist Peskow?", Kind.PERSON),
        ("When did the ferry sail?", Kind.TIME),
        ("Kapan feri itu berlayar?", Kind.TIME),
        ("Когда закончился мемориал?", Kind.TIME),
        ("How many schools use Zoom?", Kind.NUMBER),
        ("What share of the revenue is Russian?", Kind.SHARE),
        ("Berapa persen pendapatannya?", Kind.SHARE),
        ("Какую долю выручки даёт Россия?", Kind.SHARE),
        ("Welchen Anteil hat Russland?", Kind.SHARE),
        ("Berapa tarifnya?", Kind.NUMBER),
        ("Сколько людей эвакуировали?", Kind.NUMBER),
        ("Why was it blocked?", Kind.REASON),
        ("Mengapa diblokir?", Kind.REASON),
        ("Почему заблокировали?", Kind.REASON),
        ("What did the senator say?", Kind.STATEMENT),
        ("Что сказал сенатор?", Kind.STATEMENT),
        ("Что представитель компании сообщил о ценах?", Kind.STATEMENT),
        ("А что он сказал?", Kind.STATEMENT),
        ("«Что сказал сенатор?»", Kind.STATEMENT),
        ("What has happened since he said it?", Kind.OTHER),
        ("Was steht im Bericht?", Kind.OTHER),
        ("Правда ли, что сенатор заявил протест?", Kind.YES_NO),
        ("Кто знал, что он сказал?", Kind.PERSON),
        ("What has the mayor said about it?", Kind.STATEMENT),
        ("Apa yang Budi Santara sampaikan?", Kind.STATEMENT),
        ("Was sagte der Sprecher?", Kind.STATEMENT),
        ("Was hat die Ministerin dazu gesagt?", Kind.STATEMENT),
        ("Is Zoom banned?", Kind.YES_NO),
        ("Did the council approve the plan that the mayor, who left, drew up?", Kind.YES_NO),
        ("Hasn't the bridge been closed?", Kind.YES_NO),
        ("Apakah museum dibuka lagi?", Kind.YES_NO),
        ("Benarkah tarif feri naik?", Kind.YES_NO),
        ("Apakah nama kapal yang berlayar itu?", Kind.OTHER),
        ("Правда ли, что мост закрыт?", Kind.YES_NO),
        ("Одобрил ли совет план?", Kind.YES_NO),
        ("Wurde die Brücke geschlossen?", Kind.YES_NO),
        ("Was the bridge closed?", Kind.YES_NO),
        ("Was Ines Talavera there?", Kind.YES_NO),
        ("Was ist mit der Brücke?", Kind.OTHER),
        ("Was werfen die Anwohner der Stadt vor?", Kind.OTHER),
        ("Do you know when the ferry sails?", Kind.TIME),
        ("Известно ли, кто утонул?", Kind.PERSON),
        ("What is Zoom?", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_the_wanted_kind(question: str, kind: Kind) -> None:
    assert wanted_kind(question) is kind


@pytest.mark.parametrize(
    ("kind", "holds", "holds_not"),
    [
        (Kind.PERSON, "It was Dmitry Peskov.", "It was a spokesman."),
        (Kind.TIME, "Itu terjadi pada Rabu.", "It happened."),
        (Kind.SHARE, "It makes 1% of it there.", "It makes 1 million there."),
        (Kind.NUMBER, "It rained on 3 days.", "It rained on April 7, 2021."),
        (Kind.NUMBER, "Закрыли семь школ.", "Schools were closed."),
        (Kind.REASON, "Закрыли из-за паводка.", "Школы закрыли."),
        (Kind.STATEMENT, "Ujar dia singkat.", "It rained."),
    ],
)
def test_what_a_sentence_holds(kind: Kind, holds: str, holds_not: str) -> None:
    assert (holds_kind(holds, kind), holds_kind(holds_not, kind)) == (True, False)
    assert holds_kind(holds_not, Kind.OTHER)


@pytest.mark.parametrize(
    ("text", "question", "new"),
    [
        ("The mayor thanked Ada Byron.", "Who met Ada Byron?", False),
        ("Ada Byron met Mira Toland.", "Who met Ada Byron?", True),
        ("On 7 April it rained.", "What happened on 7 April?", True),  # of no kind
        ("On 7 April it rained.", "When, before 7 April, did it snow?", False),
        ("The 40 buses carried 900 people.", "How many people did the 40 buses carry?", True),
        ("The 40 buses stood still.", "How many people did the 40 buses carry?", False),
        ("Seven people came.", "How many people came?", True),
    ],
)
def test_a_value_that_the_question_says_itself_is_no_answer(
    text: str, question: str, new: bool
) -> None:
    assert holds_new(text, question) is new


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which countries closed their ports?", True),
        ("What buildings were turned into shelters?", True),
        ("Siapa saja yang hadir?", True),
        ("Какие соцсети блокировали?", True),
        ("Welche Länder haben zugestimmt?", True),
        ("Which country closed its ports?", False),
        ("What was the reason?", False),
        ("Siapa yang hadir?", False),
        ("Какой порт закрыли?", False),
    ],
)
def test_whether_a_list_is_asked_for(question: str, several: bool) -> None:
    assert wants_several(question) is several
