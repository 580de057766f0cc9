"""Small invented news that agree, contradict each other, or bring each other up to date.

All articles stand in one index, so that every question has the others' events around it. Half of
the cases were written before the words and limits of `bot/agreement` were tuned ("tuning"), half
afterwards ("aside").
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.engine import AnswerEngine
from bot.factory import build_engine
from bot.settings import Settings

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel

FILE = Path(__file__).with_name("agreement_cases.jsonl")
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]

pytestmark = pytest.mark.timeout(400)  # the first case waits for the index


@pytest.fixture(scope="module")
def newsroom(model: "EmbeddingModel", tmp_path_factory: pytest.TempPathFactory) -> AnswerEngine:
    """Answers from the articles of all cases."""
    from index.ingest import sync_articles

    folder = tmp_path_factory.mktemp("newsroom")
    news = folder / "news"
    news.mkdir()
    for case in CASES:
        for number, article in enumerate(case["articles"]):
            text = json.dumps(article, ensure_ascii=False)
            (news / f"{case['id']}-{number}.json").write_text(text, encoding="utf-8")
    sync_articles([news], folder / "index", model)
    return build_engine(Settings(_env_file=None, index_dir=folder / "index"), lambda _: None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['part']}-{case['id']}")
def test_case(newsroom: AnswerEngine, case: dict[str, Any]) -> None:
    answer = newsroom.ask(case["question"])
    assert answer.answered
    if case["relation"] is None:
        assert answer.disagreement is None
        return
    assert answer.disagreement is not None
    assert answer.disagreement.relation == case["relation"]
    values = [side.value for side in answer.disagreement.sides]
    if case["relation"] == "contradiction":  # the order of one day's reports says nothing
        values.sort(key=case["values"].index)
    assert values == case["values"]
    numbers = {citation.number for citation in answer.citations}
    for side in answer.disagreement.sides:
        assert side.citations
        assert set(side.citations) <= numbers
        assert side.reports == 1
