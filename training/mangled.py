"""Examples of whole articles as the coder reads them once they are mangled: stretches of several sentences.

Without punctuation nothing tells where a sentence ends, so that the coder asks about every two countries of a line or
of a stretch of it (tasks/extract/stretches.py), most of which act on each other in none of its sentences.
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Doc

from tasks.clean.text import clean_text
from tasks.extract.coder import Coder
from tasks.extract.components.relations import Candidate, find_candidates
from tasks.extract.extensions import mentions
from tasks.extract.record import make_codable
from training.augment import mangle_text
from training.carried import direct, is_kept, moved
from training.readings import Row

# The most sentences of a paragraph of a story, whose own paragraphs are not known.
PARAGRAPH = 4
# Of the carried pairs without a relation training sees this share.
KEPT_NEGATIVES = 0.2
Span = tuple[int, int]


class MangledText:
    """A labelled text, mangled and then cleaned as the coder does."""

    def __init__(self, text: str) -> None:
        mangled, came_from = mangle_text(text)
        self.clean = clean_text(mangled)
        given = [self.clean.offsets.span(at, at + 1)[0] for at in range(len(self.clean.text))]
        self._origin = [came_from[min(at, len(came_from) - 1)] for at in given]

    def before(self, start: int, end: int) -> Span:
        """Where a span of the cleaned text, without blanks at its end, stands in the text as labelled."""
        end = start + max(1, len(self.clean.text[start:end].rstrip()))  # a blank stands where the next word does
        return self._origin[start], self._origin[end - 1] + 1

    def after(self, start: int, end: int) -> Span | None:
        """Where a span of the text as labelled stands in the cleaned one; None where nothing of it is left."""
        start, end = bisect_left(self._origin, start), bisect_left(self._origin, end)
        start += self.clean.text[start:end][:1].isspace()
        return (start, end) if start < end else None


def mangled_examples(
    coder: Coder, labels: Iterable[Row], split_of: Callable[[str], str], texts: dict[str, Row] | None = None
) -> Iterator[Row]:
    """Every pair that the coder asks about in the mangled articles, with what their labels tell of it.

    split_of: an article's id to "train" or "held". Without texts the labels hold their own: stories written for the
    project.
    """
    for row in labels:
        source = texts[row["id"]] if texts else {**row, "text": in_paragraphs(row)}
        mangled = MangledText(source["text"])
        (doc,) = coder.code([make_codable(source, mangled.clean)])
        for found in find_candidates(doc):
            example = _example(doc, found, mangled, row)
            is_train = split_of(row["id"]) == "train"
            if example and (example["relations"] or not is_train or _is_wanted(found)):
                yield {**example, "split": "train" if is_train else "held"}


def in_paragraphs(story: Row) -> str:
    """The story's text in paragraphs of some sentences, drawn by its id; half of the stories stay on one line."""
    rng = random.Random(story["id"])
    text = story["text"]
    if rng.random() < 0.5:
        return text
    number = 0
    for at, (start, _) in enumerate(story["sentences"]):
        if at == number and start:
            text = f"{text[: start - 1]}\n{text[start:]}"
        if at == number:
            number += rng.randint(1, PARAGRAPH)
    return text


def _is_wanted(found: Candidate) -> bool:
    return found.kind == "named" or is_kept(f"{found.passage.text}{found.first}", KEPT_NEGATIVES)


def _example(doc: Doc, found: Candidate, mangled: MangledText, row: Row) -> Row | None:
    """The example of a candidate; None where the labels end before it or leave open which stretch has the relation."""
    asked = found.passage.asked
    place = mangled.before(*asked)
    if place[1] > row["sentences"][-1][1]:
        return None
    acts = [r for r in row["relations"] if {r["source"], r["target"]} == {found.first, found.second}]
    inside = [r for r in acts if place[0] <= _middle(r, row) < place[1]]
    if not inside and any(_touches(place, row["sentences"][r["sent"]]) for r in acts):
        return None
    states = [(span.kb_id_, span.id_, (span.start_char, span.end_char)) for span in mentions(doc) if span.kb_id_]
    sides: dict[str, list[Row]] = {"a": [], "b": [], "c": []}
    for code, kind, span in states:
        side = {found.first: "a", found.second: "b"}.get(code, "c")
        sides[side] += [{"span": list(part), "kind": kind} for part in found.passage.within([span])]
    relations = [moved(_placed(direct(r, found.first), mangled, asked), found.passage) for r in inside]
    focus = {"focus": found.passage.focus} if found.passage.focus else {}
    origin = "mangled" if found.kind == "named" else "mangled_carried"
    pair = {"iso3": [found.first, found.second], "relations": relations, "from": origin}
    return {"text": found.passage.text, **focus, **sides, **pair}


def _middle(relation: Row, row: Row) -> int:
    start, end = relation.get("evidence") or row["sentences"][relation["sent"]]
    return int(start + end) // 2


def _touches(one: Span, two: list[int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _placed(relation: Row, mangled: MangledText, part: Span) -> Row:
    """The relation with its evidence in characters of the cleaned text, as far as the stretch holds it."""
    span = mangled.after(*relation["evidence"]) if relation["evidence"] else None
    cut = span and (max(span[0], part[0]), min(span[1], part[1]))
    return {**relation, "evidence": list(cut) if cut and cut[0] < cut[1] else None}
