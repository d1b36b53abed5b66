"""Kills whole runs of `detente run` at random points; the next run must repair the rest by itself.

`benchmarks/faults --runs N` calls it. A warehouse of two articles is published; a run that brings six more is killed
with SIGKILL after a random part of the time that such a run takes. Its process is forked from one that has imported the
program, since importing, which writes nothing, would take half of the time; all else is `detente run`. After each kill
the published file must open, pass every check and be the old state or the new one, row for row, and no process of the
run may be left. Then the same command runs again, without a hand on anything: it must end with just the rows that a
run which was never killed ends with, and leave no private copy, lock or half-published file behind.
"""

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from benchmarks.faults import BrokenError
from flows.server import TemporaryServer
from flows.settings import set_prefect_defaults
from warehouse.build import run_checks, sql_files
from warehouse.connection import open_reader

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "seeds" / "sample" / "wire.jsonl"
# All that an analyst asks for; `run`, `revision` and their like say when it was made.
TABLES = ("document", "article", "sentence", "duplicate", "coding", "mention", "relation", "money", "quarantine")
_IMPORTED = ["flows.cli", "flows.execute", "flows.news", "flows.query_cli", "spacy", "onnxruntime", "pandera.polars"]
_ORPHANS_END_IN = 15.0  # seconds


def command(folder: Path, sources: Sequence[str]) -> None:
    """`detente run SOURCES --warehouse detente.duckdb` in a folder, as a session of its own; ends the process."""
    from flows.cli import main  # noqa: PLC0415 - in the process that runs it

    os.setsid()
    os.chdir(folder)
    with (folder / "said").open("w", encoding="utf-8") as said:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(said.fileno(), sys.stderr.fileno())
    sys.argv = ["detente", "run", *sources, "--warehouse", "detente.duckdb"]
    main()


@dataclass
class RunArena:
    """Where runs are killed: the state before, the state that a run left alone makes, and what came of the kills."""

    folder: Path
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    whole: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def warehouse(self) -> Path:
        """The published file."""
        return self.folder / "arena" / "detente.duckdb"

    def prepare(self) -> None:
        """Publish the first state, and let one run go on undisturbed to know its time and its end."""
        self.folder.mkdir(parents=True)
        lines = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True) if _is_whole(line)]
        broken = '{"id": "broken", "text": 7}\n'
        (self.folder / "first.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
        (self.folder / "second.jsonl").write_text("".join([*lines[2:8], broken]), encoding="utf-8")
        self._fresh()
        self._must_run("first.jsonl")
        self.old = self.digest()
        shutil.copy(self.warehouse, self.folder / "old.duckdb")
        since = time.monotonic()
        self._must_run("first.jsonl", "second.jsonl")
        self.whole, self.new = time.monotonic() - since, self.digest()

    def attack(self, seconds: float) -> str:
        """One run, killed after `seconds`, and the run that repairs; gives which state the kill left: old or new.

        A run that was over by then was not killed: "over".
        """
        self._fresh(self.folder / "old.duckdb")
        run = self._start("first.jsonl", "second.jsonl")
        run.join(seconds)
        is_over = run.exitcode is not None
        run.kill()
        run.join()
        self._no_process_of(run.pid)
        state = self.digest()
        if state not in (self.old, self.new):
            raise BrokenError(f"killed after {seconds:.2f} s, the file is neither old nor new: {self._other(state)}")
        if is_over and state != self.new:
            raise BrokenError(f"a run that was over within {seconds:.2f} s did not publish: {self._other(state)}")
        self._must_run("first.jsonl", "second.jsonl")
        repaired = self.digest()
        if repaired != self.new:
            raise BrokenError(f"killed after {seconds:.2f} s, the next run ended otherwise: {self._other(repaired)}")
        self._left_nothing()
        found = "over" if is_over else "old" if state == self.old else "new"
        self.outcomes[found] += 1
        return found

    def digest(self) -> dict[str, str]:
        """Each table and mart of a published file that passes its checks: a digest of its rows, whatever their order.

        Of means and sums the last digits depend on the order in which two threads add: see `told`.
        """
        digests = {}
        with open_reader(self.warehouse) as con:
            failed = [name for name, rows in run_checks(con) if rows]
            if failed:
                raise BrokenError(f"the published file breaks {failed}")
            for table in [*TABLES, *(path.stem for path in sql_files("marts"))]:
                rows = con.execute(f"FROM {table}").fetchall()
                lines = sorted(repr([told(one) for one in row]) for row in rows)
                digests[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return digests

    def _other(self, state: dict[str, str]) -> str:
        """The tables in which a state is not the old, and those in which it is not the new one."""
        old = [name for name in state if state[name] != self.old[name]]
        return f"not old in {', '.join(old)}; not new in {', '.join(n for n in state if state[n] != self.new[n])}"

    def _fresh(self, warehouse: Path | None = None) -> None:
        shutil.rmtree(self.warehouse.parent, ignore_errors=True)
        self.warehouse.parent.mkdir()
        if warehouse:
            shutil.copy(warehouse, self.warehouse)

    def _start(self, *sources: str) -> ForkServerProcess:
        run = multiprocessing.get_context("forkserver").Process(
            target=command, args=(self.warehouse.parent, [f"../{name}" for name in sources])
        )
        run.start()
        return run

    def _must_run(self, *sources: str) -> None:
        run = self._start(*sources)
        run.join()
        if run.exitcode:
            said = (self.warehouse.parent / "said").read_text(encoding="utf-8")
            raise BrokenError(f"a run that was left alone ended with {run.exitcode}: {said.strip()[-400:]}")

    def _no_process_of(self, session: int) -> None:
        """Workers see that their run is gone; a killed process must not go on writing."""
        deadline = time.monotonic() + _ORPHANS_END_IN
        while time.monotonic() < deadline:
            try:
                os.killpg(session, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        raise BrokenError(f"processes of the killed run are left after {_ORPHANS_END_IN:.0f} s")

    def _left_nothing(self) -> None:
        names = [path.name for path in self.warehouse.parent.rglob("*") if path.is_file()]
        left = [name for name in names if name.endswith((".private.duckdb", ".publish", ".wal", ".lock"))]
        if left:
            raise BrokenError(f"the run that repairs left {left}")
        with open_reader(self.warehouse) as con:
            runs = con.execute("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM revision)").fetchone()
        if runs != (2, 2):
            raise BrokenError(f"{runs[0]} runs and {runs[1]} revisions are on record, where two published")


def told(value: object) -> object:
    """A value as far as it counts: of a float ten digits, nine after the point."""
    return f"{round(value, 9) + 0.0:.10g}" if isinstance(value, float) else value


def _is_whole(line: str) -> bool:
    """Not the line of the sample that is broken on purpose: with ours, too much of the few would be refused."""
    try:
        return bool(json.loads(line))
    except ValueError:
        return False


def attack_runs(folder: Path, count: int, batch_size: int, chance: random.Random) -> None:
    """Kill so many runs and print what came of it. With more than one batch, worker processes code them."""
    server = TemporaryServer()
    try:
        server.wait()
        os.environ |= {"PREFECT_API_URL": server.api_url, "DETENTE_BATCH_SIZE": str(batch_size)}
        set_prefect_defaults()
        multiprocessing.get_context("forkserver").set_forkserver_preload(_IMPORTED)
        arena = RunArena(folder)
        arena.prepare()
        print(f"one whole run takes {arena.whole:.1f} s", flush=True)
        killed = 0
        while killed < count:
            is_killed = arena.attack(chance.uniform(0, arena.whole)) != "over"
            killed += is_killed
            if is_killed and (killed % 5 == 0 or killed == count):
                print(f"{killed} runs killed: {dict(arena.outcomes)}; whole and repaired each time", flush=True)
    finally:
        server.stop()
