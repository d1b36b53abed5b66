import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.repair import repair


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("The pact is â€œhistoricâ€\x9d, he said", 'The pact is "historic", he said'),
        ("The cafÃ© in MÃ©rida", "The café in Mérida"),
        ("Smith &amp; Sons &lt;SMS&gt;", "Smith & Sons <SMS>"),
        ("twice &amp;lt;escaped&amp;gt;", "twice <escaped>"),
        ("“curly” and ‘single’", "\"curly\" and 'single'"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("co\u00adoper\u200bation\ufeff", "cooperation"),
        ("Reuter \x03", "Reuter "),
        ("Reuter &#3;", "Reuter "),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("broken&#10;entity", "broken entity"),
        ("– dash — and … stay", "– dash — and … stay"),
        ("e\u0301tat", "état"),
    ],
)
def test_repairs(raw, clean):
    assert repair(raw)[0] == clean


def test_a_repaired_character_maps_to_all_it_came_from():
    raw = "x â€œyâ€\x9d &amp; z"
    text, offsets = repair(raw)
    assert text == 'x "y" & z'
    assert raw[slice(*offsets.span(2, 3))] == "â€œ"
    assert raw[slice(*offsets.span(2, 5))] == "â€œyâ€\x9d"
    assert raw[slice(*offsets.span(6, 9))] == "&amp; z"
    assert raw[slice(*offsets.span(8, 9))] == "z"


def test_text_without_defects_is_returned_as_it_is():
    raw = "Plain text, “quoted” – and dated 5 May."
    text, offsets = repair(raw)
    assert len(text) == len(raw)
    assert len(offsets.segments) == 1


def test_a_defect_beyond_the_first_chunk_is_found_and_mapped():
    raw = "word " * 900 + "naÃ¯ve end"
    text, offsets = repair(raw)
    start = text.index("naïve")
    assert raw[slice(*offsets.span(start, start + 5))] == "naÃ¯ve"


@given(st.text())
def test_repair_is_total_stable_and_covers_the_text(raw):
    text, offsets = repair(raw)
    assert repair(text)[0] == text
    assert offsets.length == len(text)
    starts = [offsets.span(i, i + 1) for i in range(len(text))]
    assert all(0 <= start <= end <= len(raw) for start, end in starts)
    assert starts == sorted(starts)
