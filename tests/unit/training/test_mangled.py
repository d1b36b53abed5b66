"""Training reads mangled articles in the stretches that the coder reads, with the labels that belong to each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.text import clean_text
from tasks.extract.coder import Coder
from tasks.extract.components.relations import find_candidates
from tasks.extract.pipeline import NAMING
from tasks.extract.record import make_codable
from training.mangled import MangledText, in_paragraphs, mangled_examples

TEXT = "Peru's president met Chile's in Lima. On 3 May they signed a treaty.\nBolivia was angry: it recalled its envoy."
SENTENCES = [[0, 37], [38, 68], [69, len(TEXT)]]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(NAMING)


def relation(sent, pair, event, words=None):
    start = TEXT.index(words) if words else 0
    told = {"sent": sent, "source": pair[0], "target": pair[1], "symmetric": False, "event": event}
    evidence = [start, start + len(words)] if words else None
    return told | {"status": "past", "context": "political", "confidence": 2, "evidence": evidence}


def examples(coder, *relations, split="train", **changed):
    row = {"id": "x", "published_at": None, "sentences": SENTENCES, "relations": list(relations), **changed}
    texts = {"x": {"id": "x", "text": TEXT, "published_at": None}}
    return {tuple(one["iso3"]): one for one in mangled_examples(coder, [row], lambda _: split, texts)}


def test_a_stretch_takes_the_relations_of_all_its_sentences(coder):
    treaty = relation(1, ("CHL", "PER"), "AGREE", "they signed a treaty")
    found = examples(coder, relation(0, ("PER", "CHL"), "CONSULT", "met"), treaty)["PER", "CHL"]
    assert found["text"].strip() == "peru s president met chile s in lima on may they signed a treaty"
    told = [(one["direction"], one["event"], found["text"][slice(*one["evidence"])]) for one in found["relations"]]
    assert told == [("forward", "CONSULT", "met"), ("backward", "AGREE", "they signed a treaty")]
    assert [found["text"][slice(*one["span"])] for one in found["a"]] == ["peru", "lima"]
    assert (found["from"], found["split"]) == ("mangled", "train")


def test_examples_are_the_pairs_that_the_coder_asks_about(coder):
    clean = clean_text(MangledText(TEXT).clean.text)
    (doc,) = coder.code([make_codable({"text": TEXT}, clean)])
    asked = {(one.first, one.second): (one.passage.text, one.passage.focus) for one in find_candidates(doc)}
    found = examples(coder, split="held")
    assert {pair: (one["text"], one.get("focus", 0)) for pair, one in found.items()} == asked
    assert {one["from"] for one in found.values()} == {"mangled", "mangled_carried"}


def test_what_lies_behind_the_labels_is_no_example(coder):
    assert set(examples(coder, split="held", sentences=SENTENCES[:2])) == {("PER", "CHL")}


def test_a_relation_without_evidence_stands_where_its_sentence_does(coder):
    (one,) = examples(coder, relation(2, ("BOL", "CHL"), "PROTEST"))["BOL", "CHL"]["relations"]
    assert (one["event"], one["evidence"]) == ("PROTEST", None)


def test_half_of_the_stories_stay_on_one_line():
    story = {"text": "One. " * 8 + "Two.", "sentences": [[at, at + 4] for at in range(0, 45, 5)]}
    told = [in_paragraphs({"id": f"s{number}", **story}) for number in range(200)]
    assert {text.replace("\n", " ") for text in told} == {story["text"]}
    assert 70 < sum("\n" in text for text in told) < 130
    assert all(line.endswith(".") for text in told for line in text.split("\n"))


@given(st.text(alphabet="ab Cé.,1\n-’s…", max_size=80))
def test_spans_are_traced_to_the_labelled_text_and_back(text):
    mangled = MangledText(text)
    words = mangled.clean.text.split()
    at = 0
    for word in words:
        at = mangled.clean.text.index(word, at)
        start, end = mangled.before(at, at + len(word))
        assert text[start:end].lower() == word
        assert mangled.after(start, end) == (at, at + len(word))
        at += len(word)
