"""The reading commands as a shell sees them: output, errors on one line, exit codes."""

import json
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from flows.query_cli import register


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer(pretty_exceptions_enable=False)
    register(made)
    return made


def call(app: typer.Typer, *arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=given)


def failure(result: Result, code: int) -> str:
    """The one line of an error."""
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith("detente: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_compare_takes_any_spelling(app: typer.Typer, told: Path) -> None:
    result = call(app, "compare", "pakistan", "ru", "the U.S.", "--warehouse", told, "--json")
    assert result.exit_code == 0
    rows = {row["partner"]: row for row in json.loads(result.stdout)}
    assert rows.keys() == {"RUS", "USA"}
    assert rows["RUS"]["last_event_date"] == "2021-05-01"


def test_compare_without_others_takes_all_partners(app: typer.Typer, told: Path) -> None:
    result = call(app, "compare", "PAK", "--warehouse", told, "--csv")
    assert result.stdout.splitlines()[0].startswith("partner,partner_name,mentions,stories")
    assert sorted(line[:3] for line in result.stdout.splitlines()[1:]) == ["CHN", "IND", "RUS", "USA"]


def test_compare_table(app: typer.Typer, told: Path) -> None:
    result = call(app, "compare", "PAK", "RUS", "IND", "--warehouse", told)
    assert result.exit_code == 0
    assert "How Pakistan stands with others" in result.stdout
    assert "Warmest with Russia" in result.stdout


def test_compare_wrong_usage(app: typer.Typer, told: Path) -> None:
    assert "did you mean Russia (RUS)" in failure(call(app, "compare", "PAK", "Rusia", "--warehouse", told), 2)
    assert "itself" in failure(call(app, "compare", "PAK", "pk", "--warehouse", told), 2)
    assert "exclude" in failure(call(app, "compare", "PAK", "--json", "--csv", "--warehouse", told), 2)


@pytest.mark.parametrize("command", [["compare", "PAK"], ["quality"], ["sql", "SELECT 1"]])
def test_no_warehouse_and_no_database_are_one_line(app: typer.Typer, tmp_path: Path, command: list[str]) -> None:
    assert "detente run" in failure(call(app, *command, "--warehouse", tmp_path / "no.duckdb"), 1)
    (tmp_path / "bad.duckdb").write_bytes(b"no database")
    assert "not a DuckDB file" in failure(call(app, *command, "--warehouse", tmp_path / "bad.duckdb"), 1)


def test_quality(app: typer.Typer, told: Path) -> None:
    assert call(app, "quality", "--warehouse", told).stdout.startswith("Verdict: look")
    found = json.loads(call(app, "quality", "aaaa", "--warehouse", told, "--json").stdout)
    assert (found["verdict"], found["run"]["run_id"]) == ("look", "a" * 16)
    assert found["run"]["started_at"] == "2024-01-01T00:00:00"
    assert "no run 'zzz'" in failure(call(app, "quality", "zzz", "--warehouse", told), 2)


def test_sql_formats(app: typer.Typer, told: Path) -> None:
    query = "SELECT article_id, published_at, [1] AS l FROM article ORDER BY published_at NULLS FIRST LIMIT 2"
    rows = json.loads(call(app, "sql", query, "--warehouse", told, "--format", "json").stdout)
    assert [row["published_at"] for row in rows] == [None, "2020-01-10T00:00:00"]
    text = call(app, "sql", query, "--warehouse", told, "--format", "csv").stdout
    assert text.splitlines()[0] == "article_id,published_at,l"
    assert "published_at" in call(app, "sql", query, "--warehouse", told).stdout


def test_sql_is_cut_in_a_table_and_whole_in_csv(app: typer.Typer, told: Path) -> None:
    query = "SELECT * FROM range(1234)"
    assert "The first 50 rows" in call(app, "sql", query, "--warehouse", told).stdout
    assert len(call(app, "sql", query, "--warehouse", told, "--format", "csv").stdout.splitlines()) == 1235


def test_sql_from_standard_input(app: typer.Typer, told: Path) -> None:
    result = call(app, "sql", "-", "--warehouse", told, "--format", "csv", given="SELECT 1 AS one\n;")
    assert result.stdout == "one\n1\n"
    assert "empty" in failure(call(app, "sql", "-", "--warehouse", told, given=" ;\n"), 2)
    assert "line 1" in failure(call(app, "sql", "-", "--warehouse", told, given=b"SELECT \xff"), 1)


def test_sql_takes_one_query_at_a_time(app: typer.Typer, told: Path) -> None:
    """Of several the last alone was shown."""
    pivot = "PIVOT article ON language USING count(*)"
    for query in ("SELECT 1; SELECT 2", f"{pivot}; SELECT 2", f"{pivot}; {pivot}"):
        assert "2 queries: give one at a time" in failure(call(app, "sql", query, "--warehouse", told), 2)
    assert "empty" in failure(call(app, "sql", "/* nothing */", "--warehouse", told), 2)
    for query in ("SELECT ';' AS c;;", "SELECT 1 -- ; SELECT 2", pivot):
        assert call(app, "sql", query, "--warehouse", told).exit_code == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FORM x", "(line 1, column 15)"),
        ("DELETE FROM article", "read-only"),
        ("COPY article TO 'x.csv'", "file system operations are disabled"),
        ("SELECT * FROM read_text('/etc/passwd')", "file system operations are disabled"),
        ("ATTACH 'other.duckdb'", "disabled"),
        ("INSTALL httpfs", ""),
        ("SET enable_external_access = true", "configuration"),
        ("SELECT * FROM dyad('nowhere', 'RUS')", "no country nowhere"),
    ],
)
def test_sql_errors_and_ways_out_are_one_line(app: typer.Typer, told: Path, query: str, said: str) -> None:
    assert said in failure(call(app, "sql", query, "--warehouse", told), 1)


def test_help_names_examples_and_exit_codes(app: typer.Typer) -> None:
    for command in ("compare", "quality", "sql"):
        text = " ".join(call(app, command, "--help").stdout.split())
        assert f"detente {command}" in text
        assert "2 wrong usage" in text
