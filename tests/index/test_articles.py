"""Files and folders become articles; what cannot be read is named, and nothing else is lost."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import read_articles, read_file
from index.errors import UserFacingError
from index.files import SkippedFile, find_files
from index.readers.kinds import MAX_BYTES
from index.schema import Article

STORY = "Bridge opens\n\nThe bridge in Karsk opened on Monday.\n\nIt cost four million.\n"
RUSSIAN = "Мост открыт\n\nМост в Карске открыли в понедельник. Zoom тут ни при чём.\n"


def read_one(path: Path) -> Article:
    (article,) = read_articles([path])
    assert isinstance(article, Article)
    return article


def reason_for(path: Path) -> str:
    (skipped,) = read_articles([path])
    assert isinstance(skipped, SkippedFile)
    return skipped.reason


def body_of(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.body]


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_an_article_is_named_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "news" / "bridge.txt", STORY)
    monkeypatch.chdir(tmp_path)
    article = read_one(Path("news"))
    location = str(path.resolve())
    assert article.path == "news/bridge.txt"
    assert article.location == location
    assert article.text == path.read_text(encoding="utf-8")
    assert article.title == "Bridge opens"
    assert body_of(article) == ["The bridge in Karsk opened on Monday.", "It cost four million."]


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1251",
        "koi8-r",
        "cp866",
    ],
)
def test_russian_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    article = read_one(write(tmp_path / "bridge.txt", RUSSIAN.encode(encoding)))
    assert article.text == RUSSIAN
    assert article.language == "ru"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zoom и Telemost закрыты для Kommersant.", "cp1251"),
        ("Да.", "cp1251"),
        ("Müller sagte, es sei schön in Köln.", "cp1252"),
        ("C’est déjà l’été à Paris, a-t-il déclaré.", "cp1252"),
        ("Zażółć gęślą jaźń, powiedział.", "cp1250"),
        ("日本の首相は記者会見で述べた。", "shift_jis"),
        ("中国外交部发言人表示。", "gb18030"),
    ],
)
def test_short_texts_in_old_encodings(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_one(write(tmp_path / "a.txt", text.encode(encoding))).text == text


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.txt", RUSSIAN.encode()[:-3]))
    assert article.text == RUSSIAN[:-3] + "\ufffd"


def test_only_newlines_and_the_byte_order_mark_change(tmp_path: Path) -> None:
    odd = "\ufeff  Cafe\u0301 opens\r\n\r\nIt\u200b opened\u00a0today.\rIt is open. "
    article = read_one(write(tmp_path / "a.txt", odd))
    assert article.text == "  Cafe\u0301 opens\n\nIt\u200b opened\u00a0today.\nIt is open. "
    assert body_of(article) == ["It\u200b opened\u00a0today.", "It is open."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7 text text", "a damaged or truncated PDF"),
        (b"\x00\x01\x02\x03" * 50, "binary, not text"),
        (b"\x01\x02\x03\x04\x05 ok" * 20, "binary, not text"),
        (b"\xff\xfeA\x00B", "not valid UTF-16-LE, as it claims to be"),
        (b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
        (b"Advertisement\n1\n\nShare\n", "no sentence of an article in it"),
    ],
)
def test_what_is_no_article_is_skipped_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    assert reason_for(write(tmp_path / "a.txt", content)) == reason


def test_one_bad_file_loses_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "b.txt", "")
    write(tmp_path / "c.md", STORY)
    outcomes = [(Path(found.path).name, type(found)) for found in read_articles([tmp_path])]
    assert outcomes == [("a.txt", Article), ("b.txt", SkippedFile), ("c.md", Article)]


def test_folders_are_walked_in_order_and_hidden_ones_left_out(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.TXT",
        "a/b/c.md",
        ".hidden.txt",
        ".git/x.txt",
        "picture.png",
        "n.csv",
    ):
        write(tmp_path / name, STORY)
    write(tmp_path / "page.html", "<p>Hello</p>")
    found = [(found.path, type(found)) for found in read_articles([tmp_path])]
    assert found == [
        (str(tmp_path / "a/b/c.md"), Article),
        (str(tmp_path / "a/z.TXT"), Article),
        (str(tmp_path / "b.txt"), Article),
        (str(tmp_path / "page.html"), SkippedFile),
    ]


def test_a_copy_has_the_same_id_and_an_edit_another(tmp_path: Path) -> None:
    original = read_one(write(tmp_path / "a.txt", STORY))
    copy = read_one(write(tmp_path / "copies" / "b.txt", STORY))
    edited = read_one(write(tmp_path / "c.txt", STORY.replace("four", "five")))
    assert original.id == copy.id != edited.id


def test_a_file_may_date_its_article_only_where_that_is_set(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", STORY)
    os.utime(path, (1617796800, 1617796800))
    (source,) = find_files([path])
    (article,) = read_file(source)
    assert (article.published, article.published_from) == (None, None)
    (source,) = find_files([path], file_times=True)
    (article,) = read_file(source)
    assert (article.published, article.published_from) == (date(2021, 4, 7), "file time")
    (source,) = find_files(
        [write(path, "Bridge opens\n\nMay 3, 2023\n\nIt opened.")], file_times=True
    )
    (article,) = read_file(source)
    assert (article.published, article.published_from) == (date(2023, 5, 3), "date line")


def test_adverts_saved_beside_a_page_are_left_alone(tmp_path: Path) -> None:
    page = "<html><body><article><h1>Bridge opens</h1><p>{}</p></article></body></html>"
    said = "The bridge in Karsk opened on Monday after four years of work by the town. " * 3
    write(tmp_path / "bridge.html", page.format(said))
    write(tmp_path / "bridge_files" / "advert.html", page.format(said.replace("bridge", "sale")))
    (article,) = read_articles([tmp_path])
    assert isinstance(article, Article)
    assert article.path == str(tmp_path / "bridge.html")


def test_a_named_file_of_another_format_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "notes.csv", STORY)
    assert reason_for(path).startswith("not a format Dateline reads (.txt, .md, .html, ")


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    with pytest.raises(UserFacingError, match=r"^no such file or folder: .*gone$"):
        next(read_articles([tmp_path, tmp_path / "gone"]))


def test_links_loops_and_doubles(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "a.txt", STORY)
    (tmp_path / "news" / "again.txt").symlink_to(path)
    (tmp_path / "news" / "loop").symlink_to(tmp_path / "news")
    (tmp_path / "news" / "self.txt").symlink_to(tmp_path / "news" / "self.txt")
    (tmp_path / "news" / "broken").symlink_to(tmp_path / "gone")
    found = list(read_articles([tmp_path, tmp_path / "news", path]))
    assert [type(one) for one in found[:2]] == [Article, SkippedFile]
    assert {Path(one.path).name for one in found[1:]} == {"self.txt"}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason_for(tmp_path) == "not a regular file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_skipped(tmp_path: Path) -> None:
    write(tmp_path / "closed" / "a.txt", STORY)
    write(tmp_path / "b.txt", STORY).chmod(0)
    (tmp_path / "closed").chmod(0)
    reasons = [
        found.reason for found in read_articles([tmp_path]) if isinstance(found, SkippedFile)
    ]
    (tmp_path / "closed").chmod(0o700)
    assert reasons == ["cannot be read: Permission denied"] * 2


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \xf0\x9f\x8c\x89.txt")
    article = read_one(write(tmp_path / name, STORY))
    assert article.path.endswith("caf\\xe9 🌉.txt")
    assert article.path.encode()


@pytest.mark.parametrize("line", ["word ", "[](", "<", "(", "> ", "http://", "1 ", "é"])
def test_one_huge_line_takes_bounded_time(tmp_path: Path, line: str) -> None:
    path = write(tmp_path / "a.txt", (line * MAX_BYTES).encode()[: MAX_BYTES - 1])
    started = time.monotonic()
    list(read_articles([path]))
    assert time.monotonic() - started < 10  # about one second; the machine may be busy


FRAGMENTS = st.sampled_from(
    [
        *("\n", "\n\n", "---\n", "# ", "> ", "- ", "|", ".", "*", " ", "\r", "«", "](", "[x](y)"),
        *("Foto: ", "April 7, 2021", "31.02.2021", "http://[", "By ", "Baca Juga:\n", "title: x\n"),
        *("Leave a reply\n", "MOSCOW -- ", "(ilustrasi)", "lower case", "Zoom was banned.", "🌉"),
        "\u200b",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))
    | st.lists(FRAGMENTS, max_size=40).map(lambda parts: "".join(parts).encode())
    | st.text(max_size=100).map(lambda text: text.encode("utf-16-le", "ignore")),
    ending=st.sampled_from([".txt", ".md"]),
)
def test_no_bytes_raise_anything(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str
) -> None:
    path = write(tmp_path_factory.getbasetemp() / f"fuzz{ending}", content)
    (found,) = read_articles([path])
    if isinstance(found, SkippedFile):
        assert found.reason
        return
    assert found.body
    position = 0
    for start, end in found.body:
        assert position <= start < end <= len(found.text)
        assert found.text[start:end] == found.text[start:end].strip()
        position = end
