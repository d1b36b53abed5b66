import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.offsets import OffsetMap, Segment


def deletion_map(raw: str, dropped: str) -> tuple[str, OffsetMap]:
    """Drops characters: the simplest cleaning whose map is known."""
    kept = [index for index, character in enumerate(raw) if character not in dropped]
    return "".join(raw[i] for i in kept), OffsetMap(Segment(at, 1, i, 1) for at, i in enumerate(kept))


def test_identity_maps_a_span_to_itself():
    assert OffsetMap.identity(10).span(3, 7) == (3, 7)


def test_a_replaced_stretch_maps_as_a_whole():
    # "a&amp;b" cleaned to "a&b"
    offsets = OffsetMap([Segment(0, 1, 0, 1), Segment(1, 1, 1, 5), Segment(2, 1, 6, 1)])
    assert offsets.span(1, 2) == (1, 6)
    assert offsets.span(0, 3) == (0, 7)
    assert offsets.span(2, 3) == (6, 7)


def test_what_was_added_has_no_length():
    offsets = OffsetMap.identity(4).shifted(7)
    assert offsets.span(0, 7) == (0, 0)
    assert offsets.span(7, 11) == (0, 4)
    assert offsets.length == 11


def test_an_empty_span_is_an_error():
    with pytest.raises(ValueError, match="empty span"):
        OffsetMap.identity(3).span(2, 2)


def test_neighbours_that_go_on_are_one_segment():
    assert OffsetMap([Segment(0, 2, 5, 2), Segment(2, 3, 7, 3)]).segments == (Segment(0, 5, 5, 5),)


@given(st.text(alphabet="abxy", max_size=40))
def test_two_cleanings_in_a_row_map_through(raw):
    first_text, first = deletion_map(raw, "x")
    second_text, second = deletion_map(first_text, "y")
    both = first.after(second)
    assert [raw[slice(*both.span(i, i + 1))] for i in range(len(second_text))] == list(second_text)


@given(st.text(alphabet="abxy", max_size=40))
def test_flat_form_reads_back(raw):
    _, offsets = deletion_map(raw, "x")
    assert OffsetMap.from_flat(offsets.flat()).segments == offsets.segments


def test_an_addition_after_a_cleaning_maps_to_a_point():
    first = OffsetMap([Segment(0, 2, 3, 2)])
    later = OffsetMap([Segment(0, 2, 0, 2), Segment(2, 3, 2, 0)])
    assert first.after(later).span(2, 5) == (5, 5)
