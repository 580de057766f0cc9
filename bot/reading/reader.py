"""Reading passages for the answer to a question: the words that answer, and whether any do.

The bundled encoder's twelve layers, changed by what `weights.py` reads, see question and passage
together; a linear head gives each token a score for beginning and ending the answer. The scores of
the first token stand for "not answered here": what the best span has over them is its margin.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.reading.build import make_reader
from bot.reading.weights import READER_FILE
from index.question_encoder import WORD_EMBEDDINGS, load_tokenizer
from index.schema import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TOKENS = 320  # of question and passage; a longer passage is read in overlapping windows
MAX_QUESTION_TOKENS = 96
OVERLAP = 96  # tokens
MAX_ANSWER = 30  # tokens


class Passage(NamedTuple):
    """A text, and the parts of it that are read for an answer each, such as sentences."""

    text: str
    parts: Sequence[Span]

    @classmethod
    def whole(cls, text: str) -> Passage:
        """All of `text` as one part."""
        return cls(text, [Span(0, len(text))])


@dataclass(frozen=True)
class Reading:
    """The words of a part of a passage that answer best, as offsets of the passage's characters.

    `margin` is in logits: above 0 the words are the likelier, below 0 that the passage does not
    answer.
    """

    start: int
    end: int
    margin: float


NOTHING = Reading(0, 0, float("-inf"))


@dataclass(frozen=True)
class _Window:
    """The tokens of a question and a part of a passage."""

    pair: int
    ids: list[int]
    first: int  # token of the passage
    spans: list[tuple[int, int]]  # of those tokens in the passage


class Reader:
    """Finds answers; built by :func:`load_reader`."""

    def __init__(self, tokenizer: Any, session: Any, words: Any) -> None:
        """Take a `tokenizers` tokenizer and an onnxruntime session that keeps to one thread.

        The tokenizer neither cuts nor pads.

        Of `words`, a safetensors slice of the word embeddings, only the rows that are needed are
        read: the matrix is 190 MB.
        """
        self._threads = ThreadPoolExecutor(os.cpu_count(), "reader")
        self._tokenizer = tokenizer
        self._session = session
        self._words = words

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        """Return what of each part of each passage answers `question` best, in the order given."""
        return self.read_pairs([(question, passage) for passage in passages])

    def read_pairs(self, pairs: Sequence[tuple[str, Passage]]) -> list[list[Reading]]:
        """Return what answers best of each part of each (question, passage), in the order given."""
        windows = [w for i, pair in enumerate(pairs) for w in self._windows(i, *pair)]
        best = [[NOTHING] * len(passage.parts) for _, passage in pairs]
        for window, scores in zip(windows, self._threads.map(self._scores, windows), strict=True):
            passage = pairs[window.pair][1]
            for number, part in enumerate(passage.parts):
                found = _best_span(window, scores, passage.text, part)
                if found.margin > best[window.pair][number].margin:
                    best[window.pair][number] = found
        return best

    def _windows(self, number: int, question: str, passage: Passage) -> Iterator[_Window]:
        """The question with all of the passage, or with parts of it that overlap."""
        encoded = self._tokenizer.encode(self._shortened(question), passage.text)
        places = [i for i, sequence in enumerate(encoded.sequence_ids) if sequence == 1]
        if not places:
            return
        first, end = places[0], places[-1] + 1
        before, after = encoded.ids[:first], encoded.ids[end:]
        room = MAX_TOKENS - len(before) - len(after)
        for start in range(first, max(first + 1, end - OVERLAP), room - OVERLAP):
            cut = slice(start, min(start + room, end))
            yield _Window(number, [*before, *encoded.ids[cut], *after], first, encoded.offsets[cut])

    def _shortened(self, question: str) -> str:
        encoded = self._tokenizer.encode(question, add_special_tokens=False)
        more = encoded.offsets[MAX_QUESTION_TOKENS:]
        return question[: more[0][0]] if more else question

    def _scores(self, window: _Window) -> NDArray[np.float32]:
        """The scores, shape ``(tokens, 2)``: start and end."""
        import numpy as np

        rows = np.concatenate([self._words[i : i + 1] for i in window.ids]).astype(np.float32)
        scores: NDArray[np.float32] = self._session.run(None, {"embeddings": rows[None]})[0][0]
        return scores


def _best_span(window: _Window, scores: NDArray[np.float32], passage: str, part: Span) -> Reading:
    """The likeliest words of `part` in `window`; `NOTHING` if it is not in it."""
    import numpy as np

    inside = [i for i, (a, b) in enumerate(window.spans) if a < part.end and b > part.start]
    if not inside:
        return NOTHING
    first = window.first + inside[0]
    own = scores[first : window.first + inside[-1] + 1]
    sums = own[:, None, 0] + own[None, :, 1]
    allowed = np.triu(np.tril(np.ones_like(sums, bool), MAX_ANSWER - 1))
    begin, last = divmod(int(np.where(allowed, sums, -np.inf).argmax()), len(own))
    start = max(window.spans[inside[begin]][0], part.start)
    end = min(window.spans[inside[last]][1], part.end)
    text = passage[start:end]
    start += len(text) - len(text.lstrip())  # a token takes its space
    margin = float(sums[begin, last] - scores[0].sum())
    return Reading(start, start + len(text.strip()), margin)


def load_reader(folder: Path, path: Path = READER_FILE) -> Reader:
    """Return the reader made of the bundled model unpacked in `folder` and the changes in `path`.

    Raises:
        UserFacingError: `path` is missing, damaged, or for another encoder; or nothing can be
            written beside `folder`.
    """
    import onnxruntime
    from safetensors import safe_open

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a passage a core is faster than a passage on all
    session = onnxruntime.InferenceSession(
        make_reader(folder, path), options, providers=["CPUExecutionProvider"]
    )
    base = safe_open(folder / "model.safetensors", framework="numpy")
    words = base.get_slice(WORD_EMBEDDINGS)  # type: ignore[no-untyped-call]
    return Reader(load_tokenizer(folder), session, words)
