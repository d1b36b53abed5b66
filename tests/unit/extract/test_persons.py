"""Office-holders that no list knows stand for the state that the text names beside them."""

import pytest

from tasks.extract.extensions import mentions


def persons(doc):
    return [(span.text, span.kb_id_) for span in mentions(doc) if span.id_ == "person"]


def test_name_after_state_and_office(read):
    doc = read("Pakistani Foreign Minister Zubair Tarkhani flew to Moscow.", "Tarkhani said the talks went well.")
    assert persons(doc) == [("Zubair Tarkhani", "PAK"), ("Tarkhani", "PAK")]


def test_name_before_state_and_office(read):
    doc = read("Zubair Tarkhani, Pakistan's foreign minister, flew to Moscow.")
    assert persons(doc) == [("Zubair Tarkhani", "PAK")]


def test_mangled_text(read):
    doc = read("pakistan s defence minister zubair tarkhani told reporters", "we must wait tarkhani said")
    assert persons(doc) == [("zubair tarkhani", "PAK"), ("tarkhani", "PAK")]


def test_office_without_state_is_unresolved(read):
    doc = read("Prime Minister Ruslan Obertan resigned on Monday.")
    assert persons(doc) == [("Ruslan Obertan", "")]


def test_no_name_no_person(read):
    assert persons(read("Pakistan's foreign minister arrived in Moscow on Monday.")) == []
    assert persons(read("pakistan s foreign minister arrived in moscow")) == []


def test_office_named_elsewhere_gives_the_state(read):
    doc = read(
        "New Zealand's cabinet was angry with France.",
        "Prime Minister Rowan Tuckwell said so in Parliament.",
        "Tuckwell will write to Paris.",
    )
    assert persons(doc) == [("Rowan Tuckwell", "NZL"), ("Tuckwell", "NZL")]


def test_the_same_office_of_two_states_leaves_it_open(read):
    doc = read(
        "The Norwegian foreign minister met the Danish foreign minister.",
        "Foreign Minister Rowan Tuckwell said that they had talked about fish.",
    )
    assert persons(doc) == [("Rowan Tuckwell", "")]


def test_an_adverb_after_an_office_is_no_name(read):
    assert persons(read("norway s president later freed the crew")) == []


def test_what_an_official_does_is_no_name(read):
    doc = read("eu official warns on steel", "Ada Quist, the USDA general sales manager, sold wheat to Kenya.")
    assert not [span.text for span in mentions(doc) if span.id_ == "person"]
    assert not [span.text for span in mentions(read("usda general sales manager sold wheat")) if span.id_ == "person"]


@pytest.mark.parametrize(
    ("sentence", "name", "state"),
    [
        ("Spanish farm minister Carlos Romero called for action.", "Romero", "ESP"),
        ("Japan's vice minister for international affairs Kenji Mori spoke.", "Mori", "JPN"),
        ("Anna Keller, vice-president of the Swiss National Bank, was sceptical.", "Keller", "CHE"),
        ("Ivan Petrenko, deputy foreign minister of Ukraine, spoke.", "Petrenko", "UKR"),
    ],
)
def test_an_office_holder_is_known_again_by_last_name(read, sentence, name, state):
    doc = read(sentence, f"{name} left for Brussels.")
    assert next((span.text, span.kb_id_) for span in mentions(doc) if span.start >= len(doc) - 5) == (name, state)


def test_who_is_told_of_beside_another_states_office_is_not_its_holder(read):
    doc = read("Ivan Petrenko met the president of France.", "Petrenko left.")
    assert "Petrenko" not in [span.text for span in mentions(doc)]
