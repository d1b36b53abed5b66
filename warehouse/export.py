"""Writes a warehouse's content as files that other tools read: Parquet by month, or CSV."""

import os
import shutil
from pathlib import Path

import duckdb

from warehouse.build import sql_files, table_names
from warehouse.connection import WarehouseError, open_exporter

# What has a date of its own is laid out by month; all else is one file. Internal tables stay at home.
_BY_MONTH = {"mart_relation": "event_date", "mart_money": "published_at"}
_LEFT_OUT = {"meta", "article_band", "mart_relation_side", "revision", "article_revision"}


def export(warehouse: str | Path, folder: str | Path, form: str) -> dict[str, int]:
    """Write every table and mart into `folder`, which must be new or empty; gives the rows of each.

    `form` is parquet (relations and money in folders month=YYYY-MM, undated ones in month=undated) or csv (one file
    each, lists and text quoted). All or nothing: the files are written beside the folder and renamed. Raises
    WarehouseError.
    """
    folder = Path(folder).resolve()  # "." has no name to write beside
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} is there already and not an empty folder: name another")
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.export")
    try:
        beside.mkdir(parents=True)
        with open_exporter(warehouse) as con:
            rows = {name: _write(con, name, beside, form) for name in exported()}
        _put_in_place(beside, folder)
    except (OSError, duckdb.IOException) as error:
        raise WarehouseError(f"cannot write to {folder}: {str(error).splitlines()[0]}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return rows


def _put_in_place(beside: Path, folder: Path) -> None:
    if folder == Path.cwd():  # whoever stands in a folder that is replaced is left in the one that is gone
        for path in sorted(beside.iterdir()):
            path.rename(folder / path.name)
        return
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)


def exported() -> list[str]:
    """What an export holds: tables, then marts."""
    return [name for name in [*table_names(), *(path.stem for path in sql_files("marts"))] if name not in _LEFT_OUT]


def _write(con: duckdb.DuckDBPyConnection, name: str, folder: Path, form: str) -> int:
    if form == "csv":
        query, target, options = f"SELECT * FROM {name}", folder / f"{name}.csv", "FORMAT csv, HEADER"
    elif name in _BY_MONTH:
        month = f"coalesce(strftime({_BY_MONTH[name]}, '%Y-%m'), 'undated') AS month"
        query, target = f"SELECT *, {month} FROM {name} ORDER BY month", folder / name
        options = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month)"
        if con.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,):  # no partition, no file: keep the columns
            target.mkdir()
            target, options = target / "empty.parquet", "FORMAT parquet"
    else:
        query, target, options = f"SELECT * FROM {name}", folder / f"{name}.parquet", "FORMAT parquet, COMPRESSION zstd"
    row = con.execute(f"COPY ({query}) TO ? ({options})", [str(target)]).fetchone()
    return int(row[0]) if row else 0
