"""`dateline chat` as it is typed into: menus, filters, keys, narrow terminals."""

import re
from dataclasses import replace

from bot.engine import AnswerEngine
from bot.refusal_text import refusal_text
from bot.render import print_answer
from bot.schema import Turn
from index.schema import ArticleFilter
from tests.raw_endpoint import event, head, raw_endpoint
from tests.terminal import (
    ALT_ENTER,
    CTRL_C,
    CTRL_D,
    CTRL_L,
    DOWN,
    ENTER,
    TAB,
    UP,
    Open,
    after,
    at_prompt,
    on_screen,
    pasted,
)

QUESTION = "Who is Dmitry Peskov?"
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;\d+)*m")
WIRE = ArticleFilter(sources=("Harbour Wire",))


def test_menus_lead_to_a_filter(chat: Open, engine: AnswerEngine) -> None:
    terminal = chat()
    terminal.press("/so")
    terminal.wait_for(lambda text: text.endswith("S, T for two"))
    assert [line.strip() for line in terminal.lines[-2:]] == [
        "/sources   the last answer's sources, with quotes and addresses",
        "/source S  only outlets with S in their name; S, T for two",
    ]
    terminal.press(DOWN + DOWN + ENTER)
    terminal.wait_for(lambda text: text.endswith("> /source"))
    terminal.press("wire" + ENTER)
    terminal.wait_for(lambda text: text.endswith("\nHarbour Wire\n>"))
    terminal.press("/since 2021-04-0")
    terminal.wait_for(lambda text: text.endswith("2021-04-07"))
    assert [line.strip() for line in terminal.lines[-3:]] == [
        "2021-04-09", "2021-04-08", "2021-04-07",
    ]  # fmt: skip
    terminal.press(TAB + TAB + ENTER + ENTER)
    terminal.wait_for(lambda text: text.endswith("\nsince 2021-04-08 · Harbour Wire\n>"))
    terminal.press("/since" + ENTER)
    terminal.wait_for(lambda text: text.endswith("/since\n\nHarbour Wire\n>"))
    terminal.press(CTRL_L)
    terminal.wait_for(lambda text: text == "Harbour Wire\n>")
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(after("Sources"))
    answer = engine.ask(QUESTION, where=WIRE)
    printed = on_screen(print_answer, answer)
    assert terminal.text == f"Harbour Wire\n> {QUESTION}\n{printed}\nHarbour Wire\n>"
    terminal.press("/open ")
    terminal.wait_for(lambda text: text.endswith("..."))
    assert terminal.lines[-1].startswith(" 2      UPDATE 1 - CORRECTED: Russian register")


def test_several_lines_are_one_question(chat: Open, engine: AnswerEngine) -> None:
    """Pasted, or with Alt-Enter; the next chat remembers them."""
    first = chat()
    first.press(pasted("Who is\r\nDmitry") + ALT_ENTER + "Peskov?")
    first.wait_for(lambda text: text.endswith("> Who is\n  Dmitry\n  Peskov?"))
    first.press(ENTER)
    first.wait_for(after("Sources"))
    assert on_screen(print_answer, engine.ask(QUESTION)) in first.text
    first.press(CTRL_D)
    assert first.wait_for_end() == 0
    second = chat()
    second.press(UP)
    second.wait_for(lambda text: text.endswith("> Who is\n  Dmitry\n  Peskov?"))


def test_ctrl_c_in_the_middle_of_an_answer(chat: Open) -> None:
    """What was written goes, and so does what was typed meanwhile."""
    begin = "Peskov is the spokesman of the Kremlin, and of the president of Russia"
    with raw_endpoint() as endpoint:
        endpoint.script((head(), event(f"{begin} "), 60.0))
        terminal = chat(
            DATELINE_LLM_BASE_URL=endpoint.base_url,
            DATELINE_LLM_MODEL="m",
            DATELINE_LLM_API_KEY="k",
        )
        begun = terminal.text
        terminal.press(QUESTION + ENTER)
        terminal.wait_for(lambda text: text.endswith(begin))
        terminal.press("And then?")
        terminal.press(CTRL_C)
        terminal.wait_for(after("Stopped."))
        assert terminal.text == f"{begun} {QUESTION}\nStopped.\n\n>"


def test_what_is_forgotten_and_what_is_not(chat: Open, engine: AnswerEngine) -> None:
    """The conversation goes, the filter and the language stay."""
    follow_up = "What did he say?"
    terminal = chat("--source", "harbour")
    terminal.press("/lang xx" + ENTER)
    terminal.wait_for(after("Error: there are no words in 'xx'; there are in en, id, ru, de"))
    terminal.press("/lang ru" + ENTER + QUESTION + ENTER)
    terminal.wait_for(after("Источники"))
    terminal.press(CTRL_L + "/reset" + ENTER)
    terminal.wait_for(after("forgotten"))
    terminal.press("/sources" + ENTER)
    terminal.wait_for(after("Nothing"))
    terminal.press(follow_up + ENTER)
    terminal.wait_for(after("Статей в индексе"))
    assert engine.ask(follow_up, [Turn(QUESTION)], WIRE).answered
    alone = replace(engine.ask(follow_up, where=WIRE), language="ru", text=refusal_text("ru"))
    assert terminal.text == (
        "Harbour Wire\n> /reset\nThe conversation is forgotten.\n\n"
        "Harbour Wire\n> /sources\nNothing has been answered yet.\n\n"
        f"Harbour Wire\n> {follow_up}\n{on_screen(print_answer, alone)}\nHarbour Wire\n>"
    )


def test_a_narrow_terminal_without_colours(chat: Open) -> None:
    terminal = chat("--since", "2021", "--until", "2021-12", columns=20, NO_COLOR="1")
    terminal.press("/")
    terminal.wait_for(lambda text: "/quit" in text)
    terminal.press(CTRL_C + "/help" + ENTER)
    terminal.wait_for(after("answer."))
    terminal.press(QUESTION + ENTER)
    terminal.wait_for(lambda text: at_prompt(text) and "examples/" in text)
    words = {word for line in terminal.lines for word in line.split()}
    assert {"Sources", "Harbour", "Wire,", "[1]"} <= words  # none is broken in two
    assert terminal.text.endswith("\nsince 2021-01-01 ·\nuntil 2021-12-31\n>")
    assert COLOUR.findall(terminal.written) == []
