"""Writes a warehouse anew without the holes that replaced rows and marts leave in it."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.build import build, refresh_marts, table_names
from warehouse.connection import WarehouseError, open_reader, open_writer
from warehouse.history import forget
from warehouse.publish import private_copy, publish


@dataclass(frozen=True)
class Vacuumed:
    """The file's bytes before and after, and how many earlier states were forgotten."""

    before: int
    after: int
    forgotten: int = 0


def vacuum(warehouse: str | Path, workdir: str | Path, *, forget_history: bool = False) -> Vacuumed:
    """Publish `warehouse` anew: the same rows, laid down table by table. Call it within `exclusive`.

    With `forget_history` the earlier states that `--as-of` gives are dropped.

    Raises WarehouseError, with the file untouched, where there is none, it can't be read, or the new one differs.
    """
    path = Path(warehouse).resolve()
    open_reader(path).close()
    before = path.stat().st_size
    candidate = private_copy(path, workdir, fresh=True)
    with open_writer(candidate) as con:
        build(con)
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        for table in table_names():
            con.execute(f"DELETE FROM {table}")
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM old.{table}")
        differ = [table for table in table_names() if _count(con, table) != _count(con, f"old.{table}")]
        con.execute("DETACH old")
        forgotten = forget(con) if forget_history else 0
        refresh_marts(con)
    if differ:
        candidate.unlink()
        raise WarehouseError(f"the rewritten warehouse is not the same, nothing was changed: {', '.join(differ)}")
    publish(candidate, path)
    return Vacuumed(before, path.stat().st_size, forgotten)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
