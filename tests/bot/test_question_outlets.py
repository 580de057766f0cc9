import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question.outlets import asked_outlets

OUTLETS = [
    "The Verge", "TechCrunch", "Republika", "Antara News", "BBC News Indonesia", "BBC News",
    "ТАСС", "Коммерсантъ", "Медуза", "Известия", "tempo.co", "theguardian.com", "Time", "The Sun",
    "The Times", "The New York Times", "People", "FOX News - Health", "FOX News - Lifestyle",
    "Die Zeit",
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Which of The Verge and TechCrunch reported it?", ["The Verge", "TechCrunch"]),
        ("What did republika write on the ferry?", ["Republika"]),
        ("How long is Republika's report?", ["Republika"]),
        ("What did the Guardian say about it?", ["theguardian.com"]),
        ("What did 'The Sun' and \"people\" print?", ["The Sun", "People"]),
        ("According to Time, who sailed?", ["Time"]),
        ("Who sailed, says the New York Times?", ["The New York Times"]),
        ("What did BBC News Indonesia report?", ["BBC News Indonesia"]),
        ("What did the BBC report?", ["BBC News"]),
        ("Does the Fox News article agree?", ["FOX News - Health", "FOX News - Lifestyle"]),
        ("What did techcrunch.com say, what tempo.co?", ["TechCrunch", "tempo.co"]),
        ("What did Tass and Kommersant write?", ["ТАСС", "Коммерсантъ"]),
    ],
)
def test_english(question: str, named: list[str]) -> None:
    assert list(asked_outlets(question, OUTLETS)) == named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Apa isi laporan Republikanya?", ["Republika"]),
        ("Apa kata antara tentang feri?", ["Antara News"]),
        ("Siapa yang berlayar menurut tempo?", ["tempo.co"]),
        ("Какая статья вышла у «Коммерсанта»?", ["Коммерсантъ"]),
        ("Кто уплыл, по данным Медузы?", ["Медуза"]),
        ("О чём сообщили Известия?", ["Известия"]),
        ("что писал тасс?", ["ТАСС"]),
        ("Was schreibt die Zeit?", ["Die Zeit"]),
    ],
)
def test_other_languages(question: str, named: list[str]) -> None:
    assert list(asked_outlets(question, OUTLETS)) == named


@pytest.mark.parametrize(
    "question",
    [
        "Time is short, but at what time did people say it sank?",
        "Who reported this time that the sun is on the verge of dying?",
        "Who owns Time Warner and the Financial Times?",
        "What did The Times of India print?",
        "Apa beda antara tempo dulu dan sekarang?",
        "Какие известия принесла медуза?",
        "Was geschah in der Zeit des Krieges?",
        "",
    ],
)
def test_other_senses_of_the_words(question: str) -> None:
    assert asked_outlets(question, OUTLETS) == ()


@given(st.text() | st.lists(st.sampled_from([*OUTLETS, "says", "'", ".", "the"])).map(" ".join))
def test_any_text_is_read(question: str) -> None:
    assert set(asked_outlets(question, [*OUTLETS, question, "", "."])) <= {*OUTLETS, question}
