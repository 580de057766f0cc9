"""Yes and no are said where the outlet's own sentence shows them, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from bot.evidence import Evidence
from bot.extract import cite
from bot.verdict import verdict_of
from index.schema import Article, Chunk, ScoredChunk, Span

BAN = "Was Zoom banned in Russia?"
PLAN = "Did the council approve the plan?"
BRIDGE = "Has the bridge been closed?"


def said(
    question: str, sentence: str, title: str | None = None, *, sure: bool = True
) -> str | None:
    """The verdict of a sentence that is all of an article."""
    russian = any("а" <= letter <= "я" for letter in sentence)
    language = "ru" if russian else "id" if question.startswith("Apakah") else "en"
    asked_in = "de" if question.startswith("Was p") else language
    whole = Span(0, len(sentence))
    article = Article(
        "a", "a.txt", "/a.txt", sentence, (whole,), title=title or "", language=language,
        published=date(2024, 3, 6),
    )  # fmt: skip
    hit = ScoredChunk(
        Chunk("a-0", "a", 0, (whole,), sentence, language), article, 1.0, 0.5, 0.5, (0.9,)
    )
    best = Evidence(hit, 0, sentence, 0.9, 1, 0, 0, answer=Span(0, 4) if sure else None)
    return verdict_of(question, asked_in, best, cite(best, 1))


@pytest.mark.parametrize(
    ("question", "sentence", "verdict"),
    [
        (BAN, "Zoom was banned in Russia on Monday.", "yes"),
        (BAN, "Zoom was not banned in Russia.", "no"),
        (PLAN, "The council approved the plan.", "yes"),
        (PLAN, "The council never approved the plan.", "no"),
        ("Will the bridge open in May?", "The bridge will open in May.", "yes"),
        ("Is the museum open?", "The museum is closed.", "no"),
        ("Is the museum free?", "The museum is not free.", "no"),
        ("Did 214 people sail on the ferry?", "On Monday 214 people sailed on the ferry.", "yes"),
        ("Was the bridge closed?", "The bridge was closed in May.", "yes"),
        ("Was the bridge closed in March?", "The bridge was closed in March.", "yes"),
        ("Did the council reject the plan?", "The council rejected the plan.", "yes"),
        ("Did the city ban lorries?", "The city banned lorries.", "yes"),
        ("Did Zoom stop selling licences?", "Zoom stopped selling licences to ministries.", "yes"),
        ("Did Zoom stop selling licences?", "Zoom did not stop selling licences.", "no"),
        ("Did Halden beat Karsk?", "Halden beat Karsk.", "yes"),
        ("Does Zoom sell licences to ministries?", "Zoom no longer sells licences to ministries.",
         "no"),
        ("Apakah jembatan ditutup?", "Jembatan itu ditutup pada Mei.", "yes"),
        ("Apakah jembatan ditutup?", "Jembatan itu belum ditutup.", "no"),
        ("Закрыли ли мост?", "Мост закрыли в мае.", "yes"),
        ("Закрыли ли мост?", "Мост не закрыли.", "no"),
    ],
)  # fmt: skip
def test_a_sentence_that_says_all_that_is_asked_shows_it(
    question: str, sentence: str, verdict: str
) -> None:
    assert said(question, sentence) == verdict
    assert said(question, sentence, sure=False) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (BAN, "Zoom may be banned in Russia."),
        (BAN, "If Zoom was banned in Russia, schools would suffer."),
        (BAN, "He denied that Zoom was banned in Russia."),
        (BAN, "The lawmaker proposed that Zoom be banned in Russia."),
        (BAN, "Zoom was banned in Belarus."),
        (BAN, "Zoom was banned in Russia, said Ines Talavera."),
        (BRIDGE, "The bridge will be closed in May."),
        (BRIDGE, "The council plans to have the bridge closed."),
        (PLAN, "The council is expected to approve the plan."),
        (PLAN, "The mayor asked the council to approve the plan."),
        (PLAN, "It is unclear whether the council approved the plan."),
        (PLAN, "The council has yet to approve the plan."),
        ("Did all ferries sail?", "Some ferries sailed."),
        ("Did the ferry sail on Monday?", "The ferry sailed on Tuesday."),
        ("Did the ferry sail on Monday?", "The ferry sailed."),
        ("Did 12 people die in the flood?", "In the flood 2 people died."),
        ("Did Talavera resign?", "Talavera threatened to resign."),
        ("Did Talavera resign?", "Talavera's deputy resigned."),
        ("Is the museum open?", "The museum is closed on Mondays."),
        ("Will the bridge open in May?", "The bridge might open in May."),
        ("Will the bridge open in May?", "The bridge was supposed to open in May."),
        ("Apakah jembatan ditutup?", "Jembatan itu akan ditutup pada Mei."),
        ("Apakah jembatan ditutup?", "Jembatan itu mungkin ditutup."),
        ("Закрыли ли мост?", "Мост могут закрыть в мае."),
        ("Закрыли ли мост?", "Депутат предложил закрыть мост."),
        ("When was Zoom banned in Russia?", "Zoom was banned in Russia on Monday."),
        ("Was the bridge closed in March?", "The bridge was closed in February."),
        ("Was the bridge closed on 4 March?", "The bridge was closed on 4 February."),
        ("Was the bridge closed in 2019?", "The bridge, built in 2019, was closed in 2018."),
        ("Did Karsk beat Halden?", "Halden beat Karsk."),
        ("Did Russia attack Ukraine?", "Ukraine attacked Russia."),
        ("Did Ivan Roshchin win the memorial?", "Olga Teterina won the memorial against Ivan "
         "Roshchin."),
        ("Did Anna Berg win?", "Ivan Berg won against Anna Lee."),
        ("Did the mayor sue the editor?", "The editor sued the mayor."),
        ("Was Peskov arrested?", "Police arrested a man who attacked Peskov."),
        ("Was the bridge closed?", "Was the bridge closed?"),
        ("Was the bridge closed?", "Reports that the bridge was closed are false."),
        ("Was the bridge closed?", "It is a myth that the bridge was closed."),
        ("Was the bridge closed?", "The mayor doubts that the bridge was closed."),
        ("Did the mayor resign?", "The deputy mayor resigned."),
        ("Does the law ban Zoom?", "A draft law bans Zoom."),
        ("Is the bridge open?", "The bridge was open until Monday."),
        ("Was the concert postponed?", "The concert was not postponed but cancelled."),
        ("Did the ferry leave the port?", "The ferry left the port without passengers."),
        ("Is the bridge safe?", "Nobody knows how safe the bridge is."),
        ("Did the ferry sink?", "The ferry did not sink the fishing boat."),
        ("Was passierte in Karsk?", "In Karsk passierte ein Unfall."),
    ],
)  # fmt: skip
def test_plans_claims_and_other_matters_show_nothing(question: str, sentence: str) -> None:
    assert said(question, sentence) is None


def test_a_name_may_stand_in_the_title() -> None:
    assert said("Was the Lomas bridge closed?", "The bridge was closed.") is None
    assert said("Was the Lomas bridge closed?", "The bridge was closed.", "Lomas Bridge") == "yes"
    assert said("Did it rain in Moreva?", "It rained in Karsk.", "Rain in Moreva, Karsk") is None
