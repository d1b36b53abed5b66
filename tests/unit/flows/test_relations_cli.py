"""compare, country, dyad and evidence as a shell sees them."""

import json
import re
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from flows.query_cli import register
from warehouse.build import build, refresh_marts
from warehouse.connection import open_writer


@pytest.fixture
def call(told: Path):
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--warehouse", str(told)])

    return invoke


def failure(result: Result, code: int) -> str:
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def rows(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_filters_narrow_a_comparison(call):
    (whole,) = rows(call("compare", "PAK", "RUS", "--json"))
    (later,) = rows(call("compare", "PAK", "RUS", "--from", "2021", "--json"))
    assert 0 < later["mentions"] < whole["mentions"]
    (future,) = rows(call("compare", "PAK", "RUS", "--status", "FUTURE", "--json"))
    assert future["mentions"] < whole["mentions"]
    assert "from 2021-01-01 on" in call("compare", "PAK", "RUS", "--from", "2021").stdout


def test_a_single_day_has_no_trend_and_no_bounds(call, told, tmp_path):
    with open_writer(told) as con:
        con.execute(
            "INSERT INTO relation SELECT relation.* REPLACE (relation_id || number AS relation_id)"
            " FROM relation CROSS JOIN range(4) AS numbers (number) WHERE source = 'CHN'"
        )
        refresh_marts(con)
    day = ("--from", "2022-02-02", "--to", "2022-02-02")
    (row,) = rows(call("compare", "PAK", "CHN", *day, "--json"))
    assert (row["mentions"], row["trend"], row["trend_low"], row["trend_high"]) == (5, None, None, None)
    assert "may be chance" not in call("compare", "PAK", "CHN", *day).stdout
    call("compare", "PAK", "CHN", *day, "--html", tmp_path / "page.html")
    assert "–?" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_month_or_year_ends_with_its_last_day(call):
    whole = rows(call("compare", "PAK", "RUS", "--to", "2021", "--json"))
    assert whole == rows(call("compare", "PAK", "RUS", "--to", "2021-12", "--json"))
    assert whole == rows(call("compare", "PAK", "RUS", "--to", "2021-12-31", "--json"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "yesterday"], "--from 'yesterday' is no date: write 2001, 2001-09 or 2001-09-11"),
        (["--to", "2021-02-30"], "--to '2021-02-30' is no date"),
        (["--from", "2022", "--to", "2021"], "--from 2022-01-01 is after --to 2021-12-31"),
        (["--domain", "enrgy"], "no domain 'enrgy': did you mean energy?"),
        (["--status", "done"], "no status 'done': one of actual, future, hypothetical, negated"),
        (["--json", "--csv"], "--json and --csv exclude each other"),
        (["--csv", "--evidence"], "detente evidence A B --csv"),
        (["--html", "/no/such/folder/page.html"], "cannot write /no/such/folder/page.html"),
    ],
)
def test_wrong_options_are_one_line(call, options, said):
    assert said in failure(call("compare", "PAK", "RUS", *options), 1 if "--html" in options else 2)


def test_evidence_of_a_comparison(call):
    shown = call("compare", "PAK", "RUS", "--evidence").stdout
    assert "Sentences on Pakistan and Russia" in shown
    (row,) = rows(call("compare", "PAK", "RUS", "--evidence", "--json"))
    assert {"sentence", "event_date", "news_source", "title"} <= row["evidence"][0].keys()
    assert not any(one["is_copy"] for one in row["evidence"])


def test_a_date_known_to_the_year_is_shown_as_the_year(call, told, tmp_path):
    with open_writer(told) as con:
        con.execute("UPDATE article SET date_precision = 'year'")
        refresh_marts(con)
    assert "2020  Russia → Pakistan" in call("evidence", "PAK", "RUS").stdout
    call("compare", "PAK", "RUS", "--html", tmp_path / "page.html")
    assert '<p class="origin">2020 · RUS SUPPORT PAK' in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_page_is_whole_and_escapes_the_news(call, told, tmp_path):
    with open_writer(told) as con:
        con.execute("UPDATE mart_relation SET sentence = '<script>alert(1)</script> & so on', title = '<b>bold</b>'")
    page = tmp_path / "page.html"
    result = call("compare", "PAK", "RUS", "USA", "--html", page)
    assert "offline" in result.stdout
    text = page.read_text(encoding="utf-8")
    assert text.count('class="plotly-graph-div"') == 4
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in text
    assert "<script>alert(1)" not in text
    assert "<b>bold</b>" not in text


def test_page_without_a_relation_says_so(call, tmp_path):
    call("compare", "PAK", "FJI", "--html", tmp_path / "page.html")
    assert "No relation with any of them" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_country(call):
    shown = call("country", "pakistan").stdout
    assert "How Pakistan stands with others" in shown
    assert "Domains" in shown
    found = rows(call("country", "PAK", "--json"))
    assert (found["iso3"], {row["partner"] for row in found["partners"]}) == ("PAK", {"CHN", "IND", "RUS", "USA"})
    assert " more:" not in shown  # all partners are there
    assert "No relation of Fiji" in call("country", "fiji").stdout


@pytest.mark.parametrize(
    ("intensity", "words"),
    [
        (-9, "Pakistan, India and United States are all cold (1 story)"),
        (7, "Pakistan is warm with India and United States, and they quarrel (1 story)"),
    ],
)
def test_country_names_all_three_of_a_triangle(call, told, intensity, words):
    with open_writer(told) as con:
        con.execute(
            "INSERT INTO relation SELECT relation.* REPLACE ('ind-usa' AS relation_id, 'IND' AS target)"
            " FROM relation WHERE source = 'USA' AND event = 'ACCUSE'"
        )
        con.execute("UPDATE relation SET intensity = ? WHERE source = 'IND'", [intensity])
        con.execute("UPDATE relation SET intensity = ? WHERE source = 'USA' AND target = 'PAK'", [intensity])
        refresh_marts(con)
    assert words in call("country", "PAK").stdout


def test_dyad_is_the_same_from_either_side(call):
    shown = call("dyad", "RUS", "PAK").stdout
    assert "Russia and Pakistan" in shown
    assert "after the one-a-day filter" in shown
    one, other = (rows(call("dyad", *pair, "--json")) for pair in (("RUS", "PAK"), ("PAK", "RUS")))
    assert one["domains"] == other["domains"]
    assert one["events"] == other["events"]
    assert one["summary"]["mentions"] == other["summary"]["mentions"]
    assert "No relation of Fiji and Pakistan" in call("dyad", "FJI", "PAK").stdout
    assert "no relation with itself" in failure(call("dyad", "PAK", "pk"), 2)


def test_dyad_narrows_money_and_says_what_it_does_not_narrow(call):
    def money(*options):
        return [row["amount"] for row in rows(call("dyad", "RUS", "PAK", "--json", *options))["money"]]

    assert money() == ["about $2 billion"]
    assert money("--from", "2020-01-10", "--to", "2020-01-10") == ["about $2 billion"]
    assert money("--from", "2020-01-11") == []
    assert money("--to", "2019") == []
    assert money("--domain", "diplomatic") == []  # tied to no act
    assert money("--status", "actual") == []
    shown = call("dyad", "RUS", "PAK", "--domain", "diplomatic").stdout
    assert "all of them, not diplomatic alone" in shown
    assert "all of them" not in call("dyad", "RUS", "PAK").stdout
    found = rows(call("dyad", "RUS", "PAK", "--domain", "diplomatic", "--json"))
    assert found["not_narrowed_by"]["domains"] == ["domain"]


def test_dyad_leaves_conversions_out(call, told):
    with open_writer(told) as con:
        con.execute("INSERT INTO mart_money SELECT * REPLACE (money_id AS twin_id) FROM mart_money")
    assert len(rows(call("dyad", "RUS", "PAK", "--json"))["money"]) == 1


def test_evidence(call):
    found = rows(call("evidence", "RUS", "PAK", "--json"))
    one = found[0]["event"]
    narrowed = rows(call("evidence", "RUS", "PAK", "--event", one.lower(), "--json"))
    assert {row["event"] for row in narrowed} == {one}
    assert len(rows(call("evidence", "RUS", "PAK", "--copies", "--json"))) >= len(found)
    assert call("evidence", "RUS", "PAK", "--csv").stdout.count("\n") == len(found) + 1
    assert "The first 1: --limit N" in call("evidence", "RUS", "PAK", "--limit", 1).stdout
    assert "did you mean COOPERATE?" in failure(call("evidence", "RUS", "PAK", "--event", "COPERATE"), 2)
    assert "No sentence on Fiji and Pakistan" in call("evidence", "FJI", "PAK").stdout
    assert "did you mean Russia (RUS)" in failure(call("evidence", "Rusia", "PAK"), 2)


def test_older_file_asks_for_migration(call, told):
    with open_writer(told) as con:
        con.execute("DROP TABLE mart_network")
    assert "run `detente migrate`" in failure(call("country", "PAK"), 1)


def test_vacuum_and_export(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "MB before" in call("vacuum").stdout
    assert "tables" in call("export", "--csv", tmp_path / "out").stdout
    assert (tmp_path / "out" / "relation.csv").is_file()
    assert "not an empty folder" in failure(call("export", "--parquet", tmp_path / "out"), 1)
    assert "either --parquet DIR or --csv DIR" in failure(call("export"), 2)


def test_migrate_mends_what_readers_refuse(call, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told.unlink()
    assert "no warehouse" in failure(call("migrate"), 1)
    with open_writer(told) as con:
        build(con)
    assert "is up to date" in call("migrate").stdout
    with open_writer(told) as con:
        con.execute("DROP TABLE mart_network")
        con.execute("DELETE FROM meta WHERE key = 'sql_digest'")
    failure(call("country", "PAK"), 1)
    assert "are this program's now" in call("migrate").stdout
    assert call("country", "PAK").exit_code == 0


def test_schema_explains_all_and_one(call):
    assert "mart_relation" in call("schema").stdout
    assert "Who did what to whom" in call("schema", "RELATION").stdout
    assert "did you mean relation?" in failure(call("schema", "relations"), 2)
    (macro,) = rows(call("schema", "compare", "--json"))
    assert macro["kind"] == "macro"
    assert {"partner", "trend_low"} <= {column["name"] for column in macro["columns"]}


def test_ask_lists_and_answers(call):
    assert "partner_replaced" in call("ask").stdout
    assert "Is Russia replacing" in call("ask", "partner_replaced").stdout
    assert {row["partner_name"] for row in rows(call("ask", "partner_replaced", "--json"))} == {
        "Russia",
        "United States",
    }
    assert "FROM partner_ranks('PAK')" in call("ask", "partner_replaced", "--sql").stdout
    assert "did you mean partner_replaced" in failure(call("ask", "partner_replace"), 2)


def test_search(call):
    assert "Sentences on" in call("search", "gas").stdout or "No sentence on" in call("search", "gas").stdout
    assert isinstance(rows(call("search", "Pakistan", "--json")), list)
    assert "nothing to search for" in failure(call("search", "!?"), 2)
    assert "once or twice" in failure(call("search", "a", *(["--between", "PAK"] * 3)), 2)
    assert "No sentence on 'zzzz'" in call("search", "zzzz", "--between", "pakistan").stdout
