"""Kills loads at random points and fills their disk; shows that the published warehouse is whole each time.

    benchmarks/faults [--kills 100] [--full-disks 20] [--runs 0] [--seed 1]

A load takes a private copy, writes every row anew under a new version, makes the marts, checks and publishes: what
`detente run` does after coding, with the same functions, in a process of its own. It is killed with SIGKILL after a
random part of the time that such a load takes, or may write no more than a random number of bytes to any file, which
is how a full disk looks to a program. After each the published file must open, pass every check, and hold one version
throughout: the one before, or the new one. A load that is left alone must then succeed and clear away what is left.
With --runs, whole runs of `detente run` are killed as well: see benchmarks/run_faults.py.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generated import generate
from warehouse.build import build, run_checks
from warehouse.connection import open_reader, open_writer
from warehouse.publish import exclusive, publish

ROOT = Path(__file__).parents[1]
# Says when it begins to write, and when it has published.
LOAD = """
import sys
from pathlib import Path
import duckdb
from tasks.load.step import load_batches, refresh_candidate
from warehouse.publish import exclusive, private_copy, publish
warehouse, work, files, version = sys.argv[1:5]
with exclusive(warehouse):
    print("begun", flush=True)
    candidate = private_copy(warehouse, work)
    tables = {path.stem: [path] for path in Path(files).glob("*.parquet")}
    folder = Path(work) / "batch"
    folder.mkdir(exist_ok=True)
    for table in ("coding", "relation", "money"):
        out = folder / f"{table}.parquet"
        duckdb.execute(
            f"COPY (SELECT * REPLACE (? AS coder_version) FROM read_parquet(?)) TO '{out}' (FORMAT parquet)",
            [version, str(tables[table][0])],
        )
        tables[table] = [out]
    load_batches(candidate, tables)
    refresh_candidate(candidate)
    publish(candidate, warehouse)
print("published", flush=True)
"""
STATE = """
SELECT
    (SELECT list_sort(list(DISTINCT coder_version)) FROM relation) AS versions,
    (SELECT list_sort(list(DISTINCT coder_version)) FROM coding) AS coded,
    (SELECT list_sort(list(DISTINCT coder_version)) FROM mart_relation) AS marts,
    (SELECT count(*) FROM relation) AS relations,
    (SELECT count(*) FROM mart_relation) AS mart_relations,
    (SELECT coalesce(sum(mentions), 0) FROM mart_dyad) AS mentions
"""


class BrokenError(AssertionError):
    """The published file isn't whole, or isn't one version."""


@dataclass
class Arena:
    """A warehouse under attack, the files to load, and what came of it."""

    folder: Path
    relations: int = 2_000
    version: int = 0
    published: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def warehouse(self) -> Path:
        """The published file."""
        return self.folder / "detente.duckdb"

    def prepare(self) -> None:
        """Make and publish the first state, which holds no row, and the files to load."""
        (self.folder / "work").mkdir(parents=True)
        candidate = self.folder / "work" / "first.duckdb"
        with open_writer(candidate) as con:
            build(con)
            generate(con, self.relations, self.folder / "files")
        with exclusive(self.warehouse):
            publish(candidate, self.warehouse)

    def attack(self, *, seconds: float | None = None, limit: int | None = None) -> str:
        """One load, killed after `seconds` from its begin or allowed `limit` bytes a file; gives what came of it."""
        process = self._start(limit)
        if seconds is not None:
            process.stdout.readline()
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        said = process.communicate()[0]
        outcome = "old" if self._holds(self.version - 1) else "new"
        if outcome == "new":
            self._holds(self.version, must=True)
            self.published = self.version
        else:
            self.version -= 1
        self._is_whole()
        if "published" in said and outcome == "old":
            raise BrokenError("a load said that it had published, and the file is the old one")
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        return outcome

    def leave_alone(self) -> None:
        """One load without a fault: it must publish and clear away what others left."""
        process = self._start(None)
        _, complaint = process.communicate()
        if process.returncode or not self._holds(self.version):
            raise BrokenError(f"a load without a fault did not publish: {complaint}")
        self.published = self.version
        self._is_whole()
        left = [path.name for path in (self.folder / "work").iterdir() if "private" in path.name]
        left += [path.name for path in self.folder.iterdir() if path.name.endswith((".publish", ".wal", ".lock"))]
        if left:
            raise BrokenError(f"a load without a fault left {left}")

    def _start(self, limit: int | None) -> subprocess.Popen[str]:
        self.version += 1

        def bound() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

        names = [self.warehouse, self.folder / "work", self.folder / "files", f"v{self.version:06}"]
        return subprocess.Popen(
            [sys.executable, "-c", LOAD, *map(str, names)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=bound if limit is not None else None,  # noqa: PLW1509
        )  # fmt: skip

    def _holds(self, version: int, *, must: bool = False) -> bool:
        with open_reader(self.warehouse) as con:
            versions, coded, marts, *_ = con.execute(STATE).fetchone()
        wanted = [f"v{version:06}"] if version else []
        is_so = versions == coded == marts == wanted or (not version and not versions)
        if must and not is_so:
            raise BrokenError(f"not one version: {versions}, {coded}, {marts}, where {wanted} was expected")
        return is_so

    def _is_whole(self) -> None:
        with open_reader(self.warehouse) as con:
            _, _, _, relations, mart_relations, mentions = con.execute(STATE).fetchone()
            failed = [name for name, rows in run_checks(con) if rows]
        if failed or not relations == mart_relations == mentions:
            raise BrokenError(f"checks {failed}; {relations} relations, {mart_relations} and {mentions} in the marts")


def main() -> None:
    """Attack as often as asked and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full-disks", type=int, default=20)
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument(
        "--batch-size", type=int, default=400, help="of the runs: fewer documents take worker processes"
    )
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)  # noqa: S311 - where to kill, no secret
    with tempfile.TemporaryDirectory() as folder:
        if chosen.runs:
            from benchmarks.run_faults import attack_runs  # noqa: PLC0415 - it brings Prefect along

            attack_runs(Path(folder) / "runs", chosen.runs, chosen.batch_size, chance)
        if chosen.kills or chosen.full_disks:
            attack_loads(Path(folder) / "arena", chosen.kills, chosen.full_disks, chance)


def attack_loads(folder: Path, kills: int, full_disks: int, chance: random.Random) -> None:
    """Attack loads as often as asked and print what came of it."""
    arena = Arena(folder)
    arena.prepare()
    start = time.monotonic()
    arena.leave_alone()
    whole = time.monotonic() - start
    size = arena.warehouse.stat().st_size
    print(f"one load takes {whole:.1f} s; the file has {size / 1e6:.1f} MB", flush=True)
    for number in range(kills):
        arena.attack(seconds=chance.uniform(0, whole))
        if number % 10 == 9:
            arena.leave_alone()
            print(f"{number + 1} kills: {arena.outcomes}, the file whole each time", flush=True)
    arena.outcomes.clear()
    for _ in range(full_disks):
        arena.attack(limit=chance.randint(0, int(size * 1.5)))
    arena.leave_alone()
    print(f"{full_disks} full disks: {arena.outcomes}, the file whole each time", flush=True)


if __name__ == "__main__":
    main()
