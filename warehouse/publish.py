"""Publishes a warehouse: a run builds in a private copy and puts it in place with one atomic rename."""

import errno
import fcntl
import glob
import hashlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.connection import WarehouseError, open_reader, open_writer

_LOOK_EVERY = 0.5  # seconds, while waiting for the lock


class WarehouseBusyError(WarehouseError):
    """Another run is writing the warehouse."""


@contextmanager
def exclusive(warehouse: str | Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the right to write `warehouse` from before `private_copy` until after `publish`.

    The system gives it back when the process dies. Raises WarehouseBusyError, naming the holder, where another run has
    it still after `wait` seconds.
    """
    path = _lock_path(Path(warehouse))
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait
    while True:
        try:
            handle = _lock(path, Path(warehouse))
            break
        except WarehouseBusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_LOOK_EVERY)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def private_copy(warehouse: str | Path, workdir: str | Path, *, fresh: bool = False, any_version: bool = False) -> Path:
    """Copy the published warehouse into `workdir` for this process, or name a new file where there is none.

    With `fresh` the copy begins empty; with `any_version` one of an older schema version is copied too. Clears away
    what runs that were killed left in `workdir`. Call it within `exclusive`. Raises WarehouseError where the warehouse
    can't be read or another program writes to it.
    """
    warehouse, workdir = _resolved(warehouse), Path(workdir)
    workdir.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(warehouse, workdir)
    candidate = workdir / f"{_prefix(warehouse)}{os.getpid()}.private.duckdb"
    _remove(candidate)
    if warehouse.exists():
        _refuse_unfinished(warehouse)
        # Refuses to overwrite what is no warehouse, and shuts writers out while the file is copied.
        with open_reader(warehouse, any_version=fresh or any_version):
            if not fresh:
                shutil.copy(warehouse, candidate)
    return candidate


def publish(candidate: str | Path, warehouse: str | Path) -> None:
    """Put `candidate` in the place of `warehouse`, whole or not at all. Close every connection to either before.

    Readers that are open go on with the old state; whoever opens it afterwards sees the new one. Call it within
    `exclusive`. Raises WarehouseError where the candidate isn't a whole warehouse or is open still.
    """
    candidate, warehouse = Path(candidate), _resolved(warehouse)
    if not candidate.is_file():
        raise WarehouseError(f"nothing to publish at {candidate}")
    _refuse_other_writer(warehouse)
    with open_writer(candidate) as con:
        con.execute("CHECKPOINT")
    # DuckDB refuses a second way of opening while a forgotten writer holds the file.
    open_reader(candidate).close()
    _refuse_unfinished(candidate)
    _refuse_unfinished(warehouse)
    _sync(candidate)
    try:
        candidate.replace(warehouse)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise WarehouseError(f"cannot put the new warehouse at {warehouse}: {error.strerror}") from error
        _replace_across(candidate, warehouse)
    _sync(warehouse.parent)


def _replace_across(candidate: Path, warehouse: Path) -> None:
    """A rename doesn't cross file systems: copy beside the warehouse first."""
    beside = warehouse.with_name(f".{warehouse.name}.{os.getpid()}.publish")
    try:
        shutil.copy(candidate, beside)
        _sync(beside)
        beside.replace(warehouse)
    finally:
        beside.unlink(missing_ok=True)
    candidate.unlink()


def _lock_path(warehouse: Path) -> Path:
    warehouse = _resolved(warehouse)
    return warehouse.with_name(f".{warehouse.name}.lock")


def _lock(path: Path, warehouse: Path) -> int:
    """An open file descriptor that holds the lock, with our process id in the file."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_same_file(handle, path):  # its last holder removed it between our two calls
                os.close(handle)
                continue
        except OSError as error:
            holder = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            raise WarehouseBusyError(
                f"{warehouse} is being written by another run (process {holder}): wait for it or stop it"
            ) from error
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        return handle


def _is_same_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _refuse_other_writer(warehouse: Path) -> None:
    """A run that forgot `exclusive` must not overwrite one that holds it.

    The lock tells, not the number in the file: a holder that was killed has given it back, and its number may be
    another's by now.
    """
    try:
        handle = os.open(_lock_path(warehouse), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        holder = os.read(handle, 32).decode(errors="replace").strip()
        if holder != str(os.getpid()):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise WarehouseError(
            f"{warehouse} is being written by another run (process {holder}): nothing was published"
        ) from error
    finally:
        os.close(handle)


def _refuse_unfinished(path: Path) -> None:
    wal = path.with_name(path.name + ".wal")
    if wal.exists():
        raise WarehouseError(f"{path} has unfinished writes in {wal.name}: open and close it once with DuckDB")


def _prefix(warehouse: Path) -> str:
    """Names the warehouse and this machine, since process ids mean nothing on another."""
    place = hashlib.sha256(f"{socket.gethostname()}:{warehouse}".encode()).hexdigest()[:12]
    return f"{warehouse.stem}-{place}-"


def _remove_leftovers(warehouse: Path, workdir: Path) -> None:
    """Whoever holds the lock is alone, so that every copy that is there was left by a run that was killed."""
    for path in workdir.glob(f"{glob.escape(_prefix(warehouse))}*.private.duckdb*"):
        _remove(path.with_name(path.name.partition(".private.duckdb")[0] + ".private.duckdb"))
    for path in warehouse.parent.glob(f".{glob.escape(warehouse.name)}.*.publish"):
        path.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Removes a file last, after what belongs to it: whoever is killed in between leaves what can be found."""
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _resolved(path: str | Path) -> Path:
    """The file itself, so that a link to a warehouse goes on pointing at it."""
    return Path(path).resolve()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
