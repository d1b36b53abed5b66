import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.clean.offsets import OffsetMap, Segment
from tasks.clean.text import clean_text


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


def places(offsets: OffsetMap) -> list[tuple[int, int]]:
    """Where each character of the cleaned text stands."""
    return [offsets.span(at, at + 1) for at in range(offsets.length)]


def assert_monotone(offsets: OffsetMap) -> None:
    starts, ends = zip(*places(offsets), strict=True) if offsets.length else ((), ())
    assert list(starts) == sorted(starts)
    assert list(ends) == sorted(ends)
    assert places(OffsetMap.from_flat(offsets.flat())) == places(offsets)


EDITS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=6)


def edited(length: int, edits: list[tuple[int, int]]) -> OffsetMap:
    """A cleaning of so many characters: of each edit's first ones its second number is made, the rest stays."""
    segments, at, clean_at = [], 0, 0
    for raw, clean in [*edits, (length, length)]:
        raw_length = min(raw, length - at)
        clean_length = clean if raw < length else raw_length
        segments.append(Segment(clean_at, clean_length, at, raw_length))
        at, clean_at = at + raw_length, clean_at + clean_length
    return OffsetMap(segments)


@given(st.integers(1, 12), st.lists(EDITS, min_size=2, max_size=4))
def test_cleanings_in_a_row_keep_the_order_of_characters(length: int, steps: list[list[tuple[int, int]]]) -> None:
    offsets = OffsetMap.identity(length)
    for edits in steps:
        offsets = offsets.after(edited(offsets.length, edits))
        assert_monotone(offsets)


@given(st.text(alphabet="Aa.ﬁ…½\xa0\n\r\t &;ampé\u2019Ã©\u200b", max_size=60))
@example("The ﬁ\xa0\nPakistan said that it will buy wheat.")
def test_the_map_of_a_cleaned_text_keeps_the_order_of_characters(raw: str) -> None:
    offsets = clean_text(raw).offsets
    assert_monotone(offsets)
    assert all(0 <= start <= end <= len(raw) for start, end in places(offsets))
