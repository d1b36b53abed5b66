"""Kills whole runs of `detente run` at random points; the next run must repair the rest by itself.

`benchmarks/faults --runs N` calls it. A warehouse of two articles is published; a run that brings six more is killed
with SIGKILL after a random part of the time that such a run takes, from the start of its process on. After each kill
the published file must open, pass every check and be the old state or the new one, row for row, and no process of the
run may be left. Then the same command runs again, without a hand on anything: it must end with just the rows that a
run which was never killed ends with, and leave no private copy, lock or half-published file behind.
"""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.faults import BrokenError
from flows.server import TemporaryServer
from warehouse.build import run_checks, sql_files
from warehouse.connection import open_reader

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "seeds" / "sample" / "wire.jsonl"
# All that an analyst asks for; `run`, `revision` and their like say when it was made.
TABLES = ("document", "article", "sentence", "duplicate", "coding", "mention", "relation", "money", "quarantine")
_ORPHANS_END_IN = 15.0  # seconds


@dataclass
class RunArena:
    """Where runs are killed: the state before, what a run that is left alone makes of it, and what came of the kills.

    `batch_size`: documents in a batch; where there is more than one batch, worker processes code them.
    """

    folder: Path
    batch_size: int = 400
    old: str = ""
    new: str = ""
    whole: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def warehouse(self) -> Path:
        """The published file."""
        return self.folder / "arena" / "detente.duckdb"

    def prepare(self, api_url: str) -> None:
        """Publish the first state, and let one run go on undisturbed to know its time and its end."""
        self.folder.mkdir(parents=True)
        lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
        broken = '{"id": "broken", "text": 7}\n'
        (self.folder / "first.jsonl").write_text("".join(lines[:2]), encoding="utf-8")
        (self.folder / "second.jsonl").write_text("".join([*lines[2:8], broken]), encoding="utf-8")
        self._environment = {**os.environ, "PREFECT_API_URL": api_url, "DETENTE_BATCH_SIZE": str(self.batch_size)}
        self._fresh()
        self._must_run("first.jsonl")
        self.old = self.digest()
        shutil.copy(self.warehouse, self.folder / "old.duckdb")
        since = time.monotonic()
        self._must_run("first.jsonl", "second.jsonl")
        self.whole, self.new = time.monotonic() - since, self.digest()

    def attack(self, seconds: float) -> str:
        """One run, killed after `seconds`, and the run that repairs; gives which state the kill left: old or new."""
        self._fresh(self.folder / "old.duckdb")
        run = self._start("first.jsonl", "second.jsonl")
        try:
            run.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            run.kill()
        run.communicate()
        self._no_process_of(run.pid)
        found = {self.old: "old", self.new: "new"}.get(self.digest())
        if found is None:
            raise BrokenError(f"killed after {seconds:.2f} s, the published file is neither the old nor the new state")
        self._must_run("first.jsonl", "second.jsonl")
        if self.digest() != self.new:
            raise BrokenError(f"killed after {seconds:.2f} s, the next run did not end with the rows of one left alone")
        self._left_nothing()
        self.outcomes[found] += 1
        return found

    def digest(self) -> str:
        """The rows of all tables and marts, whatever their order, of a published file that passes its checks."""
        digest = hashlib.sha256()
        with open_reader(self.warehouse) as con:
            failed = [name for name, rows in run_checks(con) if rows]
            if failed:
                raise BrokenError(f"the published file breaks {failed}")
            for table in [*TABLES, *(path.stem for path in sql_files("marts"))]:
                digest.update(repr(con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()).encode())
        return digest.hexdigest()

    def _fresh(self, warehouse: Path | None = None) -> None:
        shutil.rmtree(self.warehouse.parent, ignore_errors=True)
        self.warehouse.parent.mkdir()
        if warehouse:
            shutil.copy(warehouse, self.warehouse)

    def _start(self, *sources: str) -> subprocess.Popen[str]:
        options = ["--warehouse", "detente.duckdb"]
        return subprocess.Popen(
            [Path(sys.executable).with_name("detente"), "run", *(f"../{name}" for name in sources), *options],
            cwd=self.warehouse.parent, env=self._environment, text=True, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    def _must_run(self, *sources: str) -> None:
        run = self._start(*sources)
        complaint = run.communicate()[1]
        if run.returncode:
            raise BrokenError(f"a run that was left alone ended with {run.returncode}: {complaint.strip()[-400:]}")

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


def attack_runs(folder: Path, count: int, batch_size: int, chance: random.Random) -> Counter[str]:
    """Kill so many runs, print what came of it, and give it."""
    server = TemporaryServer()
    try:
        server.wait()
        arena = RunArena(folder, batch_size)
        arena.prepare(server.api_url)
        print(f"one whole run takes {arena.whole:.1f} s", flush=True)
        for number in range(1, count + 1):
            arena.attack(chance.uniform(0, arena.whole))
            if number % 5 == 0 or number == count:
                print(f"{number} runs killed: {dict(arena.outcomes)}; whole and repaired each time", flush=True)
    finally:
        server.stop()
    return arena.outcomes
