"""Keeps what each load changes, and gives a warehouse as it stood after an earlier run.

The history is an undo log: a load that adds an article notes its id, one that changes or drops an article notes the
rows that it takes away. So a first load costs one short row an article, and nothing is kept twice. Reference data,
quarantine, sources and watermarks are not in it.
"""

import re
import shutil
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import duckdb

from warehouse.build import refresh_marts
from warehouse.connection import WarehouseError, open_reader, open_writer

# What an article is, with all that hangs on it. Bands are left out: they only find copies among what is to come.
_KEPT = {
    "document": "document_id",
    "article": "article_id",
    "sentence": "sentence_no",
    "duplicate": "article_id",
    "coding": "article_id",
    "mention": "mention_id",
    "relation": "relation_id",
    "money": "money_id",
}
_OF_RUNS = ("run", "run_verdict", "run_measure")
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_SHOWN = 5  # runs in a message


class UnknownRevisionError(WarehouseError):
    """No such run, several, or one from before the history begins."""


@dataclass(frozen=True)
class Revision:
    """A state of the warehouse: the number of the load, the run that made it where one did, and when (UTC)."""

    revision_no: int
    run_id: str | None
    loaded_at: datetime

    @property
    def words(self) -> str:
        """As `run 1f0c9a2e of 2026-03-31 14:05`."""
        name = f"run {self.run_id[:8]}" if self.run_id else "a load without a run"
        return f"{name} of {self.loaded_at:%Y-%m-%d %H:%M}"


def remember(con: duckdb.DuckDBPyConnection, staged: Collection[str], dropped: Sequence[str]) -> None:
    """Note which articles a load is about to touch and how they are: `staged_…` tables and articles to be `dropped`.

    Call it in the load's transaction, once the staged rows are what will be merged.
    """
    parts = [f"SELECT article_id FROM staged_{table}" for table in _KEPT if table in staged]
    parts.append("SELECT unnest($dropped::VARCHAR[])")
    parts.append("SELECT article_id FROM duplicate WHERE list_contains($dropped::VARCHAR[], duplicate_of)")
    if "document" in staged:
        parts.append(
            "SELECT old.article_id FROM document AS old INNER JOIN staged_document AS staged USING (document_id)"
            " WHERE old.article_id != staged.article_id"
        )
    con.execute(
        f"CREATE TEMP TABLE touched AS SELECT article_id, known.article_id IS NOT NULL AS was_there"
        f" FROM ({' UNION '.join(parts)}) AS named (article_id)"
        " LEFT JOIN article AS known USING (article_id)",
        {"dropped": list(dropped)},
    )
    tables = list(_KEPT) if dropped else [table for table in _KEPT if table in staged]
    con.execute("CREATE TEMP TABLE was (article_id VARCHAR, table_name VARCHAR, rows_json VARCHAR)")
    for table in tables:
        con.execute(f"INSERT INTO was {_rows_of(table)}")


def note(con: duckdb.DuckDBPyConnection, run_id: str | None, staged: Collection[str], *, dropped: bool) -> None:
    """Keep what the load changed since `remember`, as one revision; without a run only where it changed an article."""
    tables = list(_KEPT) if dropped else [table for table in _KEPT if table in staged]
    now = " UNION ALL ".join(_rows_of(table) for table in tables) or "SELECT '', '', '' WHERE FALSE"
    row = con.execute("SELECT coalesce(max(revision_no), 0) + 1 FROM revision").fetchone()
    number = row[0] if row else 1
    con.execute(
        f"""
        INSERT INTO article_revision
        WITH is_now AS (FROM ({now}) AS rows_now (article_id, table_name, rows_json))
        SELECT $number, article_id, json_group_object(table_name, coalesce(was.rows_json, '[]')::JSON)
        FROM was FULL JOIN is_now USING (article_id, table_name)
        WHERE was.rows_json IS DISTINCT FROM is_now.rows_json
        GROUP BY article_id
        UNION ALL
        SELECT $number, article_id, NULL FROM touched SEMI JOIN article USING (article_id) WHERE NOT was_there
        """,
        {"number": number},
    )
    con.execute("DROP TABLE touched")
    con.execute("DROP TABLE was")
    con.execute(
        "INSERT INTO revision SELECT $number, $run_id, now() AT TIME ZONE 'UTC'"
        " WHERE $run_id IS NOT NULL OR EXISTS (FROM article_revision WHERE revision_no = $number)",
        {"number": number, "run_id": run_id},
    )


def revisions(con: duckdb.DuckDBPyConnection) -> list[Revision]:
    """All states that can be asked for, the newest first."""
    rows = con.execute("SELECT revision_no, run_id, loaded_at FROM revision ORDER BY revision_no DESC").fetchall()
    return [Revision(*row) for row in rows]


def find_revision(con: duckdb.DuckDBPyConnection, wanted: str) -> Revision:
    """The state after a run, by its id or the beginning of it, or at the end of a day or month such as 2026-03 (UTC).

    Raises UnknownRevisionError with the runs that there are.
    """
    known = revisions(con)
    if not known:
        raise UnknownRevisionError("no run was published yet: there is no earlier state to ask for")
    until = _end_of(wanted)
    if until is not None:
        before = [one for one in known if one.loaded_at <= until]
        if before:
            return before[0]
        raise UnknownRevisionError(f"nothing is kept from before {wanted} was over; {_told(known)}")
    wanted = wanted.strip().lower()
    found = [one for one in known if one.run_id and one.run_id.startswith(wanted)] if wanted else []
    ids = {one.run_id for one in found}
    if len(ids) == 1:
        return found[0]
    if wanted and not ids and _is_older(con, wanted):
        raise UnknownRevisionError(f"run {wanted[:40]!r} is from before the history of this file; {_told(known)}")
    problem = "several runs begin with" if ids else "no run"
    raise UnknownRevisionError(f"{problem} {wanted[:40]!r}; {_told(found or known)}")


def copy_as_of(warehouse: str | Path, wanted: str, copy: str | Path) -> Revision:
    """Write the warehouse as it stood after a run (see `find_revision`) to `copy`, with its marts; gives the state.

    Raises UnknownRevisionError, or WarehouseError where the file can't be read or there is no room for the copy.
    """
    copy = Path(copy)
    with open_reader(warehouse) as con:
        find_revision(con, wanted)  # no copy for what isn't there
        try:
            shutil.copyfile(warehouse, copy)  # whoever may only read the file may write the copy
        except OSError as error:
            raise _no_room(copy, error.strerror or str(error)) from error
    try:
        return _go_back(copy, wanted)
    except duckdb.Error as error:
        raise _no_room(copy, str(error).splitlines()[0]) from error


def _go_back(copy: Path, wanted: str) -> Revision:
    """Undo in a copy what came after a state. It is looked up there: a run may have published before the copy began."""
    with open_writer(copy) as con:
        found = find_revision(con, wanted)
        if found != revisions(con)[0]:
            rewind(con, found.revision_no)
            refresh_marts(con)
            con.execute("CHECKPOINT")  # closing would not tell that there is no room
    return found


def _no_room(copy: Path, reason: str) -> WarehouseError:
    return WarehouseError(
        f"the earlier state can't be made in {copy.parent}: {reason}: set TMPDIR to a folder with more room"
    )


def rewind(con: duckdb.DuckDBPyConnection, revision_no: int) -> None:
    """Undo all that was loaded after a revision, in a copy of a warehouse. Make its marts anew afterwards."""
    for table in _KEPT:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE past AS"
            f" SELECT article_id, json_extract(before_json, '$.{table}') AS rows_json FROM article_revision"
            f" WHERE revision_no > ? AND (before_json IS NULL OR json_exists(before_json, '$.{table}'))"
            " QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision_no) = 1",
            [revision_no],
        )
        con.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM past)")
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT unnest(kept) FROM"
            f" (SELECT unnest(from_json(rows_json, '{_structure(con, table)}')) AS kept FROM past)"
        )
    con.execute("DELETE FROM article_band WHERE article_id NOT IN (SELECT article_id FROM article)")
    for table in _OF_RUNS:
        con.execute(
            f"DELETE FROM {table} WHERE run_id IN (SELECT run_id FROM revision WHERE revision_no > ?)", [revision_no]
        )
    for table in ("article_revision", "revision"):
        con.execute(f"DELETE FROM {table} WHERE revision_no > ?", [revision_no])


def forget(con: duckdb.DuckDBPyConnection) -> int:
    """Delete the history: the present is the first state that can be asked for. Gives the number of those forgotten."""
    con.execute("DELETE FROM article_revision")
    row = con.execute("DELETE FROM revision WHERE revision_no < (SELECT max(revision_no) FROM revision)").fetchone()
    return int(row[0]) if row else 0


def _rows_of(table: str) -> str:
    """A query of a table's rows by article, for articles that were there, in one order and as JSON."""
    return (
        f"SELECT article_id, '{table}', to_json(list({table} ORDER BY {_KEPT[table]}))::VARCHAR FROM {table}"
        " WHERE article_id IN (SELECT article_id FROM touched WHERE was_there) GROUP BY article_id"
    )


def _structure(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """The table's columns with their types, as from_json takes them: what older rows lack becomes null."""
    rows = con.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()
    types = (f'"{name}": {_json_type(data_type)}' for name, data_type in rows)
    return f"[{{{', '.join(types)}}}]"


def _json_type(data_type: str) -> str:
    return f'["{data_type[:-2]}"]' if data_type.endswith("[]") else f'"{data_type}"'


def _end_of(text: str) -> datetime | None:
    """The last moment of a day or month; None for what is no date."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    try:
        year, month = int(match[1]), int(match[2])
        return datetime.combine(datetime(year, month, int(match[3] or monthrange(year, month)[1])), time.max)
    except ValueError:
        raise UnknownRevisionError(f"{text[:40]!r} is no date: write 2026-03 or 2026-03-31, or a run's id") from None


def _is_older(con: duckdb.DuckDBPyConnection, wanted: str) -> bool:
    """Whether a run that published before the history begins has this id."""
    return con.execute("SELECT 1 FROM run WHERE starts_with(run_id, ?)", [wanted]).fetchone() is not None


def _told(known: Sequence[Revision]) -> str:
    """The states that can be asked for, in words."""
    shown, first = known[:_SHOWN], known[-1]
    more = f", … the first is {first.words}" if len(known) > _SHOWN else ""
    return f"there are: {', '.join(one.words for one in shown)}{more}"
