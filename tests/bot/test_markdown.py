from datetime import date

from bot.markdown import Exchange, as_markdown
from bot.schema import AlsoIn, Answer, AnswerSentence, Citation, Coverage
from index.schema import Article

HOSTILE = Article(
    "h",
    "news/a_b.txt",
    "/home/me/news/a_b.txt",
    "1. *Buy* <b>now</b>\n# [here](javascript:alert)",
    (),
    title="</a> [x](//y)",
    source="A&B",
    url="https://a.example/_(b)>?q=<i>",
    published=date(2021, 4, 7),
)
COPY = Article("c", "news/c.txt", "/c", "…", (), title="Copy", url="javascript:alert(1)")
CITATION = Citation(1, HOSTILE.text, 0, 47, HOSTILE, (AlsoIn(COPY, "reprint"),))
COVERAGE = Coverage(2, ())


def test_what_articles_and_people_write_is_no_markdown() -> None:
    told = Answer(
        "# Who\n`rm`?", "?", "en", True, "extract", "…",
        (AnswerSentence("1. *Buy* <b>now</b>", (1,), "quoted"),), (CITATION,), COVERAGE,
    )  # fmt: skip
    untold = Answer(
        "And?", "?", "en", False, "extract", "Not told.", (), (), COVERAGE, notes=("slow_model",)
    )
    text = as_markdown([Exchange(told, ""), Exchange(untold, "since 2021")], date(2026, 3, 1))
    assert (
        text
        == r"""# Dateline, 1 March 2026

## \# Who \`rm\`?

1\. \*Buy\* \<b\>now\</b\> \[1\]

**Sources**

- \[1\] [\</a\> \[x\](//y)](<https://a.example/_(b)%3E?q=%3Ci%3E>) — A\&B, 7 April 2021 (en)\
  “1\. \*Buy\* \<b\>now\</b\> # \[here\](javascript:alert)”\
  news/a\_b.txt\
  also in: Copy — undated (en), reprint

## And?

*Asking only: since 2021*

Not told.

*Note: slow\_model*
"""
    )
