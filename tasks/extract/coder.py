"""The coder: cleaned articles in, Docs with mentions, relations and money out."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from seeds import seeds_digest, seeds_path
from tasks.extract.model import model_digest
from tasks.extract.pipeline import COMPONENTS, build_pipeline

# Docs that spaCy takes at a time: few enough for memory.
DOCS_AT_A_TIME = 128
# Libraries whose release may change what is coded.
LIBRARIES = ("CurrencyConverter", "datasketch", "ftfy", "onnxruntime", "py3langid", "spacy", "tokenizers")


@dataclass(frozen=True)
class Codable:
    """A cleaned article. `sentences` holds (start, end, is_boilerplate) in characters of `text`.

    `has_day` is false where `published` is the first day of a month or year that is all that is known.
    """

    text: str
    sentences: Sequence[tuple[int, int, bool]]
    published: date | None = None
    has_day: bool = True


@cache
def coder_version() -> str:
    """Version of whatever decides what is coded: release, code of clean and extract, seeds, model, libraries.

    An article that another version coded is coded again.
    """
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    digest = hashlib.sha256(f"{seeds_digest()}{model_digest()}{libraries}".encode())
    stages = Path(__file__).parents[1]
    code = [*stages.glob("clean/**/*.py"), *stages.glob("extract/**/*.py"), *seeds_path().glob("*.py")]
    for path in sorted(code):
        digest.update(path.read_bytes())
    return f"{version('detente')}-{digest.hexdigest()[:12]}"


class Coder:
    """A loaded pipeline. Loading takes about two seconds, so keep one a process.

    components: those to run, in order; all of them unless a benchmark wants the first alone.
    """

    def __init__(self, components: tuple[str, ...] = COMPONENTS) -> None:
        self.nlp: Language = build_pipeline(components)

    def make_doc(self, article: Codable) -> Doc:
        """An unread Doc with the article's own sentence boundaries."""
        doc = self.nlp.make_doc(article.text)
        begins = np.full(len(doc), -1, dtype=np.int64)  # spaCy's "no sentence begins here"
        begins[:1] = 1
        for start, _, _ in article.sentences:
            span = doc.char_span(start, start + 1, alignment_mode="expand")
            if span is not None:
                begins[span.start] = 1
        column: Any = begins.reshape(-1, 1).view(np.uint64)  # spaCy's own stubs know no numpy
        doc.from_array([SENT_START], column)
        doc._.published_at = article.published
        doc._.boilerplate = frozenset(_boilerplate(doc, article.sentences))
        return doc

    def code(self, articles: Iterable[Codable]) -> Iterator[Doc]:
        """One read Doc for each article, in order."""
        docs = (self.make_doc(article) for article in articles)
        yield from self.nlp.pipe(docs, batch_size=DOCS_AT_A_TIME)


def _boilerplate(doc: Doc, sentences: Sequence[tuple[int, int, bool]]) -> Iterator[int]:
    """Numbers of the Doc's sentences that begin with a boilerplate stretch."""
    marked = [(start, end) for start, end, is_boilerplate in sentences if is_boilerplate]
    if not marked:
        return
    begins = [start for start, _ in marked]
    for number, sent in enumerate(doc.sents):
        at = bisect_right(begins, sent.start_char) - 1
        if at >= 0 and sent.start_char < marked[at][1]:
            yield number


@cache
def shared_coder() -> Coder:
    """The process's one coder."""
    return Coder()
