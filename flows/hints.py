"""Commands to type next: such as work on the warehouse at hand, from the folder at hand."""

import shlex
import shutil
import sys
from pathlib import Path

import duckdb

from flows.settings import settings

_ASKED_FIRST = ("PAK", ("RUS", "CHN", "USA"))

_PARTNERS = """
SELECT partner
FROM relation_side
WHERE iso3 = ?
GROUP BY partner
ORDER BY count(DISTINCT story_id) DESC, count(*) DESC, partner ASC
"""
_MOST_ACTIVE = """
SELECT iso3
FROM relation_side
GROUP BY iso3
ORDER BY count(DISTINCT partner) DESC, count(*) DESC, iso3 ASC
LIMIT 1
"""


def next_commands(con: duckdb.DuckDBPyConnection, warehouse: str | Path) -> list[str]:
    """Three commands, or fewer where the warehouse holds no relation."""
    country, partners = _choose(con)
    option = _warehouse_option(warehouse)
    commands = [quality_command(warehouse)]
    if partners:
        dyad = f"SELECT * FROM dyad('{partners[0]}', '{country}')"
        sql = f'{program()} sql "{dyad}"{option}'
        commands = [f"{program()} compare {country} {' '.join(partners)}{option}", sql, *commands]
    return commands


def quality_command(warehouse: str | Path) -> str:
    """The command that shows the quality of a warehouse."""
    return f"{program()} quality{_warehouse_option(warehouse)}"


def program() -> str:
    """How to call this program from here: by its name where the shell finds it, else by its path."""
    own = Path(sys.executable).with_name("detente")
    found = shutil.which("detente")
    if not own.exists() or (found and Path(found).resolve() == own.resolve()):
        return "detente"
    here = Path.cwd()
    return shlex.quote(str(own.relative_to(here) if own.is_relative_to(here) else own))


def _choose(con: duckdb.DuckDBPyConnection) -> tuple[str, list[str]]:
    """A country with its most active partners: Pakistan with three great powers, where all are there."""
    asked, wanted = _ASKED_FIRST
    if set(wanted) <= set(_column(con, _PARTNERS, [asked])):
        return asked, list(wanted)
    found = _column(con, _MOST_ACTIVE, [])
    return (found[0], _column(con, _PARTNERS, found)[:4]) if found else ("", [])


def _column(con: duckdb.DuckDBPyConnection, sql: str, values: list[str]) -> list[str]:
    return [row[0] for row in con.execute(sql, values).fetchall()]


def _warehouse_option(warehouse: str | Path) -> str:
    is_default = Path(warehouse).resolve() == settings().warehouse.resolve()
    return "" if is_default else f" --warehouse {shlex.quote(str(warehouse))}"
