from datetime import date

import pytest

from bot.support.names import Vocabulary, missing_names
from bot.support.polarity import contradiction
from bot.support.values import Offer, missing_values, offered, offered_by
from index.schema import Article, Span

WEDNESDAY = date(2021, 4, 7)


def missing(written: str, source: str, language: str = "en", source_language: str = "en") -> object:
    offer = offered(source, source_language, WEDNESDAY) + offered_by(WEDNESDAY)
    return missing_values(written, language, offer)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("1% of revenue", "only 1 % of its revenue"),
        ("1,000 people", "1.000 orang"),
        ("1 000 человек", "1,000 people"),
        ("1 000 000 человек", "1,000,000 people"),
        ("1000 people", "1\u00a0000 человек"),
        ("1000 people", "1\u202f000 человек"),
        ("1'000 Leute", "1000 people"),
        ("1.5 per cent", "1,5 процента"),
        ("1.234,56 Euro", "1,234.56 euros"),
        ("on 7 April 2020", "07.04.2020"),
        ("7 апреля 2020 года", "2020-04-07"),
        ("on April 7", "On April 7 100 people came"),
        ("COVID-19", "Covid-19"),
        ("at 2:20 p.m.", "pukul 14.20"),
        ("at 9 a.m.", "в 09:00"),
        ("She came third.", "She came 3rd."),
        ("A boy may win. He is one of us.", "He may win."),
    ],
)
def test_a_number_may_be_spelt_otherwise(written: str, source: str) -> None:
    assert missing(written, source) == []


@pytest.mark.parametrize(
    ("written", "language", "source", "source_language"),
    [
        ("412 schools", "en", "empat ratus dua belas sekolah", "id"),
        ("four hundred and twelve schools", "en", "412 школ", "ru"),
        ("1.2 million people", "en", "1,2 млн человек", "ru"),
        ("3.1 billion rupiah", "en", "Rp3,1 miliar", "id"),
        ("пять систем", "ru", "five systems", "en"),
        ("a 22-year-old", "en", "двадцатидвухлетняя", "ru"),
        ("fünf Systeme", "de", "five systems", "en"),
        ("on Tuesday", "en", "вчера", "ru"),
        ("on 5 April", "en", "Senin", "id"),
        ("on April 7, 2021", "en", "heute", "de"),
        ("31 Maret 2021", "id", "31 марта", "ru"),
        ("в январе 2021 года", "ru", "in January", "en"),
        ("on Saturday", "en", "The meeting is on April 10.", "en"),
    ],
)
def test_and_in_another_language(
    written: str, language: str, source: str, source_language: str
) -> None:
    assert missing(written, source, language, source_language) == []


@pytest.mark.parametrize(
    ("written", "source", "lacking"),
    [
        ("2% of revenue", "1% of revenue", ["number 2"]),
        ("15 people", "1.5 people", ["number 15"]),
        ("1 000 people", "10 00 people", ["number 1000"]),
        ("3.1 million", "3.1 billion", ["number 3100000"]),
        ("7 April 2020", "7 April 2021", ["date 2020-04-07"]),
        ("in May", "in March", ["date --05"]),
        ("on Friday", "on Monday", ["Friday"]),
        ("Three of five", "two of five", ["number 3"]),
    ],
)
def test_a_number_that_stands_nowhere_is_missing(
    written: str, source: str, lacking: list[str]
) -> None:
    assert missing(written, source) == lacking


def test_nothing_offers_nothing() -> None:
    assert missing_values("No numbers.", "en", Offer()) == []
    assert missing_values("5 systems", "en", Offer()) == ["number 5"]


def vocabulary(text: str, language: str) -> Vocabulary:
    article = Article("a", "a", "/a", text, (Span(0, len(text)),), language=language)
    return Vocabulary(article)


RUSSIAN = vocabulary(
    "Дмитрий Песков и мэр Москвы рассказали РИА Новости о США. В Доме культуры был Шойгу.", "ru"
)
ENGLISH = vocabulary(
    "Dmitry Peskov, the Kremlin spokesman, told the Federation Council about the "
    "International Monetary Fund, U.S. firms and Mail.ru.",
    "en",
)


@pytest.mark.parametrize(
    ("sentence", "language", "article"),
    [
        ("Peskov's aides met Dmitry.", "en", ENGLISH),
        ("Пескову рассказали о Кремле и Америке.", "ru", ENGLISH),
        ("Kata Dmitry Peskov dan Dewan Federasi", "id", ENGLISH),
        ("The IMF and the US met Mail.ru.", "en", ENGLISH),
        ("Officials in Moscow met Peskov and RIA; America knew. Shoigu too.", "en", RUSSIAN),
        ("Песковым и Шойгу в Дома культуры", "ru", RUSSIAN),
        ("Repairs began. “Engineers left,” he said.", "en", ENGLISH),
        ("Die Behörden und Schulen trafen Peskow.", "de", ENGLISH),
        ("On Monday in March it cost Rp45.000.", "en", ENGLISH),
        ("任何名字", "zh", ENGLISH),
    ],
)
def test_a_name_may_be_spelt_otherwise(sentence: str, language: str, article: Vocabulary) -> None:
    assert missing_names(sentence, language, [article]) == []


@pytest.mark.parametrize(
    ("sentence", "language", "article", "names"),
    [
        ("Kremlin spokeswoman Maria Zakharova", "en", ENGLISH, ["Maria", "Zakharova"]),
        ("Gazprom left.", "en", ENGLISH, ["Gazprom"]),
        ("Dmitry Medvedev in Japan", "en", RUSSIAN, ["Medvedev", "Japan"]),
        ("Пресс-секретарь Мария Захарова", "ru", ENGLISH, ["Захарова"]),
        ("Bupati Joko Widodo", "id", ENGLISH, ["Joko", "Widodo"]),
    ],
)
def test_a_name_that_stands_nowhere_is_missing(
    sentence: str, language: str, article: Vocabulary, names: list[str]
) -> None:
    assert missing_names(sentence, language, [article]) == names


@pytest.mark.parametrize(
    ("sentence", "language", "source", "source_language"),
    [
        ("RightConf did not comment.", "en", "RightConf made no comment on it.", "en"),
        ("It no longer sells licences.", "en", "It stopped selling licences.", "en"),
        ("Rosatom does not expect trouble.", "en", "Rosatom expects no trouble.", "en"),
        ("At least five systems compete.", "en", "Not fewer than five systems compete.", "en"),
        ("He met Putin and Biden.", "en", "He met not only Putin but Biden.", "en"),
        ("The correct number is five, not four.", "en", "The correct number is five.", "en"),
        ("The ferry does not sail on Mondays.", "en", "It sails, except on Mondays.", "en"),
        ("The bridge is not open.", "en", "Мост закрыт.", "ru"),
        ("Museum tidak kehilangan fosil.", "id", "Museum kehilangan lemari, bukan fosil.", "id"),
        ("Никто не погиб.", "ru", "Nobody was killed.", "en"),
    ],
)
def test_what_agrees_is_no_contradiction(
    sentence: str, language: str, source: str, source_language: str
) -> None:
    assert contradiction(sentence, language, [source], source_language) is None


DENIES = "it says no where its source does not"
DENIED = "its source says no where it does not"


@pytest.mark.parametrize(
    ("sentence", "language", "source", "source_language", "why"),
    [
        ("It isn't closed.", "en", "It is closed.", "en", DENIES),
        ("He commented.", "en", "He made no comment.", "en", DENIED),
        ("Мост открыт.", "ru", "It is closed.", "en", "its source says “closed”, not “открыт”"),
        ("Harga naik.", "id", "Harga turun.", "id", "its source says “turun”, not “naik”"),
        ("Запрет не касается СНГ.", "ru", "The ban covers the CIS.", "en", DENIES),
        ("Sie verkaufen nicht mehr.", "de", "Sie verkaufen mehr.", "de", DENIES),
    ],
)
def test_what_is_denied_or_turned_round_is(
    sentence: str, language: str, source: str, source_language: str, why: str
) -> None:
    assert contradiction(sentence, language, [source], source_language) == why
