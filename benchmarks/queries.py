"""Every shipped query on a generated warehouse, beside the same SQL over Parquet files and beside SQLite, in one run.

    benchmarks/queries [--relations 1000000] [--limit-ms 200] [--warehouse FILE | --loading]

Loads a sixteenth, an eighth … and the whole of the relations, to show whether loading grows with the rows; with
--loading that is all. Then times each query of warehouse/queries/ and each macro by its usage line, the median of five
runs after one to warm up, on two threads. Parquet: the same tables, views, macros and marts, each as one Parquet file.
SQLite: the queries that need no macro, unchanged, and two that do as plain SQL, over the same marts with an index on
the pair. The countries of the generated news are drawn unevenly; how many relations Pakistan has is printed. With
--warehouse an existing file is timed and nothing is loaded.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.generated import generate
from warehouse.build import build, read_header, refresh_marts, sql_files, table_names
from warehouse.connection import open_reader, open_writer
from warehouse.writer import load

THREADS = 2
# What compare and timeline do with a pair and a country, for a database without macros.
PLAIN = {
    "compare, counts only": """
SELECT partner, count(*) AS mentions, count(DISTINCT story_id) AS stories,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation) - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity
FROM mart_relation_side WHERE iso3 = 'PAK' AND partner IN ('RUS', 'CHN', 'USA', 'IND')
GROUP BY partner ORDER BY mentions DESC""",
    "pairs by story, whole table": """
SELECT country_a, country_b, count(DISTINCT story_id) AS stories, avg(intensity) AS mean_intensity
FROM mart_relation WHERE NOT is_copy GROUP BY country_a, country_b ORDER BY stories DESC LIMIT 20""",
}
IN_SQLITE = ("mart_relation", "mart_relation_side", "mart_money", "mart_dyad", "mart_directed_dyad", "quarantine")


def main() -> None:
    """Generate, load, time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--relations", type=int, default=1_000_000)
    parser.add_argument("--limit-ms", type=float, default=200)
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--loading", action="store_true", help="time the loading alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = chosen.warehouse
        for part in (16, 8, 4, 2, 1) if warehouse is None else ():
            warehouse = time_load(Path(folder), chosen.relations // part)
        if chosen.loading:
            return
        with open_reader(warehouse) as con:
            row = con.execute(
                "SELECT count(*), count(DISTINCT partner) FROM mart_relation_side WHERE iso3 = 'PAK'"
            ).fetchone()
        print(f"\nPakistan has {row[0]:,} relations with {row[1]} partners\n")
        slow = time_queries(warehouse, Path(folder), chosen.limit_ms)
    print(f"\nabove {chosen.limit_ms:.0f} ms: {', '.join(slow) or 'none'}")


def time_load(folder: Path, relations: int) -> Path:
    """Generate and load so many relations; print what it takes; give the warehouse."""
    place = folder / str(relations)
    with duckdb.connect() as con:
        build(con)
        files = generate(con, relations, place / "files")
    warehouse = place / "detente.duckdb"
    with open_writer(warehouse) as con:
        con.execute(f"SET threads = {THREADS}")
        build(con)
        since, began = time.perf_counter(), time.process_time()
        counts = load(con, files)
        loaded, worked = time.perf_counter(), time.process_time()
        refresh_marts(con)
        done, ended = time.perf_counter(), time.process_time()
    rows = sum(count.inserted for count in counts.values())
    print(
        f"{relations:>9,} relations, {rows:>9,} rows: load {loaded - since:5.1f} s, {worked - began:5.1f} s of CPU "
        f"({(worked - began) / rows * 1e6:4.1f} µs a row), marts {done - loaded:5.1f} s, {ended - worked:5.1f} s of CPU"
        f", file {warehouse.stat().st_size / 1e6:,.0f} MB",
        flush=True,
    )
    return warehouse


def time_queries(warehouse: Path, folder: Path, limit: float) -> list[str]:
    """Print the table of times; give the names of the queries that take longer than `limit` milliseconds."""
    slow = []
    with duckdb.connect(str(warehouse), read_only=True) as own, duckdb.connect() as parquet:
        for con in (own, parquet):
            con.execute(f"SET threads = {THREADS}")
        over_parquet(own, parquet, folder / "parquet")
        lite = in_sqlite(own, folder / "detente.sqlite")
        print(f"{'milliseconds, wall (CPU)':32} {'warehouse':>16} {'Parquet':>16} {'SQLite':>16}")
        for name, sql in questions().items():
            times = [_median(lambda con=con, sql=sql: con.execute(sql).fetchall()) for con in (own, parquet)]
            times.append(_median(lambda sql=sql: lite.execute(sql).fetchall(), may_fail=True))
            print(f"{name:32} " + " ".join(f"{_shown(one):>16}" for one in times), flush=True)
            if times[0] and times[0][0] > limit:
                slow.append(name)
        lite.close()
    return slow


def questions() -> dict[str, str]:
    """Each shipped query and macro by name."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sql_files("queries")}
    for path in sql_files("macros"):
        found[f"{path.stem.split('_', 1)[1]}()"] = read_header(path)["usage"]
    return found | PLAIN


def over_parquet(own: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The same names over Parquet files."""
    folder.mkdir()
    build(con)
    for name in [*table_names(), *(path.stem for path in sql_files("marts"))]:
        path = folder / f"{name}.parquet"
        own.execute(f"COPY (FROM {name}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        con.execute(f"DROP TABLE {name}")
        con.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")


def in_sqlite(own: duckdb.DuckDBPyConnection, path: Path) -> sqlite3.Connection:
    """The marts in SQLite, with the index that a pair is found by."""
    con = sqlite3.connect(path)
    for name in IN_SQLITE:
        found = own.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in found.description]
        con.execute(f"CREATE TABLE {name} ({', '.join(f'{chr(34)}{c}{chr(34)}' for c in columns)})")
        while rows := found.fetchmany(50_000):
            plain = [[v if isinstance(v, str | int | float | None) else str(v) for v in row] for row in rows]
            con.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", plain)
    con.execute("CREATE INDEX pair ON mart_relation (country_a, country_b)")
    con.execute("CREATE INDEX side ON mart_relation_side (iso3, partner)")
    con.execute("ANALYZE")
    con.commit()
    return con


def _shown(times: tuple[float, float] | None) -> str:
    return f"{times[0]:.1f} ({times[1]:.1f})" if times else "–"


def _median(run: Callable[[], object], *, may_fail: bool = False) -> tuple[float, float] | None:
    """Milliseconds by the clock and of CPU, which other programs on the machine hardly change; None where it fails."""
    times = []
    for _ in range(6):
        since, began = time.perf_counter(), time.process_time()
        try:
            run()
        except sqlite3.Error:
            if may_fail:
                return None
            raise
        times.append(((time.perf_counter() - since) * 1000, (time.process_time() - began) * 1000))
    return statistics.median(wall for wall, _ in times[1:]), statistics.median(cpu for _, cpu in times[1:])


if __name__ == "__main__":
    main()
