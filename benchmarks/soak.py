"""Scheduled runs against a news server that fails on purpose: is anything lost or doubled, does memory grow?

    .venv/bin/python -m benchmarks.soak --runs 200

The runs are those of the deployment `refresh`, started by Prefect's scheduler and a worker, with an interval of seconds
in place of its cron. With each run that ends a few stories are published; in the first part of the soak processes are
killed and restarted: the news server, Prefect's server, `detente server` with its worker, runs. Memory is told by the
slope within the life of each process. At the end, without faults, a few runs gather the rest; then the warehouse is
held against the news server's ledger.
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from benchmarks.feed_server import NewsServer, sources_toml
from benchmarks.processes import memory
from benchmarks.soak_processes import Platform
from flows.interrupt import kill_tree
from flows.server import free_port
from warehouse.connection import open_reader

SOURCES = ("gazette", "courier", "herald")
SKIPPED = "Cancelled"  # the schedule's times that came while a run was going on: collision_strategy CANCEL_NEW
GATHERING = 3  # runs without faults at the end
GATHER_WITHIN = 600.0  # seconds
WARM_UP = 5  # runs at the beginning of a process's life in which it still loads what it needs
# Chances, at the end of each run, that something happens to the next one.
ACCIDENTS = {"kill a run": 0.06, "restart the news": 0.04, "restart the server": 0.025, "restart the worker": 0.04}


@dataclass
class Soak:
    """What is going on, and what was measured. `memory`: process to (life, run, MB) at the end of each run."""

    feeds: NewsServer
    platform: Platform
    luck: random.Random
    done: int = 0
    ends: dict[str, int] = field(default_factory=dict)
    accidents: Counter[str] = field(default_factory=Counter)
    memory: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)
    lives: Counter[str] = field(default_factory=Counter)
    peaks: dict[int, float] = field(default_factory=dict)
    doomed_at: float | None = None
    last_end: float = field(default_factory=time.monotonic)
    longest_gap: float = 0.0
    deadline: float = float("inf")
    is_publishing: bool = True  # not any more at the end, when the rest is gathered

    @property
    def warehouse(self) -> Path:
        """The file that the runs publish."""
        return self.platform.folder / "detente.duckdb"

    def run_until(self, runs: int, has_accidents: bool) -> None:
        """Lets the schedule go on until so many runs are over, or the deadline."""
        while self.done < runs and time.monotonic() < self.deadline:
            self._watch_runs()
            with suppress(httpx.HTTPError):  # the server may be restarting
                self.ends = self.platform.counts()
            if (ended := sum(count for name, count in self.ends.items() if name != SKIPPED)) > self.done:
                self._after(ended, has_accidents)
            time.sleep(1)

    def _after(self, ended: int, has_accidents: bool) -> None:
        """One run more is over: its figures, new stories, perhaps an accident."""
        self.longest_gap = max(self.longest_gap, time.monotonic() - self.last_end)
        self.done, self.last_end = ended, time.monotonic()
        self._measure()
        for source in SOURCES if self.is_publishing else ():
            self.feeds.publish(source, self.luck.randint(0, 3))
        print(f"{time.strftime('%H:%M:%S')} run {ended}: {self.ends} {dict(self.accidents)}", file=sys.stderr)
        if has_accidents:
            self._accident()

    def _watch_runs(self) -> None:
        for pid in self.platform.runs():
            self.peaks[pid] = max(self.peaks.get(pid, 0.0), memory(pid))
        if self.doomed_at is not None and time.monotonic() > self.doomed_at:
            for pid in self.platform.runs():
                kill_tree(pid)
                self.accidents["run killed"] += 1
            self.doomed_at = None

    def _measure(self) -> None:
        """Notes the memory of what lives on from run to run."""
        processes = {"prefect server": self.platform.server.pid, "detente server": self.platform.detente.pid}
        if worker := self.platform.worker():
            processes["worker"] = worker
        for name, pid in processes.items():
            figure = memory(pid, with_children=name == "prefect server")
            self.memory.setdefault(name, []).append((self.lives[name], self.done, round(figure, 1)))

    def _accident(self) -> None:
        draw = self.luck.random()
        for name, chance in ACCIDENTS.items():
            draw -= chance
            if draw < 0:
                self._happen(name)
                return

    def _happen(self, name: str) -> None:
        how = self.luck.choice((signal.SIGTERM, signal.SIGKILL))
        if name == "kill a run":
            self.doomed_at = time.monotonic() + self.luck.uniform(1, 15)
            return
        time.sleep(self.luck.uniform(0, 10))  # in the midst of the next run
        self.accidents[f"{name} ({how.name})" if "news" not in name else name] += 1
        if name == "restart the news":
            self.feeds.stop()
            time.sleep(3)
            self.feeds.start()
        elif name == "restart the server":
            self.platform.restart_server(how)
            self.lives["prefect server"] += 1
        else:
            self.platform.restart_detente(how)
            self.lives.update(["worker", "detente server"])


def held(soak: Soak) -> dict[str, int]:
    """How many articles of the warehouse hold each story of the ledger."""
    with open_reader(soak.warehouse) as con:
        texts = [text for (text,) in con.execute("SELECT text FROM article").fetchall()]
    words = Counter(word for text in texts for word in set(text.split()))
    return {story.key: words[story.key] for story in soak.feeds.ledger}


def slope(points: list[tuple[int, int, float]]) -> dict[str, float] | None:
    """Least squares within each life, its beginning left out: MB per 100 runs, its standard error, median MB."""
    xs, ys, sizes, lives = [], [], [], 0
    for life in sorted({life for life, _, _ in points}):
        own = [(run, size) for one, run, size in points if one == life][WARM_UP:]
        if len(own) >= 3:
            runs, figures = np.array(own, dtype=float).T
            xs.append(runs - runs.mean())
            ys.append(figures - figures.mean())
            sizes.append(figures)
            lives += 1
    if not xs:
        return None
    x, y = np.concatenate(xs), np.concatenate(ys)
    rise = float(x @ y / (x @ x))
    free = max(1, len(x) - lives - 1)
    error = float(np.sqrt(((y - rise * x) ** 2).sum() / free / (x @ x)))
    figures = {
        "mb_per_100_runs": 100 * rise,
        "standard_error": 100 * error,
        "mb": float(np.median(np.concatenate(sizes))),
    }
    return {**{name: round(value, 2) for name, value in figures.items()}, "lives": lives, "points": len(x)}


def report(soak: Soak) -> dict:
    """The figures of the soak."""
    counts = held(soak)
    answers = Counter(str(status) for _, status in soak.feeds.asked)
    peaks = [(0, number, size) for number, size in enumerate(soak.peaks.values()) if size > 0]
    return {
        "runs": soak.done,
        "ends": {name: count for name, count in soak.ends.items() if count and name != SKIPPED},
        "times_skipped_while_a_run_was_going_on": soak.ends.get(SKIPPED, 0),
        "still_going_on": soak.platform.going_on(),
        "stories": len(counts),
        "lost": sum(count == 0 for count in counts.values()),
        "doubled": sum(count > 1 for count in counts.values()),
        "accidents": dict(soak.accidents),
        "answers_by_status": dict(answers),
        "longest_seconds_between_two_ends": round(soak.longest_gap),
        "times_the_worker_was_renewed": soak.platform.renewed(),
        "memory": {name: slope(points) for name, points in {**soak.memory, "peak of a run": peaks}.items()},
    }


def main() -> None:
    """Runs the soak and prints its figures as JSON; exit code 1 where a story was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--calm", type=float, default=0.4, help="share of the runs, at the end, without accidents")
    parser.add_argument("--faults", type=float, default=0.05, help="share of requests that go wrong")
    parser.add_argument("--every", type=int, default=20, help="seconds between two runs of the schedule")
    parser.add_argument("--worker-memory", type=float, default=600, help="megabytes above which the worker is renewed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="wait for no further run after so long")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="detente-soak-"))
    feeds = NewsServer(faults=chosen.faults, stall=1.5, seed=chosen.seed)
    (folder / "sources.toml").write_text(sources_toml(feeds, *SOURCES), encoding="utf-8")
    for source in SOURCES:
        feeds.publish(source, 2)
    print(f"everything lies in {folder}", file=sys.stderr)
    platform = Platform(folder, f"http://127.0.0.1:{free_port()}/api", chosen.every, chosen.worker_memory)
    soak = Soak(feeds, platform, random.Random(chosen.seed))  # noqa: S311 - accidents, no secrets
    soak.deadline = time.monotonic() + chosen.seconds
    signal.signal(signal.SIGTERM, lambda *_: setattr(soak, "deadline", 0.0))  # it ends sooner, with its figures
    try:
        soak.run_until(round(chosen.runs * (1 - chosen.calm)), has_accidents=True)
        soak.run_until(chosen.runs, has_accidents=False)
        feeds.faults, soak.is_publishing = 0.0, False
        soak.deadline = time.monotonic() + GATHER_WITHIN
        soak.run_until(soak.done + GATHERING, has_accidents=False)
        figures = report(soak)
    finally:
        platform.stop()
        feeds.stop()
    print(json.dumps({**figures, "folder": str(folder)}, indent=2))
    sys.exit(1 if figures["lost"] or figures["doubled"] else 0)


if __name__ == "__main__":
    main()
