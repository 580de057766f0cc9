"""What is the article and what is not, on pages that a reader can judge at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import read_articles
from index.errors import UnreadableArticle
from index.leftovers.boilerplate import body_spans, dissect
from index.schema import Article

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "articles"
real_articles = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real articles (../shared/articles) are not on this machine"
)

FILLER = "The river rose to eight metres on Tuesday, the mayor told reporters in the town hall."
OTHER = FILLER.replace("eight", "nine")


def body(text: str, *, markdown: bool = False) -> list[str]:
    spans = body_spans(dissect(text, markdown=markdown), markdown=markdown)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share  |  Tweet  |  Print",
        "Related article: [Why spring comes late](#)",
        "**Related article:** [Why spring comes late](https://a.example/b)",
        "Read also: Why does spring come late?",
        "Baca Juga: Tips Aman Rapat Daring",
        "Читайте также: Как выбрать гарнитуру",
        "Lesen Sie auch: Warum der Frühling spät kommt",
        "Foto: Kabar Bahari/Hendra Saputra",
        "*Фото: Инна Крылова*",
        "picture alliance / Geisler-Fotop / TASS",
        "(Lembar Arunika/Siska Melati)",
        "Dermaga Sagara (ilustrasi).",
        "sumber : antara",
        "Get real time updates directly on your device, subscribe now.",
        "Subscribe to our newsletter for island timetables.",
        "Подписывайтесь на наш канал, чтобы не пропустить главное.",
        "'Symmetrical measure'",
        "<https://news.example/2021/04/07/story>",
        "![Pupils](https://news.example/pupils.jpg)",
        "April 7, 2021 16:05 GMT",
        "By [AFP](#)",
        "By Harbour Wire",
        "1",
        "***",
        "[Gambas:Video 20harbour]",
        "Boats in the harbour at dawn. Photo: Lena Abrams",
        "Reporting by L. Abrams in Karsk; editing by I. Tamm",
        "Email your story to the newsroom at news@courier.example.",
        "Karsk Courier © 2021",
        "RelatedPosts",
    ],
)
def test_a_leftover_goes_wherever_it_stands(line: str) -> None:
    after = "Two schools became shelters."
    assert body(f"Karsk under water\n\n{FILLER}\n\n{line}\n\n{after}\n") == [FILLER, after]
    assert body(f"Karsk under water\n{FILLER}\n{line}\n{after}\n") == [FILLER, after]


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by four percent.",
        "Subscribers will pay more from May.",
        "By Wednesday the river had fallen.",
        "Photo agencies said they had lost four cameras.",
        "Comments by the mayor angered residents.",
        "Advertisement revenue fell, the paper said.",
        "Zoom was founded on April 21, 2011.",
        "On April 7, 2021, the bridge was closed.",
        '"Subscribe now," the banner on the bridge read.',
        "He read https://news.example/story and laughed.",
        'The [mayor](https://a.example/m) said: "We are ready."',
        "Nobody was hurt.",
        "Zoom said (Reuters).",
        "Related talks will follow in May.",
        "Погибших нет.",
        "Baca buku setiap hari, kata menteri.",
        "The ministry listed three reasons for its decision:",
        "the police said two people were missing.",
        "Follow us to the bridge, the mayor told our reporter on Facebook.",
        "Subscribe-now buttons have not helped the paper, its owner said.",
        "Read: the word stood on every wall.",
        "Baca juga puisi, kata guru itu, karena puisi lebih pendek.",
        "The bridge was closed in 1815.[4][b]",
    ],
)
def test_a_sentence_of_the_article_stays(sentence: str) -> None:
    after = "Two schools became shelters."
    page = f"Karsk under water\n\n{FILLER}\n\n{sentence}\n\n{after}\n"
    assert body(page) == [FILLER, sentence, after]


def test_a_sentence_broken_over_a_blank_line_is_one_paragraph() -> None:
    broken = "The company told its distributors to stop selling to\n\ngovernment agencies."
    assert body(f"{FILLER}\n\n{broken}\n\n{FILLER[:-1]} again.\n")[1] == broken


def test_an_advert_within_a_broken_sentence_does_not_join_it() -> None:
    page = f"{FILLER}\n\nThe company stopped selling to\n\nAdvertisement\n\nNobody knows why.\n"
    assert "Advertisement" not in " ".join(body(page))


def test_hard_wrapped_text_is_unwrapped() -> None:
    first = (
        "Rescue crews moved 640 people out of low-lying streets on Wednesday\n"
        "after the river rose to 8.4 metres. The mayor closed the Old Bridge\n"
        "and turned two schools into shelters, among them the one that opened\n"
        "on April 7, 2021."
    )
    second = (
        "About 1,150 homes were without electricity by noon. The company hopes\n"
        "to reconnect them by Saturday, its spokesman told reporters in Karsk,\n"
        "but he promised nothing."
    )
    assert body(f"Karsk under water\n\n{first}\n\n{second}\n") == [first, second]


def test_lines_without_blank_lines_are_paragraphs() -> None:
    lines = [FILLER, "Nobody was hurt.", FILLER.replace("eight", "nine")]
    assert body("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["The votes:", "For 14", "Against 19"],
        ["Shelters:", "Karsk Gymnasium", "Old Bridge School"],
        ["Karsk Rovers 2-1 Upland", "Portmore 0-0 Hagg"],
        ["- The bridge is closed", "- Two schools are shelters"],
        ["Ring me soft when babes are born,", "Ring me loud when kings are gone."],
        ["And who pays?", "Nobody"],
        ["The mayor turned down every question about the cost"],
        ["Gault: You should see it.", "Nayar: How big is it?", "Gault: Big", "Nayar: Oh."],
    ],
)
def test_what_is_no_sentence_may_be_the_article(lines: list[str]) -> None:
    after = "The river fell again on Wednesday, and the schools were given back to the pupils."
    for gap in ("\n", "\n\n"):
        page = gap.join(["Karsk under water", FILLER, "Advertisement", OTHER, *lines, after])
        assert " ".join(body(page)).split() == " ".join([FILLER, OTHER, *lines, after]).split()


def test_below_the_article_who_speaks_to_the_reader_is_not_its_author() -> None:
    appeal = "Click on the bell to hear of everything first."
    assert body(f"{FILLER}\n\n{appeal}\n\n{OTHER}\n") == [FILLER, appeal, OTHER]
    assert body(f"{FILLER}\n\n{OTHER}\n\nAdvertisement\n\n{appeal}\n") == [FILLER, OTHER]


def test_the_list_after_read_also_ends_at_the_next_sentence() -> None:
    page = f"""{FILLER}

Terpopuler

Tips Aman Rapat Daring dari Rumah untuk Semua Pegawai Kantor Pemerintah Kota Sagara

- [Lima Kamera Web](https://a.example/kamera)

Siapa Juara Tahun Ini?

Nobody was hurt."""
    assert body(page) == [FILLER, "Nobody was hurt."]


def test_a_caption_beside_its_credit_goes_with_its_copies() -> None:
    caption = "Boats in Karsk."
    page = f"Karsk under water\n\n{caption}\nPhoto: L. Abrams\n{caption}\n\n{FILLER}\n\nOk."
    assert body(page) == [FILLER, "Ok."]


def test_comments_are_left_out_but_not_an_article_below_a_comment_button() -> None:
    comment = "I do not believe a word of it."
    assert body(f"{FILLER}\n\nLeave a Reply\n\n{comment}\n") == [FILLER]
    assert body(f"Karsk under water\n\nComments (14)\n\n{FILLER}\n") == [FILLER]


def test_a_sentence_that_stands_twice_is_kept_once() -> None:
    assert body(f"{FILLER}\n\nNobody was hurt.\n\n{FILLER}\n") == [FILLER, "Nobody was hurt."]


def test_a_text_without_sentences_is_kept_as_it_is() -> None:
    assert body("Roses are red\nviolets are blue\n") == ["Roses are red", "violets are blue"]


def refused(text: str) -> bool:
    try:
        return not body(text)
    except UnreadableArticle as error:
        return str(error) == "hardly any letters in it"


@pytest.mark.parametrize("junk", ["-", "((", "0123 ", "9.", "\U0001f30a", "? ", "_", "1, "])
def test_a_text_without_letters_is_no_article(junk: str) -> None:
    for text in (junk * 50_000, f"{junk * 5_000}\n\n" * 5, f"Karsk {junk * 5_000} a.\n\n" * 5):
        assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fire: 112, 7946 0958 112.\nTown hall: +44 20 7946 0958 4456.",
        "Upland 2-1 (0-1) 14:30, 17:45.\nHagg 0-0 (0-0) 14:30, 17:45.",
        "แม่น้ำสูงขึ้นแปดเมตรเมื่อวันอังคาร.",
        "नदी मंगलवार को आठ मीटर बढ़ गई।",
        "يرتفع النهر ثمانية أمتار يوم الثلاثاء.",
    ],
)
def test_numbers_and_other_scripts_are_text(text: str) -> None:
    assert "\n".join(body(text)) == text


def test_marked_headings_are_headings_however_they_read() -> None:
    for heading in ("## The mayor turned down every question", "**The river rose all night**"):
        page = f"# Karsk under water\n\n{FILLER}\n\n{heading}\n\n{OTHER}\n"
        assert body(page, markdown=True) == [FILLER, OTHER]


def test_markdown_marks_are_no_part_of_a_paragraph() -> None:
    page = (
        f"# Karsk under water\n\n> {FILLER}\n\n## What next?\n\n- *Two* schools became shelters.\n"
    )
    assert body(page, markdown=True) == [FILLER, "*Two* schools became shelters."]


@real_articles
def test_the_real_articles() -> None:
    found = [one for one in read_articles([REAL]) if isinstance(one, Article)]
    paragraphs = [[one.text[start:end] for start, end in one.body] for one in found]
    assert [len(one) for one in paragraphs] == [15, 9, 14, 4, 8]
    moscow_times, _, _, _, republika = paragraphs
    assert moscow_times[0].startswith("Zoom Video Communications generates only 1%")
    assert "selling to\n\ngovernment agencies" in moscow_times[3]
    assert republika[0].startswith("Zoom dikabarkan ingin berhenti")
    everything = " ".join(" ".join(one) for one in paragraphs)
    for leftover in (
        "Related article",
        "Baca Juga",
        "subscribe",
        "email",
        "freepik",
        "picture all",
    ):
        assert leftover not in everything
