"""Hand-made Docs: no model is loaded here."""

from collections.abc import Callable
from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tasks.extract import extensions
from tasks.extract.extensions import MENTIONS, make_mention
from tasks.extract.pipeline import NAMING, build_pipeline

Marked = tuple[str, str, str]


@pytest.fixture(scope="session")
def names() -> spacy.Language:
    """The pipeline up to anaphora: rules and seeds, no trained model."""
    return build_pipeline(NAMING)


@pytest.fixture
def read(names: spacy.Language) -> Callable[..., Doc]:
    """Reads sentences given as separate strings with the rule components."""

    def reader(*sentences: str, published: date | None = None, boilerplate: tuple[int, ...] = ()) -> Doc:
        doc = names.make_doc("\n".join(sentences))
        starts, at = set(), 0
        for sentence in sentences:
            starts.add(at)
            at += len(sentence) + 1
        for token in doc:
            token.is_sent_start = token.idx in starts
        doc._.published_at = published
        doc._.boilerplate = frozenset(boilerplate)
        for _, component in names.pipeline:
            doc = component(doc)
        return doc

    return reader


@pytest.fixture
def make() -> Callable[..., Doc]:
    """A Doc of one sentence with mentions set by hand: (text, iso3, kind)."""
    extensions.register()
    nlp = spacy.blank("en")

    def maker(text: str, *marked: Marked) -> Doc:
        doc = nlp(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        spans, at = [], 0
        for surface, iso3, kind in marked:
            start = text.index(surface, at)
            span = doc.char_span(start, start + len(surface))
            assert span is not None, surface
            spans.append(make_mention(doc, span.start, span.end, "country", iso3, kind))
            at = start
        doc.spans[MENTIONS] = spans
        return doc

    return maker
