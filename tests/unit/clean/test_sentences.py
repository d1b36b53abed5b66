import pytest

from tasks.clean.sentences import split_line

MIXED = [
    "He met U.S. President Marlow.|Talks in the U.S. went on.|In the U.S. It was quiet.".replace(
        "the U.S. It", "the U.S.|It"
    ),
    "Talks resume at 5 p.m. Monday in Geneva.|Mr. Ostrov left at 3 a.m.|The delegates stayed.",
    "Shares of Nordic Steel Corp. rose.|Baltic Shipping Co. said so.|He works for Acme Inc.|It makes tools.",
    '"We are at peace.|We shall keep it," he said.|"Is it over?" Varga asked.|"Never!" he said.',
    '"It is done."|The minister left.|He said "yes."|Then he went.',
    "Gov. Lindqvist met Lt. Gen. Okoro on Jan. 5.|No. 10 declined.|St. Maren is quiet.",
    "Growth was 5.3 pct.|In 1986 it was 2.|Prices fell ... to 5.|He saw 6.|The next was 7.",
    "A. Q. Rahimi met George W. Talbot.|They agreed on plan B.|The rest is open.",
    "She went to sea...|Then came the storm.|(It was late.)|It passed.",
    "They sell iron ore.|Production rose.|It costs 10 dlrs.|Officials agreed.",
    "The envoy went home.|The airline said so.",
    'He paid 1.5 mln dlrs?|"Yes," she said.',
]
LOWER = [
    "sales rose in 2003.|the airline said it would grow.|it has 3.5% more seats.",
    "mr varga met gen. okoro in the u.s. on jan. 5.|the firm, acme corp. said so.|the u.s. army left.",
    'it is over.|"we won" he said.',
]


@pytest.mark.parametrize(("marked", "casing"), [(m, "mixed") for m in MIXED] + [(m, "lower") for m in LOWER])
def test_splits_where_a_reader_would(marked, casing):
    line = marked.replace("|", " ")
    assert [line[start:end] for start, end in split_line(line, casing)] == marked.split("|")


def test_upper_case_headline_is_not_cut_after_an_abbreviation():
    line = "TOKYO WARNS U.S. IT MAY ACT. LONDON SAYS NO."
    assert [line[a:b] for a, b in split_line(line, "upper")] == ["TOKYO WARNS U.S. IT MAY ACT.", "LONDON SAYS NO."]


def test_lost_blank_after_a_full_stop():
    line = "The envoy went home.The airline said so."
    assert [line[a:b] for a, b in split_line(line, "mixed")] == ["The envoy went home.", "The airline said so."]


def test_numbered_item_keeps_its_number():
    assert split_line("1. The first point is peace.", "mixed") == [(0, 28)]


def test_lower_case_after_a_stop_is_no_start_in_cased_text():
    assert len(split_line("The www. example goes on.", "mixed")) == 1


def test_blank_line_has_no_sentence():
    assert split_line("   ", "mixed") == []
