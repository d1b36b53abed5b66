"""The commands on relations: compare, country, dyad and evidence. They read alone, and need no Prefect."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from flows.compare_page import comparison_page
from flows.country_view import country_profile, show_country
from flows.dyad_view import dyad_profile, show_dyad
from flows.evidence_view import find_evidence, show_evidence
from flows.filters import (
    DomainOption,
    Filters,
    FromOption,
    StatusOption,
    ToOption,
    choose_event,
    read_filters,
)
from flows.help_text import WarehouseOption, examples
from flows.outcome import FAILED, USAGE
from flows.reading import AsOfOption, CsvOption, Format, JsonOption, countries, fail, reading, write
from flows.rendering import make_console, say
from flows.rows_view import MAX_ROWS, jsonable
from flows.terminal import show_compare
from seeds.reader import read_countries
from tasks.report.findings import rows_of

CountryArgument = Annotated[str, typer.Argument(help="A country: ISO code, name or alias, such as PAK, pk or Pakistan")]
OtherArgument = Annotated[str, typer.Argument(help="The other country")]
EvidenceOption = Annotated[bool, typer.Option("--evidence", help="Show the sentences, with source and date")]
SENTENCES = 5  # a partner, beneath a comparison


def register_relations(app: typer.Typer) -> None:
    """Adds the commands on relations to the console script."""
    app.command(
        epilog=examples(
            "detente compare PAK RUS CHN USA",
            "detente compare Pakistan russia 'the U.S.' --from 2001-09 --domain military",
            "detente compare PAK RUS USA --evidence",
            "detente compare PAK RUS CHN USA --html pakistan.html",
            "detente compare IND --csv > india.csv",
            "detente compare PAK RUS USA --as-of 2026-03-31",
        )
    )(compare)
    app.command(epilog=examples("detente country PAK", "detente country India --from 1990 --json"))(country)
    app.command(epilog=examples("detente dyad RUS PAK", "detente dyad usa iran --from 1979 --to 1981"))(dyad)
    app.command(
        epilog=examples(
            "detente evidence RUS PAK",
            "detente evidence RUS PAK --event COOPERATE",
            "detente evidence IND PAK --status actual --csv > sentences.csv",
        )
    )(evidence)


def compare(
    country: CountryArgument,
    others: Annotated[
        list[str] | None, typer.Argument(help="The countries to compare; without any, all it has relations with")
    ] = None,
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    since: FromOption = None,
    until: ToOption = None,
    domain: DomainOption = None,
    status: StatusOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one page with charts, which needs no network")
    ] = None,
    with_evidence: EvidenceOption = False,
) -> None:
    """Compare how a country stands with several others."""
    _refuse_two(as_json, as_csv, html is not None)
    if as_csv and with_evidence:
        fail("--csv has one line a partner: `detente evidence A B --csv` gives sentences", USAGE)
    asked, *partners = countries(country, *(others or []))
    if asked in partners:
        fail(f"{read_countries()[asked].name} can't be compared with itself", USAGE)
    chosen = read_filters(since, until, domain, status)
    with reading(warehouse, as_of) as con:
        query, values = chosen.call("compare", [asked, partners])
        if as_csv:
            write(Format.CSV, con.execute(query, values))
            return
        rows = rows_of(con, query, values)
        if with_evidence or html:
            _add_evidence(con, asked, rows, chosen)
        if as_json:
            _print_json(rows)
        elif html:
            _write_page(html, comparison_page(con, asked, rows, chosen))
        else:
            _show_comparison(asked, rows, bool(partners), chosen)


def country(
    country: CountryArgument,
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    since: FromOption = None,
    until: ToOption = None,
    domain: DomainOption = None,
    status: StatusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one country: its partners, who gains and who loses, its domains, its friends' rivals."""
    (asked,) = countries(country)
    chosen = read_filters(since, until, domain, status)
    with reading(warehouse, as_of) as con:
        profile = country_profile(con, asked, chosen)
        if as_json:
            _print_json(profile)
        else:
            show_country(make_console(), profile, chosen)


def dyad(
    a: CountryArgument,
    b: OtherArgument,
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    since: FromOption = None,
    until: ToOption = None,
    domain: DomainOption = None,
    status: StatusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show two countries: how they stand, in which domains, who acts, what changed, what money, the last sentences."""
    pair = _two(a, b)
    chosen = read_filters(since, until, domain, status)
    with reading(warehouse, as_of) as con:
        profile = dyad_profile(con, *pair, chosen)
        if as_json:
            _print_json(profile)
        else:
            show_dyad(make_console(), profile, chosen)


def evidence(
    a: CountryArgument,
    b: OtherArgument,
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    event: Annotated[str | None, typer.Option("--event", help="One event type, such as COOPERATE")] = None,
    since: FromOption = None,
    until: ToOption = None,
    domain: DomainOption = None,
    status: StatusOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Sentences to show; --json and --csv give all")] = 20,
    copies: Annotated[bool, typer.Option("--copies", help="Show copies of a story, too")] = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show the sentences that two countries' relations rest on, the newest first."""
    _refuse_two(as_json, as_csv)
    pair = _two(a, b)
    chosen, kind = read_filters(since, until, domain, status), choose_event(event)
    with reading(warehouse, as_of) as con:
        query, values = find_evidence(*pair, chosen, kind, with_copies=copies)
        if as_json or as_csv:
            write(Format.JSON if as_json else Format.CSV, con.execute(query, values))
            return
        rows = rows_of(con, f"{query} LIMIT {limit + 1}", values)
        show_evidence(make_console(), pair, rows[:limit], is_cut=len(rows) > limit)


def _add_evidence(con: duckdb.DuckDBPyConnection, asked: str, rows: Sequence[dict[str, Any]], chosen: Filters) -> None:
    for row in rows:
        query, values = find_evidence(asked, row["partner"], chosen)
        row["evidence"] = rows_of(con, f"{query} LIMIT {SENTENCES}", values)


def _show_comparison(asked: str, rows: list[dict[str, Any]], are_chosen: bool, chosen: Filters) -> None:
    console, shown = make_console(), rows if are_chosen else rows[:MAX_ROWS]
    show_compare(console, read_countries()[asked].name, shown, len(rows) - len(shown), chosen.words)
    for row in shown:
        if row.get("evidence"):
            show_evidence(console, (asked, row["partner"]), row["evidence"])


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        fail(f"cannot write {path}: {error.strerror}", FAILED)
    say(make_console(), f"{path} ({len(page.encode()) / 1e6:.1f} MB): open it in a browser, offline too")


def _two(a: str, b: str) -> tuple[str, str]:
    first, second = countries(a, b)
    if first == second:
        fail(f"{read_countries()[first].name} has no relation with itself", USAGE)
    return first, second


def _refuse_two(as_json: bool, as_csv: bool, as_html: bool = False) -> None:
    names = [n for n, is_on in (("--json", as_json), ("--csv", as_csv), ("--html", as_html)) if is_on]
    if len(names) > 1:
        fail(f"{' and '.join(names)} exclude each other", USAGE)


def _print_json(value: Any) -> None:
    print(json.dumps(jsonable(value), ensure_ascii=False, indent=2))
