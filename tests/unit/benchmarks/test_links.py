"""The share of amounts whose countries are right: sets, parts, readings, and what nobody found."""

from types import ModuleType

from benchmarks.links import interval, is_lost, judge, link_lines, mangled_label, still_named, unwrapped


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


def test_an_amount_whose_state_mangling_took_away_is_not_asked():
    text = "an old line\nthe U.S. gave\nKenya 5 million\nthe end"
    at = text.index("5")
    asked = {"id": "x", "part": "first"}
    amount = {"start": at, "end": at + 9, "links": [links("USA", "KEN"), links(payee="KEN")]}
    other = {"start": 0, "end": 2, "links": [links("USA")]}
    named = {"iso3": "USA", "mentions": [{"start": text.index("U.S."), "end": text.index("U.S.") + 4}]}
    kenya = {"iso3": "KEN", "mentions": [{"start": text.index("Kenya"), "end": text.index("Kenya") + 5}]}
    left = asked | {"money": [amount | {"number": 1}]}
    found = still_named(
        asked | {"money": [other, amount]},
        left,
        {"countries": [named, kenya]},
        text,
        lambda start, _: text[start] == "U",
    )
    assert found["money"][0]["links"] == [links(payee="KEN")]  # the reading that is left
    gone = still_named(asked | {"money": [other, amount]}, left, {"countries": [named, kenya]}, text, lambda *_: True)
    assert gone["money"] == []


def test_a_name_is_lost_unless_all_its_letters_are_left():
    degrade = ModuleType("degrade")
    degrade.carry = lambda span, origin: (
        (origin.index(span[0]), origin.index(span[1] - 1) + 1) if span[0] in origin and span[1] - 1 in origin else None
    )
    text = "U.S. and Kenya"
    mangled, origin = "and kenya", [5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert is_lost(0, 4, text, mangled, origin, degrade)
    assert not is_lost(9, 14, text, mangled, origin, degrade)


def test_labels_follow_their_words_into_unwrapped_text():
    text = "Ministers of the two states met for a second\nday and agreed on a loan of 5 million\ndlrs, they said.\n"
    at = text.index("5")
    label, flat = unwrapped({"id": "x", "money": [{"start": at, "end": text.index("dlrs") + 4, "links": []}]}, text)
    assert "\n" not in flat
    assert flat[label["money"][0]["start"] : label["money"][0]["end"]] == "5 million dlrs"
