"""The peers' answers and our labels, both by offsets of the text as given."""

from types import SimpleNamespace

import pytest

from benchmarks.money import gold_of_label
from benchmarks.peers import read_spelled_out, spell_out

DEGRADE = SimpleNamespace(degrade=lambda text: (" ".join(w for w in text.lower().split() if w.isalpha()), []))


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("It lent 5 mln dlrs.", "It lent 5 million dollars."),
        ("It lent PS35bn.", "It lent £35 billion."),
        ("Shr 25 cts", "Shr 25 cents"),
        ("The PS of it", "The PS of it"),
    ],
)
def test_short_forms_are_spelled_out(text, spelled):
    assert spell_out(text)[0] == spelled


def test_answers_come_back_by_offsets_of_the_text_as_given():
    text = "It lent 5 mln dlrs to PS3bn mills."

    def read(spelled):
        for words in ("5 million dollars", "£3 billion"):
            yield {"start": spelled.index(words), "end": spelled.index(words) + len(words)}

    answers = read_spelled_out(read, text)
    assert [text[row["start"] : row["end"]] for row in answers] == ["5 mln dlrs", "PS3bn"]


def test_a_label_reads_on_one_line():
    text = "Before. It lent 5 mln\n  dlrs. After."
    label = {"id": "x", "sentence": [8, 29], "mangled": False, "money": [{"start": 8, "end": 20, "currency": "USD"}]}
    row = gold_of_label(label, text, DEGRADE)
    assert row["text"] == "It lent 5 mln dlrs."
    assert row["text"][row["money"][0]["start"] : row["money"][0]["end"]] == "5 mln dlrs"


def test_a_mangled_label_keeps_its_offsets():
    label = {"id": "x", "sentence": [0, 19], "mangled": True, "money": [{"start": 8, "end": 16}]}
    row = gold_of_label(label, "It lent 5 mln dlrs.", DEGRADE)
    assert (row["id"], row["money"]) == ("x#0-mangled", [{"start": 8, "end": 16}])
