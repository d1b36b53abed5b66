"""Names that several states, people and things share, clean and as a careless cleaner leaves them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tasks.extract.components import blocs
from tasks.extract.extensions import mentions
from training.augment import mangle_text

CASES = [json.loads(line) for line in (Path(__file__).parent / "golden_namesakes.jsonl").open(encoding="utf-8")]


def countries(doc):
    return sorted({span.kb_id_ for span in mentions(doc) if span.kb_id_})


def name_of(case):
    return case["sentences"][0][:50]


def day_of(case):
    return date.fromisoformat(case["published"]) if case["published"] else None


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_clean(read, case):
    assert countries(read(*case["sentences"], published=day_of(case))) == case["countries"]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_mangled(read, case):
    mangled = [text for text, _ in map(mangle_text, case["sentences"]) if text]
    assert countries(read(*mangled, published=day_of(case))) == case.get("mangled", case["countries"])


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Brussels told the European Union's members to save.", "EUU"),
        ("The European Union's members met in Brussels.", "BEL"),
        ("Ministers flew to Brussels for the European Union's dinner.", "BEL"),
        ("A letter to Brussels asked the European Union for time.", "EUU"),
        ("A Brussels court fined the European Union's driver.", "BEL"),
        ("Brussels told Belgium's towns to save, and the European Union looked on as the Belgian king spoke.", "BEL"),
    ],
)
def test_brussels_is_the_bloc_where_it_acts(read, text, iso3):
    doc = read(text, published=date(2016, 5, 5))
    assert [span.kb_id_ for span in mentions(doc) if span.text == "Brussels"] == [iso3]


def test_the_bloc_of_nobody_named_is_no_bloc(read):
    assert countries(read("The bloc left the hall, and the Commission rose.", published=date(2016, 5, 5))) == []


def test_the_names_of_two_states_are_two_mentions(read):
    doc = read("The two Koreas opened the road.", published=date(2018, 5, 5))
    assert [(span.text, span.kb_id_) for span in mentions(doc)] == [("Koreas", "KOR"), ("Koreas", "PRK")]


def test_other_bodies_are_looked_for_once_an_article(read, monkeypatch):
    class Counted:
        times = 0

        def search(self, text):
            Counted.times += 1
            return re.search("no such body", text)

    monkeypatch.setattr(blocs, "RIVALS", {"the commission": Counted()})
    doc = read(*["The Commission told the European Community to wait."] * 9, published=date(1987, 5, 5))
    assert [span.kb_id_ for span in mentions(doc)] == ["EUU"] * 18
    assert Counted.times == 1
