"""The share of amounts whose countries are right: sets, parts, readings, and what nobody found."""

from types import ModuleType

from benchmarks.links import interval, judge, link_lines, mangled_label


def links(payer=None, payee=None, pair=None):
    return {"payer": payer, "payee": payee, "pair": pair}


def label(*readings, name="x", part="first"):
    return {"id": name, "part": part, "money": [{"start": 10, "end": 20, "links": list(readings)}]}


def coded(**of):
    return {"id": "x", "money": [{"start": 12, "end": 25, **links(**of)}]}


def test_a_turned_direction_has_the_right_countries_and_the_wrong_parts():
    want = label(links("JPN", "KEN"))
    assert judge(want, coded(payer="JPN", payee="KEN")) == [("x", True, True)]
    assert judge(want, coded(payer="KEN", payee="JPN")) == [("x", True, False)]
    assert judge(want, coded(payer="JPN")) == [("x", False, False)]


def test_any_of_several_readings_is_right():
    want = label(links("JPN", "KEN"), links(payer="JPN"))
    assert judge(want, coded(payer="JPN")) == [("x", True, True)]


def test_an_amount_that_is_not_found_is_right_only_where_it_has_no_country():
    nothing = {"id": "x", "money": []}
    assert judge(label(links()), nothing) == [("x", True, True)]
    assert judge(label(links("JPN")), nothing) == [("x", False, False)]


def test_the_interval_holds_the_share():
    hits = [(str(i), i % 4 > 0, True) for i in range(200)]
    low, high = interval(hits, 1)
    assert 0.6 < low < 0.75 < high < 0.9
    assert interval(hits, 2) == (1.0, 1.0)


def test_the_report_tells_bound_amounts_from_others():
    labels = [label(links("JPN")), label(links(), name="y")]
    lines = list(link_lines(labels, {"x": coded(), "y": coded()}))
    assert ["all" in line and "0.500" in line for line in lines] == [True, False, False]
    assert "bound" in lines[1]
    assert "0.000" in lines[1]
    assert "1.000" in lines[2]


def test_of_mangled_text_the_amounts_with_a_magnitude_left_are_asked():
    degrade = ModuleType("degrade")
    degrade.carry = lambda span, origin: (
        (origin.index(span[0]), origin.index(span[0]) + 7) if span[0] in origin else None
    )
    text = "gave million and dollars"  # of "gave 5 million, 300 and 20 dollars"
    origin = [0, 1, 2, 3, 6, *range(7, 14), 20, 21, 22, 23, 26, *range(27, 34)]
    asked = [{"start": at, "end": at + 7, "links": [links("JPN")]} for at in (7, 16, 27)]
    found = mangled_label({"id": "x", "part": "first", "money": asked}, text, origin, degrade)
    assert [(one["start"], one["end"]) for one in found["money"]] == [(5, 12)]
    assert found["money"][0]["links"] == [links("JPN")]
