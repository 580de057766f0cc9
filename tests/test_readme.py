"""The README shows what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Dateline

EXCHANGE = re.compile(r'^```\n\$ make ask Q="(.+?)"\n(.+?)^```$', re.MULTILINE | re.DOTALL)
EXCHANGES = EXCHANGE.findall((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("question", "printed"), EXCHANGES)
def test_the_exchanges_are_what_is_printed(
    question: str, printed: str, dateline: Dateline, indexed: Path
) -> None:
    assert dateline("ask", question, DATELINE_INDEX_DIR=str(indexed)).stdout == printed


def test_an_answer_and_a_refusal_are_shown() -> None:
    assert len(EXCHANGES) == 2


def test_it_stays_readable() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 230
