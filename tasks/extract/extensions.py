"""What the pipeline keeps on a Doc beside spaCy's own attributes; registered in one place.

doc._.published_at  date of the article or None
doc._.boilerplate   indices of sentences that are by-lines or agency tags
doc.spans[MENTIONS] spans with label_ (country, person, …), kb_id_ (iso3, empty if unresolved), id_ (kind)
doc._.relations     list of FoundRelation
doc._.money         list of FoundMoney
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span

MENTIONS = "mentions"
_STARTS = "sentence_starts"
_TEXT = "text"


def register() -> None:
    """Adds the extensions to spaCy; calling it again changes nothing."""
    for name, default in (("published_at", None), ("boilerplate", frozenset()), ("relations", None), ("money", None)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def mentions(doc: Doc) -> list[Span]:
    """The mentions found so far, in order of the text."""
    return sorted(doc.spans.get(MENTIONS, ()), key=lambda span: (span.start, span.end))


def text_of(doc: Doc) -> str:
    """The text of the Doc, which spaCy puts together anew each time it is asked."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def add_mentions(doc: Doc, found: Iterable[Span]) -> None:
    """Puts further mentions beside those found so far."""
    doc.spans[MENTIONS] = sorted([*mentions(doc), *found], key=lambda span: span.start)


def by_sentence(doc: Doc, spans: Iterable[Span]) -> dict[int, list[Span]]:
    """The spans by the first token of the sentence that each is in."""
    found: dict[int, list[Span]] = {}
    for span in spans:
        found.setdefault(sentence_start(doc, span.start), []).append(span)
    return found


def sentence_start(doc: Doc, i: int) -> int:
    """The first token of the sentence that holds token i. The Doc's sentences must be settled.

    spaCy's own `.sent` looks through the whole Doc each time, which took half of the coder's time beside the model's.
    """
    starts: list[int] | None = doc.user_data.get(_STARTS)
    if starts is None:
        starts = doc.user_data[_STARTS] = [sent.start for sent in doc.sents]
    return starts[bisect_right(starts, i) - 1]


def codable_sentences(doc: Doc) -> Iterator[tuple[int, Span]]:
    """Sentences with their numbers, boilerplate left out."""
    for number, sentence in enumerate(doc.sents):
        if number not in doc._.boilerplate:
            yield number, sentence


def make_mention(doc: Doc, start: int, end: int, label: str, iso3: str, kind: str) -> Span:
    """A mention over the tokens [start, end)."""
    return Span(doc, start, end, label=label, kb_id=iso3, span_id=kind)
