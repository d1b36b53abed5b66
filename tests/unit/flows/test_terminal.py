"""What a person sees after a run, and of a comparison; widths and hostile text included."""

import io
import re
import shlex
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from flows import hints
from flows.hints import next_commands
from flows.quality_view import show_quality
from flows.rendering import bar, short_item
from flows.run import Summary
from flows.settings import Settings
from flows.terminal import show_compare, show_run
from tasks.report.findings import is_unsure, rows_of
from tasks.report.quality import measure_quality

HOSTILE = "[red]a[/red] \x1b[2J | `x`\nsecond line \u202egnirts" + "x" * 500


def make_console(width: int = 80) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def make_summary(warehouse: Path, **changes: Any) -> Summary:
    fields: dict[str, Any] = {
        "published": True, "documents_read": 8, "articles_new": 8, "articles_not_codable": 1, "duplicates": 1,
        "mentions": 9, "relations": 7, "money": 4, "report": "Prefect UI: artifacts …",
    }  # fmt: skip
    return Summary(run_id="b" * 16, warehouse=str(warehouse), **{**fields, **changes})


def run_output(con: duckdb.DuckDBPyConnection, summary: Summary, width: int = 80) -> str:
    console = make_console(width)
    show_run(console, summary, con)
    return printed(console)


def test_run_tells_what_was_read_and_how_countries_relate(told: Path, told_con: duckdb.DuckDBPyConnection) -> None:
    text = run_output(told_con, make_summary(told))
    assert "Read      8 documents" in text
    assert "8 new articles, of them 1 copy of a story, 1 in another language" in text
    assert "7 relations, 9 mentions, 4 amounts of money" in text
    assert re.search(r"^Pakistan – Russia +2 +3 +3 +0 +\+4\.8 +│██▌ +2021-05-01", text, re.MULTILINE)
    assert re.search(r"^India – Pakistan +1 +1 +0 +1 +-9\.5 +███│ +2022-03-03", text, re.MULTILINE)
    assert re.search(r"^\? billion USD +China → Pakistan +aid +“billions of dollars”", text, re.MULTILINE)
    assert "Quality    look: " in text
    assert "told.duckdb" in text
    assert "Quarantined" not in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_fit_the_terminal(told: Path, told_con: duckdb.DuckDBPyConnection, width: int) -> None:
    refused = [{"stage": "ingest", "check_name": "binary", "reason": HOSTILE, "item": f"news/{HOSTILE}"}] * 7
    text = run_output(told_con, make_summary(told, quarantine=refused, quarantined=7), width)
    before_commands = text.split("\nWarehouse")[0].splitlines()
    assert max(len(line) for line in before_commands if not line.startswith("…")) <= width
    assert ("mostly" in text) == (width == 120)


def test_refused_shows_five_and_says_how_many_more(told: Path, told_con: duckdb.DuckDBPyConnection) -> None:
    refused = [{"stage": "ingest", "check_name": "binary", "reason": HOSTILE, "item": "news/b.bin"}] * 7
    text = run_output(told_con, make_summary(told, quarantine=refused, quarantined=7))
    assert "Quarantined: 7" in text
    assert text.count("news/b.bin") == 5
    assert re.search(r"^… and 2 more: .*detente quality --warehouse .*told.duckdb$", text, re.MULTILINE)
    assert "\x1b[2J" not in text
    assert "[red]a[/red]" in text
    assert "\u202e" not in text


def test_nothing_new_says_so(told: Path, told_con: duckdb.DuckDBPyConnection) -> None:
    text = run_output(told_con, make_summary(told, published=False, documents_known=8))
    assert "Nothing new: 8 documents are known; the warehouse is unchanged." in text
    summary = make_summary(told, published=False, documents_known=1, documents_repeated=0, sources_unchanged=2)
    assert summary.line() == "Nothing new: 2 sources unchanged, 1 document is known"
    assert f"{summary.line()}; the warehouse is unchanged." in run_output(told_con, summary)
    assert "Pakistan – Russia" in text


def test_empty_warehouse_has_no_tables(tmp_path: Path, empty_con: duckdb.DuckDBPyConnection) -> None:
    text = run_output(empty_con, make_summary(tmp_path / "empty.duckdb", articles_new=0))
    assert "No relation between two countries was found" in text
    assert "compare" not in text
    assert "detente quality --warehouse" in text


def test_next_commands_ask_for_what_is_there(
    told: Path, told_con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "program", lambda: "detente")
    monkeypatch.setattr(hints, "settings", lambda: Settings(warehouse=told))
    compare, sql, quality = next_commands(told_con, told)
    assert compare == "detente compare PAK RUS CHN USA"
    assert quality == "detente quality"
    query = shlex.split(sql)[2]
    assert told_con.execute(query).fetchall()


def test_next_commands_fall_back_to_the_most_active(
    told: Path, told_con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "program", lambda: "detente")
    monkeypatch.setattr(hints, "_ASKED_FIRST", ("PAK", ("RUS", "FJI")))
    compare, sql, _ = next_commands(told_con, "some where/it's.duckdb")
    assert shlex.split(compare)[:4] == ["detente", "compare", "PAK", "RUS"]
    assert shlex.split(sql)[-2:] == ["--warehouse", "some where/it's.duckdb"]


def compare_rows(con: duckdb.DuckDBPyConnection, others: list[str]) -> list[dict[str, Any]]:
    return rows_of(con, "SELECT * FROM compare('PAK', ?)", [others])


def test_compare_names_the_warmest_and_the_coldest(told_con: duckdb.DuckDBPyConnection) -> None:
    console = make_console()
    show_compare(console, "Pakistan", compare_rows(told_con, ["RUS", "IND", "FJI"]))
    text = printed(console)
    assert re.search(r"^Russia +2 +3 +3 +0 +\+4\.8", text, re.MULTILINE)
    assert re.search(r"^Fiji +0 +0 +0 +0 +– ", text, re.MULTILINE)
    assert "Warmest with Russia (+4.8), coldest with India (-9.5)." in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("width", "shown", "left_out"),
    [
        (40, "RUS", "mentions, trend, latest"),
        (60, "Russia", "mentions, trend"),
        (80, "Russia", None),
    ],
)
def test_a_narrow_comparison_leaves_out_columns_never_the_names(
    told_con: duckdb.DuckDBPyConnection, width: int, shown: str, left_out: str | None
) -> None:
    console = make_console(width)
    show_compare(console, "Pakistan", compare_rows(told_con, ["RUS", "IND", "COD", "COG"]))
    table = printed(console).split("─\n")[1].split("Warmest")[0].splitlines()
    names = [line[:15].split("  ")[0] for line in table[:4]]
    assert shown in names
    assert len(set(names)) == 4
    assert all(len(line) <= width for line in table)
    assert ("+4.8" in printed(console), "No room" in printed(console)) == (True, left_out is not None)
    assert table[4:] == ([f"No room for {left_out}"] if left_out else [])


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_pairs_of_a_narrow_summary_can_be_told_apart(
    told: Path, told_con: duckdb.DuckDBPyConnection, width: int
) -> None:
    text = run_output(told_con, make_summary(told), width)
    pairs = [line.split("  ")[0] for line in text.splitlines() if re.match(r"\w[\w ]+ – \w[\w ]+  ", line)]
    assert len(pairs) == len(set(pairs)) > 2
    assert "…" not in "".join(pairs)


def test_an_amount_is_not_cut_in_a_narrow_terminal(told: Path, told_con: duckdb.DuckDBPyConnection) -> None:
    assert re.search(r"^\? billion USD ", run_output(told_con, make_summary(told), 40), re.MULTILINE)


@pytest.mark.parametrize(
    ("low", "high", "unsure"), [(-0.2, 1.4, True), (0.0, 1.2, True), (0.1, 1.1, False), (-1.0, -0.1, False)]
)
def test_trend_that_may_be_chance_is_marked(
    told_con: duckdb.DuckDBPyConnection, low: float, high: float, unsure: bool
) -> None:
    known, unknown = compare_rows(told_con, ["RUS", "FJI"])
    bounds = {"trend_low": low, "trend_high": high}
    assert (is_unsure(known | bounds), is_unsure(unknown)) == (unsure, False)
    console = make_console()
    show_compare(console, "Pakistan", [known | bounds | {"trend": 0.6}, unknown])
    assert ("+0.6?" in (text := printed(console)), "? a trend that may be chance" in text) == (unsure, unsure)


def test_compare_without_a_relation_says_so(empty_con: duckdb.DuckDBPyConnection) -> None:
    console = make_console()
    show_compare(console, "Pakistan", compare_rows(empty_con, ["RUS"]))
    show_compare(console, "Pakistan", [])
    assert "No relation with any of them is in the warehouse." in printed(console)
    assert "No relation of Pakistan is in the warehouse." in printed(console)


def test_quality_begins_with_the_verdict_and_stays_in_the_terminal(told_con: duckdb.DuckDBPyConnection) -> None:
    console = make_console()
    show_quality(console, measure_quality(told_con))
    text = printed(console)
    assert text.startswith("Verdict: look, ")
    assert "jane [red]doe" in text
    assert "1 lower, 1 upper case, 2 without punctuation" in " ".join(text.split())
    assert "\x1b[2J" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_quality_of_nothing(empty_con: duckdb.DuckDBPyConnection) -> None:
    console = make_console()
    show_quality(console, measure_quality(empty_con))
    assert printed(console).startswith("Verdict: stop, ")
    assert "No run has been published." in printed(console)


@pytest.mark.parametrize(
    ("value", "drawn"), [(None, "   │   "), (0.0, "   │   "), (3.0, "   │█▌ "), (-3.0, " ▐█│   "), (-10.0, "███│   ")]
)
def test_bar_grows_from_the_middle(value: float | None, drawn: str) -> None:
    assert bar(value).plain == drawn
    assert bar(value, ascii_only=True).plain.isascii()
    assert len(bar(value, ascii_only=True).plain) == len(drawn)


def test_short_item_keeps_the_end() -> None:
    assert short_item("/a/long/way/to/news/b.bin") == "news/b.bin"
    assert short_item("x" * 100, 10) == "…" + "x" * 9
