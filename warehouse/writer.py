"""Loads Parquet files into a warehouse: all of them or none, and what is there already changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.build import fill_dimensions, table_names
from warehouse.connection import WarehouseError
from warehouse.history import note, remember

# What one article has many of is replaced as a set, also by an empty one: the table on the right lists whose.
_SETS = {"sentence": "article", "article_band": "article", "mention": "coding", "relation": "coding", "money": "coding"}
# Where files hold one key twice, as two batches with the same text do, the row of the earliest date counts.
_EARLIEST = {
    "article": "published_at NULLS LAST, ",
    "relation": "event_date NULLS LAST, ",
    "money": "published_date NULLS LAST, ",
}
# Dropped with an article that no document holds any more.
_OF_ARTICLE = ("sentence", "article_band", "duplicate", "coding", "mention", "relation", "money", "article")


@dataclass(frozen=True)
class LoadCount:
    """Rows of one table in one load. `deleted`: rows of an older coding or of a text that no document holds now."""

    inserted: int = 0
    replaced: int = 0
    unchanged: int = 0
    deleted: int = 0

    @property
    def changed(self) -> int:
        """Rows that differ from before: 0 where the same files were loaded again."""
        return self.inserted + self.replaced + self.deleted


def load(
    con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]], run_id: str | None = None
) -> dict[str, LoadCount]:
    """Load `files`, lists of Parquet files by table, in one transaction into a warehouse that `build` made.

    `coding` lists the coded articles: their mentions, relations and money become exactly what the files hold. The
    articles that a table `article` brings get exactly the sentences and bands of the files. An article that is there
    already, coded by the same version, stays as it is whatever else tells of it, so that its dates go on matching those
    of its relations. An article whose every document is now cleaned to another text is dropped with its rows; where it
    stood for a story, one of its copies does from now on.
    What is changed is kept as the history of `run_id`, for `warehouse.history`.
    Raises WarehouseError, with nothing loaded, where a file is missing, isn't Parquet, lacks a column or breaks a key.
    """
    _check_keys(files)
    con.begin()
    try:
        fill_dimensions(con)
        for table, paths in files.items():
            _stage(con, table, paths)
        _check_sets(con, files)
        kept = _keep_known_articles(con, files) | _keep_known_stories(con, files)
        superseded = _superseded(con, files)
        remember(con, files, superseded)
        counts = {table: _merge(con, table, kept.get(table, 0)) for table in files}
        _drop_articles(con, superseded, counts)
        note(con, run_id, files, dropped=bool(superseded))
        for table in files:
            con.execute(f"DROP TABLE staged_{table}")
        con.commit()
    except BaseException as error:
        con.rollback()
        if isinstance(error, duckdb.Error):
            raise WarehouseError(f"nothing was loaded: {str(error).splitlines()[0]}") from error
        raise
    return counts


def _check_keys(files: Mapping[str, Sequence[Path]]) -> None:
    unknown = sorted(files.keys() - set(table_names()))
    if unknown:
        raise WarehouseError(f"no table {', '.join(unknown)} in the warehouse")
    for table, owner in _SETS.items():
        if (owner in files) != (table in files):
            raise WarehouseError(f"{owner} and {table} are loaded together: give an empty list where there is no row")
    for table, paths in files.items():
        for path in paths:
            if not path.is_file():
                raise WarehouseError(f"{table}: no file {path}")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()"
        " ORDER BY column_index",
        [table],
    ).fetchall()
    return [f'"{name}"' for (name,) in rows]


def _key(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The primary key's columns."""
    row = con.execute(
        "SELECT constraint_column_names FROM duckdb_constraints()"
        " WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchone()
    if row is None:
        raise WarehouseError(f"no table {table} in the warehouse: build it first")
    return [f'"{name}"' for name in row[0]]


def _stage(con: duckdb.DuckDBPyConnection, table: str, paths: Sequence[Path]) -> None:
    """Copy the files' rows to a temporary table, one row a key: of unequal rows with one key always the same one."""
    columns, key = ", ".join(_columns(con, table)), ", ".join(_key(con, table))
    order = f"{_EARLIEST.get(table, '')}hash({columns})"
    con.execute(f"CREATE TEMP TABLE staged_{table} AS SELECT * FROM {table} LIMIT 0")
    if not paths:
        return
    try:
        con.execute(
            f"INSERT INTO staged_{table} BY NAME SELECT {columns} FROM read_parquet(?)"
            f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1",
            [[str(path) for path in paths]],
        )
    except duckdb.Error as error:
        names = ", ".join(path.name for path in paths[:3]) + (" …" if len(paths) > 3 else "")
        raise WarehouseError(f"{table}: cannot load {names}: {str(error).splitlines()[0]}") from error


def _check_sets(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> None:
    """A row of an article that isn't listed would escape being replaced with its set."""
    for table, owner in _SETS.items():
        if table not in files:
            continue
        row = con.execute(
            f"SELECT count(*), min(article_id) FROM staged_{table} ANTI JOIN staged_{owner} USING (article_id)"
        ).fetchone()
        if row and row[0]:
            raise WarehouseError(f"{table}: {row[0]} rows of articles that {owner} doesn't list, such as {row[1]}")


def _keep_known_articles(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> dict[str, int]:
    """Unstage known articles that no other coder version has coded, with all that is theirs. Gives rows by table."""
    if "article" not in files:
        return {}
    con.execute("CREATE TEMP TABLE kept AS SELECT article_id FROM staged_article SEMI JOIN article USING (article_id)")
    if "coding" in files:
        con.execute(
            "DELETE FROM kept WHERE article_id IN (SELECT staged.article_id FROM staged_coding AS staged"
            " LEFT JOIN coding USING (article_id) WHERE staged.coder_version IS DISTINCT FROM coding.coder_version)"
        )
    tables = [table for table in ("article", "coding", *_SETS) if table in files]
    kept = {table: _done(con, f"DELETE FROM staged_{table} WHERE article_id IN (FROM kept)") for table in tables}
    con.execute("DROP TABLE kept")
    return kept


def _keep_known_stories(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> dict[str, int]:
    """Unstage copies of a representative that is gone: an earlier load of the same files gave them another."""
    if "duplicate" not in files:
        return {}
    is_staged = " UNION SELECT article_id FROM staged_article" if "article" in files else ""
    known = _done(
        con,
        "DELETE FROM staged_duplicate WHERE article_id IN (SELECT article_id FROM article)"
        f" AND duplicate_of NOT IN (SELECT article_id FROM article{is_staged})",
    )
    return {"duplicate": known}


def _merge(con: duckdb.DuckDBPyConnection, table: str, kept: int) -> LoadCount:
    """Bring the staged rows of one table into it, writing only those that are new or differ."""
    key = _key(con, table)
    join = f"staged_{table} AS staged LEFT JOIN {table} AS old USING ({', '.join(key)})"
    is_new = f"old.{key[0]} IS NULL"
    differs = " OR ".join(
        f"staged.{column} IS DISTINCT FROM old.{column}" for column in _columns(con, table) if column not in key
    )
    deleted = _delete_stale(con, table, key)
    row = con.execute(
        f"SELECT count(*), count(*) FILTER ({is_new}), count(*) FILTER (NOT {is_new} AND ({differs})) FROM {join}"
    ).fetchone()
    total, inserted, replaced = row or (0, 0, 0)
    if inserted or replaced:
        con.execute(f"INSERT OR REPLACE INTO {table} BY NAME SELECT staged.* FROM {join} WHERE {is_new} OR {differs}")
    return LoadCount(inserted, replaced, total - inserted - replaced + kept, deleted)


def _delete_stale(con: duckdb.DuckDBPyConnection, table: str, key: list[str]) -> int:
    """Delete the rows of listed articles that the files no longer hold."""
    if table not in _SETS:
        return 0
    same = " AND ".join(f"staged.{column} = {table}.{column}" for column in key)
    return _done(
        con,
        f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM staged_{_SETS[table]})"
        f" AND NOT EXISTS (SELECT 1 FROM staged_{table} AS staged WHERE {same})",
    )


def _superseded(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> list[str]:
    """Articles whose every document is staged with another text: an earlier cleaning of the same items."""
    if "document" not in files:
        return []
    rows = con.execute(
        "SELECT old.article_id FROM document AS old LEFT JOIN staged_document AS staged USING (document_id)"
        " GROUP BY old.article_id"
        " HAVING bool_and(staged.article_id IS NOT NULL AND staged.article_id != old.article_id)"
        " EXCEPT SELECT article_id FROM staged_document"
    ).fetchall()
    return [article_id for (article_id,) in rows]


def _drop_articles(con: duckdb.DuckDBPyConnection, articles: list[str], counts: dict[str, LoadCount]) -> None:
    """Delete articles with all their rows, and say so in `counts`."""
    if not articles:
        return
    _pass_on_stories(con, articles, counts)
    for table in _OF_ARTICLE:
        is_copy = " OR list_contains($1, duplicate_of)" if table == "duplicate" else ""
        deleted = _done(con, f"DELETE FROM {table} WHERE list_contains($1, article_id){is_copy}", [articles])
        _count_more(counts, table, deleted=deleted)


def _pass_on_stories(con: duckdb.DuckDBPyConnection, dropped: list[str], counts: dict[str, LoadCount]) -> None:
    """Let the earliest published copy of each dropped representative stand for the story, with the others its copies.

    Else each of them would count as a story of its own. `similarity` stays that to the text that is gone.
    """
    con.execute(
        "CREATE TEMP TABLE heir AS SELECT duplicate_of AS dropped, article_id"
        " FROM duplicate INNER JOIN article USING (article_id)"
        " WHERE list_contains($1, duplicate_of) AND NOT list_contains($1, article_id)"
        " QUALIFY row_number() OVER (PARTITION BY duplicate_of ORDER BY published_at NULLS LAST, article_id) = 1",
        [dropped],
    )
    deleted = _done(con, "DELETE FROM duplicate WHERE article_id IN (SELECT article_id FROM heir)")
    replaced = _done(
        con,
        "UPDATE duplicate SET duplicate_of = heir.article_id FROM heir WHERE duplicate.duplicate_of = heir.dropped"
        " AND NOT list_contains($1, duplicate.article_id)",
        [dropped],
    )
    _count_more(counts, "duplicate", replaced=replaced, deleted=deleted)
    con.execute("DROP TABLE heir")


def _count_more(counts: dict[str, LoadCount], table: str, replaced: int = 0, deleted: int = 0) -> None:
    old = counts.get(table, LoadCount())
    counts[table] = LoadCount(old.inserted, old.replaced + replaced, old.unchanged, old.deleted + deleted)


def _done(con: duckdb.DuckDBPyConnection, sql: str, values: list | None = None) -> int:
    """Run a statement and give the number of rows that it touched."""
    row = con.execute(sql, values or []).fetchone()
    return int(row[0]) if row else 0
