from math import log2

import pytest

from bot.evaluation.matching import names_article, relevance
from bot.evaluation.metrics import (
    Quote,
    auroc,
    contains,
    coverage_curve,
    hit_at,
    ndcg_at,
    percentile,
    precision,
    quote_fidelity,
    recall,
    reciprocal_rank,
    token_f1,
)

NO, YES = False, True


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("The KREMLIN spokesman, Mr. Belov", "Kremlin Spokesman"),
        ("She said: “It’s over.”", "It's over"),
        ("Ещё один мост", "еще один мост"),
        ("Тариф вырос на 8,4 пункта", "8.4"),
        ("It cost 1 000 roubles", "1,000"),
        ("Harganya 1.000 rupiah", "1000"),
        ("Rp45.000 untuk orang dewasa", "45,000"),
        ("1,250,000.50 in all", "1 250 000,5"),
        ("sekitar 1,2 juta warga", "1.2 million"),
        ("около 3 млн жителей", "3,000,000"),
        ("they saved 5 million", "5"),
        ("Lima orang terluka", "5 orang"),
        ("dua puluh lima ribu", "25,000"),
        ("twenty-five boats", "25 boats"),
        ("двести сорок пять домов", "245"),
        ("семи школам", "7"),
        ("on the 5th floor", "5"),
        ("45 per cent of them", "45%"),
        ("sebanyak 45 persen", "45 процентов"),
        ("On April 7, 2021, it rained", "7 апреля 2021"),
        ("7 April 2021", "2021-04-07"),
        ("am 07.04.2021", "7th of April 2021"),
        ("on 4/7/2021", "7 April 2021"),
        ("on 4/7/2021", "4 July 2021"),
        ("24 Oktober 1945", "October 24, 1945"),
        ("7 апреля 2021 года", "7 April"),
        ("7 апреля 2021 года", "April 2021"),
        ("7 апреля 2021 года", "2021"),
        ("In 2021 100 people came", "100 people"),
        ("東京都の知事", "東京"),
    ],
)
def test_an_answer_stands_in_a_text_in_whatever_spelling(answer: str, right: str) -> None:
    assert contains(answer, right, ["en"])


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("15 boats", "5"),
        ("8.5 million", "5"),
        ("1,500 boats", "500"),
        ("version 5.0.1", "5"),
        ("H5N1", "5"),
        ("45 boats", "45%"),
        ("7 April", "7 April 2021"),
        ("8 April 2021", "7 April"),
        ("It may rain", "5"),
        ("5 boats", "Lima"),
        ("Belovsky", "Belov"),
        ("north of the town", "north town"),
        ("", "Belov"),
        ("Belov", "!"),
    ],
)
def test_an_answer_does_not_stand_in_what_only_looks_alike(answer: str, right: str) -> None:
    assert not contains(answer, right, ["en"])


@pytest.mark.parametrize(
    ("answer", "right", "language"),
    [
        ("Об этом сообщил Пескову", "Песков", "ru"),
        ("вместе с Максимом Паршиным", "Максим Паршин", "ru"),
        ("menurut perusahaannya", "perusahaan", "id"),
        ("two ferries", "ferry", "en"),
    ],
)
def test_names_may_be_inflected(answer: str, right: str, language: str) -> None:
    assert contains(answer, right, [language])
    assert not contains(answer, right, [])


def test_a_quote_in_another_language_is_inflected_in_its_own() -> None:
    assert contains("Сообщил Паршину", "Паршин", ["en", "ru"])


def test_token_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    # 2 of 4 tokens given, 2 of 3 wanted: precision 1/2, recall 2/3; "the" is none.
    assert token_f1("the mayor Galina resigned today", ["mayor Galina Sedova"]) == 4 / 7
    assert token_f1("twenty-five per cent", ["nobody", "25 %"]) == 1
    assert token_f1("no no", ["no"]) == 2 / 3
    assert token_f1("", ["no"]) == token_f1("yes", ["no"]) == token_f1("yes", []) == 0


def test_a_ranking() -> None:
    ranking = [NO, YES, NO, NO, YES]
    assert [hit_at(ranking, k) for k in (1, 4, 10)] == [0, 1, 1]
    assert reciprocal_rank(ranking) == 1 / 2
    assert ndcg_at(ranking, 2, 10) == pytest.approx(
        (1 / log2(3) + 1 / log2(6)) / (1 / log2(2) + 1 / log2(3))
    )
    assert ndcg_at(ranking, 2, 4) == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))
    assert ndcg_at([YES, YES], 2, 10) == ndcg_at([YES, YES], 5, 2) == 1
    assert ndcg_at([], 2, 10) == reciprocal_rank([]) == hit_at([], 1) == 0
    assert ndcg_at([NO], 0, 10) is None


def test_precision_and_recall() -> None:
    assert (precision([YES, NO]), precision([])) == (1 / 2, None)
    assert (recall(1, 4), recall(0, 0)) == (1 / 4, None)


def test_a_quote_is_a_slice_of_its_text() -> None:
    text = "The bridge is shut."
    right, shifted, changed = (
        Quote("bridge", text, 4, 10),
        Quote("bridge", text, 5, 11),
        Quote("Bridge", text, 4, 10),
    )
    assert quote_fidelity([right, shifted, changed, Quote("", text, 4, 4)]) == 1 / 4
    assert quote_fidelity([]) is None


def test_auroc_counts_pairs_and_a_tie_as_half() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5], [0.5]) == 1 / 2
    assert auroc([0.9, 0.5], [0.5, 0.1]) == (1 + 1 + 0.5 + 1) / 4
    assert auroc([0.9], []) is None


def test_the_curve_goes_from_the_surest_answer_to_all_that_were_given() -> None:
    points = coverage_curve([0.6, 0.9, 0.8, 0.8], [NO, YES, YES, NO], asked=8)
    assert points == [(0.9, 1 / 8, 1), (0.8, 3 / 8, 2 / 3), (0.6, 4 / 8, 2 / 4)]
    assert coverage_curve([], [], asked=8) == []


def test_percentiles_lie_between_neighbours() -> None:
    assert percentile([4, 1, 3, 2], 50) == 2.5
    assert percentile([10, 20], 95) == pytest.approx(19.5)
    assert (percentile([7], 95), percentile([], 50)) == (7, None)


@pytest.mark.parametrize(
    ("name", "path", "meant"),
    [
        ("zoom-ban", "news/zoom-ban.txt", True),
        ("zoom-ban", "news/000_zoom-ban.txt", True),
        ("zoom-ban", "https://wire.example/2021/zoom-ban", True),
        ("sport/chess", "news/sport/chess.txt", True),
        ("chess.txt", "news/chess.txt", True),
        ("42", "news.jsonl#42", True),
        ("id42", "news.jsonl#id42", True),
        ("café", "news/cafe\u0301.txt", True),
        ("12", "news/212.txt", False),
        ("12", "news/3.12.txt", False),
        ("42", "news.jsonl#142", False),
        ("txt", "news/chess.txt", False),
        ("ban", "news/zoom-ban-update.txt", False),
        ("zoom", "news/zoom-ban.txt", False),
    ],
)
def test_an_article_is_named_by_its_file_or_an_end_of_it(name: str, path: str, meant: bool) -> None:
    assert names_article(name, path) is meant


def test_each_wanted_article_makes_one_item_relevant() -> None:
    by_article = [["a/flood.txt"], ["a/chess.txt"], ["b/flood.txt"]]
    assert relevance(by_article, ["flood", "ferry"]) == ([YES, NO, NO], 2)
    by_story = [["a/chess.txt"], ["a/flood.txt", "a/banjir.txt"]]
    assert relevance(by_story, ["flood", "banjir"]) == ([NO, YES], 1)
