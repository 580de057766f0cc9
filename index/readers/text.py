"""Plain text files, in whatever encoding they came."""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableArticle
from index.languages import detect_language
from index.leftovers.paragraphs import INVISIBLE
from index.readers import Reading

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, so it is tried before
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # terminals; in a name, nothing is lost with it
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")  # JSON and PDF may hold them, UTF-8 may not
SAMPLE = 100_000

# More candidates would make short texts a lottery. charset-normalizer takes short Russian texts
# with Latin names in them for anything, so that these are told by their letters before it is asked.
LEGACY_ENCODINGS = [
    "cp1252", "cp1250", "cp1254", "cp1253", "cp1256", "gb18030", "big5", "shift_jis", "euc_jp",
    "euc_kr",
]  # fmt: skip
CYRILLIC_ENCODINGS = ("cp1251", "koi8_r", "cp866")
COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуы")
TYPOGRAPHY = "«»„“”‘’–—…№\u00a0"
NEIGHBOURING_HIGH_BYTES = re.compile(rb"[\x80-\xff]{2,}")
CENTRAL_EUROPEAN = ("pl", "cs", "sk", "hu", "ro", "hr", "sl")


def read_text(raw: bytes) -> Reading:
    """Read a plain text file."""
    return Reading(decode(raw))


def decode(raw: bytes) -> str:
    r"""Return the text of a file: newlines are \n, a byte order mark is gone, nothing else changed.

    Raises:
        UnreadableArticle: empty, binary, or in an encoding that cannot be told.
    """
    if not raw.strip():
        raise UnreadableArticle("empty")
    return tidy(_decode_bytes(raw).removeprefix("\ufeff"))


def tidy(text: str) -> str:
    r"""Return `text` with \n for newlines and without what cannot be stored.

    Raises:
        UnreadableArticle: empty or, by its control characters, binary.
    """
    if len(CONTROL.findall(text)) > len(text) * 0.02:
        raise UnreadableArticle("binary, not text")
    if not text.strip(INVISIBLE + "\n"):
        raise UnreadableArticle("empty")
    return LONE_SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy_line(text: str) -> str:
    """Return a name or a title on one line, without control characters; "" if nothing is left."""
    return LONE_SURROGATE.sub("\ufffd", STEERING.sub("", " ".join(text.split()))).strip()


def _decode_bytes(raw: bytes) -> str:
    if raw.startswith(BINARY_SIGNATURES):
        raise UnreadableArticle("binary, not text")
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return _decode_strictly(raw[len(mark) :], encoding)
    if b"\0" in raw:
        return _decode_strictly(raw, _wide_encoding(raw))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(raw) or _decode_legacy(raw)


def _decode_strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(f"not valid {encoding.upper()}, as it claims to be") from error


def _wide_encoding(raw: bytes) -> str:
    """Tell which UTF-16 it is by where the NULs stand: blanks and digits have one each."""
    even, odd = raw[0::2].count(0), raw[1::2].count(0)
    if len(raw) % 2 == 0 and min(even, odd) * 20 <= max(even, odd) >= len(raw) // 50:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise UnreadableArticle("binary, not text")


def _decode_damaged(raw: bytes) -> str:
    """Return UTF-8 with a few broken bytes, as truncated and pasted files have; "" if it is not."""
    text = raw.decode("utf-8", errors="replace")
    foreign = sum(1 for _ in re.finditer(r"[^\x00-\x7f]", text))
    return text if text.count("\ufffd") * 20 <= foreign else ""


def _decode_legacy(raw: bytes) -> str:
    sample = raw[:SAMPLE].rpartition(b"\n")[0] or raw[:SAMPLE]
    encoding = _cyrillic_encoding(sample) or _other_encoding(sample)
    if encoding is None:
        raise UnreadableArticle("its encoding cannot be told; save it as UTF-8")
    return _decode_strictly(raw, encoding)


def _cyrillic_encoding(sample: bytes) -> str | None:
    """Tell Russian by its frequent letters; in Western text, high bytes stand alone."""
    ascii_bytes = bytes(range(0x80))
    high = sample.translate(None, ascii_bytes)
    if sum(map(len, NEIGHBOURING_HIGH_BYTES.findall(sample))) < 0.6 * len(high):
        return None

    best = max(CYRILLIC_ENCODINGS, key=lambda encoding: _russianness(high, encoding))
    return best if _russianness(high, best) >= 0.6 else None


def _russianness(letters: bytes, encoding: str) -> float:
    """Return the share of frequent Russian letters; capitals count less, as they are rarer."""
    text = letters.decode(encoding, errors="ignore")
    small = sum(text.count(letter) for letter in COMMON_CYRILLIC)
    capital = sum(text.count(letter.upper()) for letter in COMMON_CYRILLIC)
    others = sum(text.count(sign) for sign in TYPOGRAPHY)
    return (small + 0.7 * capital) / max(len(text) - others, 1)


def _other_encoding(sample: bytes) -> str | None:
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample, cp_isolation=LEGACY_ENCODINGS).best()
    if best is None or best.encoding not in ("cp1250", "cp1252", "cp1254"):
        return best.encoding if best else None
    # These three differ in a few letters only: let the language decide.
    if detect_language(sample.decode("cp1254", errors="ignore")) == "tr":
        return "cp1254"
    if detect_language(sample.decode("cp1250", errors="ignore")) in CENTRAL_EUROPEAN:
        return "cp1250"
    return "cp1252"
