"""Pages that were saved without their article: cookie walls, paywalls, errors, lists of links.

What tells them first is how little prose they have; the phrases, in English, Indonesian, Russian
and German, only say which kind of page it is, and how much prose is too little for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.leftovers.paragraphs import is_sentence, word_count
from index.readers.page_blocks import PageBlock
from index.readers.page_text import is_prose


@dataclass(frozen=True)
class _Kind:
    """A kind of page without an article."""

    name: str
    least_prose: int  # words besides the phrases' lines that still make it an article
    phrases: tuple[str, ...]


PAYWALL = _Kind(
    "a paywall",
    60,
    (
        "subscribe to continue", "subscribe to read", "to continue reading", "continue reading with"
        " a", "this article is for subscribers", "for subscribers only", "subscriber-only",
        "unlock this article",
        "berlangganan untuk membaca", "khusus pelanggan",
        "lanjutkan membaca dengan", "artikel ini khusus",
        "доступно только подписчикам", "доступен только подписчикам", "только для подписчиков",
        "оформите подписку, чтобы", "чтобы прочитать полностью", "чтобы читать дальше",
        "nur für abonnenten", "weiterlesen mit", "um weiterzulesen",
        "jetzt abonnieren und",
    ),
)  # fmt: skip
OTHER_KINDS = (
    _Kind("a cookie notice", 25, (
        "we value your privacy", "accept cookies", "accept all cookies", "use of cookies",
        "we use cookies", "uses cookies", "our partners store", "cookie policy", "your consent",
        "consent choices", "privacy settings", "privacy policy", "menggunakan cookie",
        "kebijakan cookie", "menghargai privasi anda", "kebijakan privasi", "использует cookie",
        "используем cookie", "файлы cookie", "файлов cookie", "политика конфиденциальности",
        "политикой конфиденциальности", "wir verwenden cookies", "cookies zu", "einwilligung",
        "ihre privatsphäre", "datenschutzerklärung", "mit werbung",
    )),
    _Kind("a page that needs JavaScript", 25, (
        "enable javascript", "javascript is disabled", "javascript is not available",
        "javascript to run", "requires javascript", "javascript enabled", "aktifkan javascript",
        "mengaktifkan javascript", "включите javascript", "включить javascript",
        "javascript отключен", "aktivieren sie javascript", "javascript aktivieren",
        "javascript ist deaktiviert",
    )),
    _Kind("a check for robots", 25, (
        "verify you are human", "verify that you are", "not a robot", "are you a robot", "captcha",
        "checking your browser", "just a moment", "unusual traffic", "bukan robot",
        "вы не робот", "не робот", "kein roboter", "security check",
    )),
    _Kind("an error page", 25, (
        "page not found", "404 not found", "error 404", "page you are looking for",
        "page you requested", "page doesn't exist", "page does not exist",
        "access denied", "403 forbidden", "don't have permission", "do not have permission",
        "internal server error", "bad gateway", "service unavailable",
        "halaman tidak ditemukan", "halaman yang anda cari", "akses ditolak", "страница не найдена",
        "страницы не существует", "страница не существует", "доступ запрещен", "доступ запрещён",
        "ошибка 404", "seite nicht gefunden", "seite wurde nicht gefunden", "zugriff verweigert",
    )),
    _Kind("a login form", 25, (
        "log in to continue", "sign in to continue", "please log in", "please sign in",
        "forgot your password", "forgot password", "create an account", "silakan masuk",
        "masuk untuk melanjutkan", "lupa kata sandi", "lupa password", "войдите, чтобы",
        "авторизуйтесь", "забыли пароль", "bitte melden sie sich an", "passwort vergessen",
    )),
)  # fmt: skip

HARDLY_ANY = 12  # words
LITTLE = 25  # without any sign of an article
LITTLE_UNDER_TITLE = 40  # where the title has the phrase, too
LONGEST_NOTICE = 400
MANY_LINKS = 8
SHORTEST_RUN = 40  # words of sentences with no headline between them


def find_fault(
    lines: Sequence[str],
    blocks: Sequence[PageBlock],
    title: str,
    *,
    is_article: bool,
    is_free: bool,
) -> str | None:
    """Return what a page is if it is no article, in a few words; else None.

    Args:
        lines: what was taken for its article.
        blocks: all that stands on it, what only browsers without JavaScript show included.
        title: of the page.
        is_article: whether its markup says so (JSON-LD, Open Graph, a date of publication).
        is_free: False where it is said to be behind a paywall.
    """
    if not is_article and _is_list(lines, blocks):
        return "a page of links, not an article"
    prose = [line for line in lines if is_sentence(line)]
    words = sum(map(word_count, prose))
    for kind in OTHER_KINDS:
        if _is_kind(kind, title, prose, words, is_article=is_article):
            return _advise(kind.name)
    gated = not is_free or any(_hits(PAYWALL, block.text) for block in blocks)
    if gated and _prose_left(PAYWALL, prose) < PAYWALL.least_prose:
        return _advise(PAYWALL.name)
    if words < (HARDLY_ANY if is_article else LITTLE):
        return _advise(_name_by_page(blocks) or "hardly any text")
    return None


def _advise(name: str) -> str:
    return f"{name}, not an article; save the whole page"


def _is_kind(
    kind: _Kind, title: str, prose: Sequence[str], words: int, *, is_article: bool
) -> bool:
    hits = sum(_hits(kind, line) for line in prose)
    if hits and _prose_left(kind, prose) < (HARDLY_ANY if is_article else kind.least_prose):
        return True
    if is_article or words >= LONGEST_NOTICE:
        return False
    return hits >= 3 or (_hits(kind, title) > 0 and _prose_left(kind, prose) < LITTLE_UNDER_TITLE)


def _hits(kind: _Kind, text: str) -> int:
    """Return how many of the kind's phrases a line has."""
    lower = text[:1000].casefold().replace("’", "'")
    return sum(phrase in lower for phrase in kind.phrases)


def _prose_left(kind: _Kind, prose: Sequence[str]) -> int:
    return sum(word_count(line) for line in prose if not _hits(kind, line))


def _name_by_page(blocks: Sequence[PageBlock]) -> str | None:
    """Name the kind by all that stands on the page, where next to nothing does."""
    for kind in OTHER_KINDS[1:] + OTHER_KINDS[:1]:
        if any(_hits(kind, block.text) for block in blocks):
            return kind.name
    return None


def _is_list(lines: Sequence[str], blocks: Sequence[PageBlock]) -> bool:
    """Tell a page of headlines: many are links, and no two sentences stand without one between."""
    headlines = [block for block in blocks if _is_headline_link(block)]
    if len(headlines) < MANY_LINKS:
        return False
    return max(_runs(set(lines), blocks), default=0) < SHORTEST_RUN


def _runs(lines: set[str], blocks: Sequence[PageBlock]) -> Iterator[int]:
    """Yield how many words of the text stand between one headline and the next."""
    run = 0
    for block in blocks:
        if _is_headline_link(block):
            yield run
            run = 0
        elif block.text in lines and is_prose(block):
            run += word_count(block.text)
    yield run


def _is_headline_link(block: PageBlock) -> bool:
    return block.linked > 0.8 and word_count(block.text) >= 4
