"""Brings an older warehouse up to this program: numbered files of migrations/, run on a private copy, with a backup.

A change of tables is one file `NNN_what.sql` that takes a warehouse from version NNN - 1 to NNN: ALTER, UPDATE, plain
SQL. It need not care for the order of columns, for views, macros or marts: those are made anew.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.build import build, object_name, run_checks, sql_digest, sql_files
from warehouse.connection import SCHEMA_VERSION, WarehouseError, open_reader, open_writer, schema_version
from warehouse.publish import private_copy, publish


@dataclass(frozen=True)
class Migration:
    """What was done to a warehouse: from which schema version to which, and where the file as it was lies."""

    before: int
    after: int
    backup: Path | None


def bring_up_to_date(warehouse: str | Path, workdir: str | Path) -> Migration | None:
    """Publish `warehouse` anew with this program's tables, views, macros and marts; None where it has them already.

    Every row is kept. Where the schema version changes, the file as it was stays beside it as a backup. Call it within
    `exclusive`. Raises WarehouseError, with the file untouched, where it is newer than this program or can't be read,
    or where the result breaks a check.
    """
    path = Path(warehouse).resolve()
    if not path.exists():
        return None
    before = _stale_version(path)
    if before is None:
        return None
    candidate = private_copy(path, workdir, any_version=True)
    with open_writer(candidate, any_version=True) as con:
        migrate(con)
    backup = _keep(path, before) if before < SCHEMA_VERSION else None
    publish(candidate, path)
    return Migration(before, SCHEMA_VERSION, backup)


def migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Bring an open private copy up to this program. Where it fails the copy is to be thrown away.

    Raises WarehouseError where a statement fails or the result breaks a check.
    """
    try:
        version = schema_version(con)
        _drop_readable(con)
        for path in pending(version or 1):
            con.execute(path.read_text(encoding="utf-8"))
        _settle_columns(con)
        con.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(SCHEMA_VERSION)])
        build(con)
    except duckdb.Error as error:
        raise WarehouseError(f"the migration failed, nothing was changed: {str(error).splitlines()[0]}") from error
    failed = [f"{name}: {len(rows)} rows, such as {rows[0]}" for name, rows in run_checks(con) if rows]
    if failed:
        raise WarehouseError(f"the migrated warehouse breaks its checks, nothing was changed: {'; '.join(failed)}")


def pending(version: int) -> list[Path]:
    """The files that bring a warehouse of `version` up to this program, in order."""
    return [path for path in sql_files("migrations") if int(path.stem[:3]) > version]


def _stale_version(path: Path) -> int | None:
    """The schema version of a file that isn't up to date; None where nothing is to be done."""
    with open_reader(path, any_version=True) as con:
        version = schema_version(con)
        digest = con.execute("SELECT value FROM meta WHERE key = 'sql_digest'").fetchone()
    if version is None or version > SCHEMA_VERSION:
        open_reader(path).close()  # says what is wrong
    return None if version == SCHEMA_VERSION and digest == (sql_digest(),) else version


def _drop_readable(con: duckdb.DuckDBPyConnection) -> None:
    """Drop views, macros and marts: they are made of the tables, and may be in the way of changing them."""
    for kind, query in (
        ("MACRO TABLE", "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro'"),
        ("MACRO", "SELECT function_name FROM duckdb_functions() WHERE function_type = 'macro'"),
        ("VIEW", "SELECT view_name FROM duckdb_views() WHERE database_name = current_database()"),
        ("TABLE", "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'mart_')"),
    ):
        for (name,) in con.execute(f"{query} AND NOT internal").fetchall():
            con.execute(f'DROP {kind} IF EXISTS "{name}"')
    con.execute("DELETE FROM meta WHERE key = 'sql_digest'")


def _settle_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Give every table its columns as ddl/ has them: their order, and whether they may be null."""
    with duckdb.connect() as fresh:
        for path in sql_files("ddl"):
            fresh.execute(path.read_text(encoding="utf-8"))
        wanted = {object_name(path): _columns(fresh, object_name(path)) for path in sql_files("ddl")}
    for path in sql_files("ddl"):
        table = object_name(path)
        found = _columns(con, table)
        if not found or found == wanted[table]:
            continue
        con.execute(f"ALTER TABLE {table} RENAME TO older_{table}")
        con.execute(path.read_text(encoding="utf-8"))
        names = ", ".join(f'"{column[0]}"' for column in wanted[table])
        con.execute(f"INSERT INTO {table} BY NAME SELECT {names} FROM older_{table}")
        con.execute(f"DROP TABLE older_{table}")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    return con.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
        " WHERE table_name = ? AND database_name = current_database() ORDER BY column_index",
        [table],
    ).fetchall()


def _keep(warehouse: Path, version: int) -> Path:
    """Keep the file as it is under another name: a link to it, since publishing puts another file in its place."""
    backup = warehouse.with_name(f"{warehouse.stem}.schema-{version}{warehouse.suffix}")
    number = 1
    while backup.exists():
        if backup.samefile(warehouse):  # of a migration that was killed before it published
            return backup
        number += 1
        backup = warehouse.with_name(f"{warehouse.stem}.schema-{version}-{number}{warehouse.suffix}")
    try:
        os.link(warehouse, backup)
    except OSError:  # the file system has no links
        shutil.copy(warehouse, backup)
    return backup
