"""Opens a warehouse: read-only and shut in for analysts, or for writing. Every failure is one line with its remedy."""

import re
from pathlib import Path

import duckdb

# The number of the last file of migrations/: adding one raises it.
SCHEMA_VERSION = max(int(path.stem[:3]) for path in (Path(__file__).parent / "migrations").glob("*.sql"))

Config = dict[str, str | bool | int | float | list[str]]

# Trying to fetch an extension costs seconds offline, and nothing here needs one.
_NO_EXTENSIONS: Config = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
# A query reaches the open warehouse alone: no files, no network, no variables of the calling program.
_SHUT_IN: Config = _NO_EXTENSIONS | {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


class WarehouseError(Exception):
    """Something is wrong with the warehouse or a load. The message is one line that says what to do."""


def open_reader(path: str | Path, *, any_version: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a published warehouse for queries: read-only, with no way out to files or the network.

    With `any_version` one of another schema version opens too. A connection goes on reading the state that it opened.
    Within one process close it before opening a newer state: DuckDB shares one instance a path. Raises WarehouseError
    where there is no warehouse that can be read.
    """
    return _open_existing(Path(path), _SHUT_IN, any_version=any_version)


def open_exporter(path: str | Path) -> duckdb.DuckDBPyConnection:
    """Open a published warehouse read-only for our own exports, which write files. Never for an analyst's query."""
    return _open_existing(Path(path), _NO_EXTENSIONS)


def open_writer(path: str | Path, *, any_version: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a private copy for writing; a file that isn't there is begun. Raises WarehouseError as open_reader does."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    con = _connect(path, read_only=False, config=_NO_EXTENSIONS)
    if _is_empty(con):
        return con
    return _checked(con, path, any_version=any_version)


def schema_version(con: duckdb.DuckDBPyConnection) -> int | None:
    """The schema version of an open file; None where it is no warehouse of Detente."""
    try:
        row = con.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    except duckdb.Error:
        return None
    return int(row[0]) if row and str(row[0]).isdigit() else None


def _open_existing(path: Path, config: Config, *, any_version: bool = False) -> duckdb.DuckDBPyConnection:
    if not path.exists():
        raise WarehouseError(f"no warehouse at {path}: run `detente run SOURCES…` first")
    return _checked(_connect(path, read_only=True, config=config), path, any_version=any_version)


def _connect(path: Path, *, read_only: bool, config: Config) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        raise WarehouseError(_explain(path, str(error))) from error


def _explain(path: Path, message: str) -> str:
    """DuckDB's message on a file that it can't open, as one line with its remedy."""
    if path.is_dir():
        return f"{path} is a folder, not a warehouse: name the file in it"
    if "Could not set lock" in message:
        holder = re.search(r"PID (\d+)", message)
        who = f"process {holder[1]}" if holder else "another process"
        return f"{path} is open in {who}: close it there and try again"
    if "different configuration" in message:
        return f"{path} is open in this process in another way: close that connection first"
    if "version number" in message:
        return f"{path} was made by another version of DuckDB than {duckdb.__version__}: update Detente"
    if "not a valid DuckDB" in message or "external extensions" in message:  # it takes SQLite for an extension's job
        return f"{path} is not a DuckDB file: name a warehouse, or another path to begin one"
    return f"{path} cannot be opened: {message.splitlines()[0]}"


def _checked(con: duckdb.DuckDBPyConnection, path: Path, *, any_version: bool = False) -> duckdb.DuckDBPyConnection:
    """`con` itself where the file is a warehouse of this schema version; else closes it and raises WarehouseError."""
    fault = _fault(con, any_version=any_version)
    if fault:
        con.close()
        raise WarehouseError(f"{path} {fault}")
    return con


def _fault(con: duckdb.DuckDBPyConnection, *, any_version: bool) -> str | None:
    found = schema_version(con)
    if found is None:
        return "is a DuckDB file but not a warehouse of Detente: name another path"
    version = SCHEMA_VERSION if any_version else found
    if version > SCHEMA_VERSION:
        return f"has schema version {version}, newer than this program's {SCHEMA_VERSION}: update Detente"
    if version < SCHEMA_VERSION:
        return f"has schema version {version}, older than {SCHEMA_VERSION}: `detente migrate` or the next run mends it"
    return None


def _is_empty(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)
