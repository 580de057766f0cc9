"""Sources that differ, through the whole of the program: asked, cited, shown and written about."""

import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.answer_json import answer_json
from bot.engine import AnswerEngine
from bot.factory import build_engine
from bot.render import print_answer
from bot.schema import Answer
from bot.settings import Settings
from tests.llm_servers import ScriptedServer

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

QUESTION = "How many people were killed when the Orvik dam broke?"
FIRST = (
    "At least 12 people were killed when the Orvik dam broke on Wednesday. Rescue crews moved "
    "640 people to schools on higher ground, said Edda Krog, who leads them. Divers will search "
    "the reservoir until it is dark."
)
NEWS = [
    ("wire", "Harbour Wire", "2023-05-17", "Dam breaks at Orvik", FIRST),
    ("reprint", "Northgate Courier", "2023-05-18", "Dam breaks at Orvik", FIRST),
    (
        "radio",
        "Radio Lunde",
        "2023-05-17",
        "The night at the Orvik dam",
        "When the Orvik dam broke 12 people were killed in their houses, a doctor told this "
        "station. Cows stood on the roofs of their sheds.",
    ),
    (
        "ledger",
        "Ledger",
        "2023-05-19",
        "Orvik counts its dead",
        "The death toll from the broken Orvik dam rose to 17 on Friday. Another 30 people were "
        "injured.",
    ),
]


@pytest.fixture(scope="module")
def settings(model: "EmbeddingModel", tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an index of the four articles above."""
    from index.ingest import sync_articles

    folder = tmp_path_factory.mktemp("orvik")
    news = folder / "news"
    news.mkdir()
    for name, source, day, title, text in NEWS:
        fields = {"source": source, "published": day, "title": title, "text": text}
        (news / f"{name}.json").write_text(json.dumps({**fields, "language": "en"}), "utf-8")
    sync_articles([news], folder / "index", model)
    return Settings(_env_file=None, index_dir=folder / "index")


@pytest.fixture(scope="module")
def quoting(settings: Settings) -> AnswerEngine:
    return build_engine(settings, lambda _: None)


def sides(answer: Answer) -> list[tuple[str, list[str], int]]:
    """The value of each side, the articles it cites, and its independent reports."""
    assert answer.disagreement is not None
    cited = {citation.number: Path(citation.article.path).stem for citation in answer.citations}
    return [
        (side.value, sorted(cited[number] for number in side.citations), side.reports)
        for side in answer.disagreement.sides
    ]


def shown(answer: Answer) -> str:
    out = StringIO()
    print_answer(answer, Console(file=out, width=100, markup=False, highlight=False))
    return out.getvalue()


def test_a_toll_that_rose_is_an_update_and_copies_count_once(quoting: AnswerEngine) -> None:
    answer = quoting.ask(QUESTION)
    assert answer.disagreement is not None
    assert answer.disagreement.relation == "update"
    (earlier, later) = sides(answer)
    assert earlier[1:] in ((["radio", "reprint", "wire"], 2), (["radio", "wire"], 2))
    assert later == ("17", ["ledger"], 1)
    for citation in answer.citations:
        text = citation.article.text
        assert text[citation.quote_start : citation.quote_end] == citation.quote
    assert "Updated since:\n" in shown(answer)
    assert "  17 — Ledger, 19 May 2023 [" in shown(answer)
    assert "(2 independent reports)" in shown(answer)


def test_scripts_get_the_sides(quoting: AnswerEngine) -> None:
    answer = quoting.ask(QUESTION)
    disagreement = json.loads(answer_json(answer))["disagreement"]
    assert disagreement["relation"] == "update"
    assert [(side["value"], side["reports"]) for side in disagreement["sides"]] == [
        (value, reports) for value, _, reports in sides(answer)
    ]
    other = json.loads(answer_json(quoting.ask("Who leads the rescue crews at Orvik?")))
    assert other["disagreement"] is None


def test_a_written_answer_hides_no_other_value(
    settings: Settings, scripted_llm_server: ScriptedServer
) -> None:
    """The model states one toll; what it left out is shown and cited all the same."""
    update = {"llm_base_url": scripted_llm_server.base_url, "llm_model": "tiny"}
    writer = build_engine(settings.model_copy(update=update), lambda _: None)
    scripted_llm_server.script("At least 12 people were killed when the Orvik dam broke [1][2][3].")
    answer = writer.ask(QUESTION)
    assert answer.mode == "write"
    assert [value for value, *_ in sides(answer)][-1] == "17"
    assert "ledger" in sides(answer)[-1][1]
    assert "rose to 17" in shown(answer)
