import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.layout import arrange

WIRE = """Ministers of the two governments met in
the lakeside capital for a second day and came close to an
agreement on fishing rights, officials said.
    The talks were to end on Friday, but both delegations said
they would stay on. A draft was being typed late in the night
and would be signed within days, they added.
    Catch by year:
      1984      1985      1986
      10.5      11.0      12.75

 AGENCY"""


def test_wrapped_paragraphs_become_lines_and_tables_stay():
    lines = arrange(WIRE)[0].split("\n")
    assert lines[0] == (
        "Ministers of the two governments met in the lakeside capital for a second day and came close to an "
        "agreement on fishing rights, officials said."
    )
    assert lines[1].startswith("The talks were to end on Friday, but both delegations said they would stay on.")
    assert lines[1].endswith("within days, they added.")
    assert lines[3:] == ["1984      1985      1986", "10.5      11.0      12.75", "", "AGENCY"]


def test_two_line_brief_is_joined():
    text = arrange("Silver is expected to open lower\nthan yesterday, dealers said in the morning.\n\nEnd")[0]
    assert text == "Silver is expected to open lower than yesterday, dealers said in the morning.\n\nEnd"


def test_one_paragraph_a_line_stays():
    text = "The first paragraph stands here.\nThe second one follows it.\nAnd this is the third."
    assert arrange(text)[0] == text


def test_mangled_sentences_a_line_stay():
    text = (
        "the minister flew to the capital for talks on the border dispute\nboth sides said that the talks were useful\n"
        "they will meet again next month in a third country\nthe neighbour asked for compensation"
    )
    assert arrange(text)[0] == text


def test_statement_of_figures_stays():
    text = "Shr 12 cts vs 10 cts\nNet 1,200,000 vs 980,000\nRevs 33.1 mln vs 30.4 mln"
    assert arrange(text)[0] == text


def test_blanks_and_blank_lines_are_squeezed():
    assert arrange("  one   two  \n\n \n\nthree\n")[0] == "one two\n\nthree"


def test_hyphen_at_a_line_end_is_left():
    text = arrange("The ministers discussed a long-\nterm arrangement on water for the whole of the river basin.")[0]
    assert text.startswith("The ministers discussed a long- term")


@given(
    st.lists(
        st.sampled_from(["war", "Peace", "talks.", "in", " ", "   ", "\n", "\n\n", "\n    ", "12", "vs"]), max_size=80
    )
)
def test_every_word_maps_back(pieces):
    raw = " ".join(pieces)
    text, offsets = arrange(raw)
    assert text.split() == raw.split()
    assert arrange(text)[0] == text
    at = 0
    for word in text.split():
        at = text.index(word, at)
        assert raw[slice(*offsets.span(at, at + len(word)))] == word
        at += len(word)


def test_short_first_line_under_a_title_is_joined():
    raw = (
        "LAKE TALKS END\n\n    Ministers of Urania, Borduria\nand Syldavia ended their talks on the lake without any\n"
        "agreement, officials said on Friday.\n    They will meet again."
    )
    assert arrange(raw)[0].split("\n") == [
        "LAKE TALKS END",
        "",
        "Ministers of Urania, Borduria and Syldavia ended their talks on the lake without any agreement, "
        "officials said on Friday.",
        "They will meet again.",
    ]


@pytest.mark.parametrize("title", ["LAKE TALKS END", "Lake talks end early"])
def test_title_directly_above_unindented_text_stays_apart(title):
    body = "The three states said that their talks on the lake had ended without any\nagreement on fishing rights."
    raw = f"{title}\n{body}"
    assert arrange(raw)[0].split("\n")[0] == title


def test_title_directly_above_wrapped_text_stays_apart():
    raw = (
        "LAKE TALKS END\n    Ministers of three states met in\nSyldavia for talks on the lake without coming to any\n"
        "agreement, officials said on Friday."
    )
    assert arrange(raw)[0].split("\n")[0] == "LAKE TALKS END"
    assert arrange(raw)[0].count("\n") == 1


def test_initial_at_the_end_of_a_short_line_ends_no_paragraph():
    raw = "Northern Chemical Co, Guy F.\nAtkins and two more firms said that they formed a venture to clean the\nriver."
    assert "\n" not in arrange(raw)[0]


def test_cased_title_above_mangled_lines_does_not_join_them():
    text = "Neighbours Sign Pact\n\n" + "\n".join(
        ("two neighbours signed a pact on the shared river after talks", "their envoys will meet again in the autumn")
    )
    assert arrange(text)[0] == text


MANGLED = """the ministers of the two governments met in the lakeside capital
for a second day and came close to an agreement on fishing rights
officials said
the talks were to end on friday but both delegations said that
they would stay on a draft was being typed late in the night and
would be signed within days they added"""


def test_mangled_wrapped_paragraphs_become_lines():
    """Without a capital or a full stop, a line that ends in "the" or "and" tells of wrapping; a short one ends it."""
    lines = arrange(MANGLED)[0].split("\n")
    assert [line.split()[-2:] for line in lines] == [["officials", "said"], ["they", "added"]]
    assert lines[1].startswith("the talks were to end on friday but both delegations said that they would stay on")


def test_mangled_rows_of_a_table_stay():
    text = "\n".join(f"{name} up slightly" for name in "cocoa copper cotton coffee sugar rubber silver".split())
    assert arrange(text)[0] == text
