"""The model's input: markers where the actors are, windows that keep both."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extract.encoding import CLS, FOCUS, MARKERS, SEP, encode, tokenize

TEXT = "Moscow sold four helicopters to Pakistan, and India objected."


def spans(text, *words):
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def test_markers_surround_the_actors():
    encoded = encode(tokenize(TEXT), spans(TEXT, "Moscow"), spans(TEXT, "Pakistan"), spans(TEXT, "India"))
    assert encoded.ids[0] == CLS
    assert encoded.ids[-1] == SEP
    for name, word in (("A", "Moscow"), ("B", "Pakistan"), ("C", "India")):
        opening, closing = (encoded.ids.index(marker) for marker in MARKERS[name])
        inside = [span for span in encoded.offsets[opening + 1 : closing] if span]
        assert TEXT[inside[0][0] : inside[-1][1]] == word


def test_an_unnamed_side_has_no_marker():
    encoded = encode(tokenize(TEXT), spans(TEXT, "Moscow"), [])
    assert MARKERS["B"][0] not in encoded.ids


def test_a_marker_stands_where_the_sentence_begins():
    focus = TEXT.index("and")
    encoded = encode(tokenize(TEXT), spans(TEXT, "Moscow"), spans(TEXT, "India"), focus=focus)
    after = encoded.offsets[encoded.ids.index(FOCUS) + 1]
    assert after == (focus, focus + 3)
    assert FOCUS not in encode(tokenize(TEXT), spans(TEXT, "Moscow"), []).ids


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(24, 128))
def test_long_sentences_keep_both_actors_and_fit(before, between, limit):
    text = "word " * before + "Moscow " + "thing " * between + "Pakistan" + " tail" * 90
    encoded = encode(tokenize(text), spans(text, "Moscow"), spans(text, "Pakistan"), limit=limit)
    assert len(encoded.ids) <= limit
    assert MARKERS["A"][0] in encoded.ids
    if between + 24 < limit:
        assert MARKERS["B"][0] in encoded.ids
