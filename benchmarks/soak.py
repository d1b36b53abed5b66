"""Scheduled runs against a news server that fails on purpose: is anything lost or doubled, does memory grow?

    .venv/bin/python -m benchmarks.soak --runs 200

Each round publishes a few stories, starts one run of `detente serve`'s kind (a process of its own, as a schedule does)
and now and then restarts the news server or kills the run. At the end, without faults, a few runs gather the rest; then
the warehouse is held against the server's ledger.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx

from benchmarks.feed_server import NewsServer, sources_toml
from flows.server import free_port
from warehouse.connection import open_reader

SOURCES = ("gazette", "courier", "herald")
ROOT = Path(__file__).parents[1]


@dataclass
class Soak:
    """What is going on, and what was measured: seconds and peak memory (MB) of each run, the server's memory."""

    folder: Path
    feeds: NewsServer
    api: str
    server: subprocess.Popen
    luck: random.Random
    codes: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    server_memory: list[float] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0

    @property
    def warehouse(self) -> Path:
        """The file that the runs publish."""
        return self.folder / "soak.duckdb"

    def round(self, may_kill: bool = True) -> None:
        """One scheduled run, perhaps with an accident."""
        for source in SOURCES:
            self.feeds.publish(source, self.luck.randint(0, 3))
        if self.luck.random() < 0.03:
            self.restarts += 1
            self.feeds.stop()
            self.feeds.start()
        if self.luck.random() < 0.02 and may_kill:
            self._restart_prefect()
        since = time.monotonic()
        process = self._start()
        doomed = may_kill and self.luck.random() < 0.05
        code, peak = watch(process, kill_after=self.luck.uniform(4, 15) if doomed else None)
        self.kills += code == -signal.SIGKILL
        self.codes[str(code)] = self.codes.get(str(code), 0) + 1
        self.seconds.append(time.monotonic() - since)
        self.peaks.append(peak)
        self.server_memory.append(memory(self.server.pid))

    def _start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "flows.cli", "run", "--sources-file", str(self.folder / "sources.toml")]
        log = (self.folder / "runs.log").open("ab")
        return subprocess.Popen(
            [*command, "--warehouse", str(self.warehouse)],
            env=surroundings(self.folder, self.api),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )

    def _restart_prefect(self) -> None:
        self.restarts += 1
        self.server.terminate()
        self.server.wait(60)
        self.server = start_prefect(self.folder, self.api)


def watch(process: subprocess.Popen, kill_after: float | None) -> tuple[int, float]:
    """Waits for a run; gives its exit code and the most memory that it and its workers held, in MB."""
    peak, since = 0.0, time.monotonic()
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        if kill_after is not None and time.monotonic() - since > kill_after:
            process.send_signal(signal.SIGKILL)
        time.sleep(0.2)
    return process.returncode, peak


def memory(pid: int) -> float:
    """Proportional memory of a process and its children in MB; 0 where it is gone."""
    total = 0.0
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        total = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return total
    return total + sum(memory(int(child)) for child in children)


def surroundings(folder: Path, api: str) -> dict[str, str]:
    """The environment of server and runs: quick, small, on this machine."""
    return {
        **os.environ,
        "PREFECT_API_URL": api,
        "PREFECT_HOME": str(folder / "prefect"),
        "DETENTE_WORK_DIR": str(folder / "work"),
        "DETENTE_ALLOW_PRIVATE_HOSTS": "true",
        "DETENTE_HOST_PAUSE": "0",
        "DETENTE_FETCH_TIMEOUT": "1",
        "DETENTE_FETCH_RETRIES": "1",
    }


def start_prefect(folder: Path, api: str) -> subprocess.Popen:
    """Prefect's server at the address; returns when it answers."""
    port = api.rsplit(":", 1)[1].removesuffix("/api")
    environment = {name: value for name, value in surroundings(folder, api).items() if name != "PREFECT_API_URL"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    for _ in range(600):
        try:
            if httpx.get(f"{api}/health", timeout=5).is_success:
                return server
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError("Prefect's server did not start")


def held(soak: Soak) -> dict[str, int]:
    """How many articles of the warehouse hold each story of the ledger."""
    with open_reader(soak.warehouse) as con:
        texts = [text for (text,) in con.execute("SELECT text FROM article").fetchall()]
    counts = dict.fromkeys((story.key for story in soak.feeds.ledger), 0)
    for text in texts:
        for word in text.split():
            if word in counts:
                counts[word] += 1
    return counts


def half(values: list[float]) -> tuple[float, float]:
    """Medians of the first and of the last third, where a leak would show."""
    third = max(1, len(values) // 3)
    return round(median(values[:third]), 1), round(median(values[-third:]), 1)


def report(soak: Soak, runs: int) -> dict:
    """The figures of the soak."""
    counts = held(soak)
    asked: dict[str, int] = {}
    for _, status in soak.feeds.asked:
        asked[str(status)] = asked.get(str(status), 0) + 1
    return {
        "runs": runs,
        "stories": len(counts),
        "lost": sum(count == 0 for count in counts.values()),
        "doubled": sum(count > 1 for count in counts.values()),
        "exit_codes": soak.codes,
        "kills": soak.kills,
        "restarts": soak.restarts,
        "answers_by_status": asked,
        "run_peak_mb_first_and_last_third": half(soak.peaks),
        "server_mb_first_and_last_third": half(soak.server_memory),
        "seconds_first_and_last_third": half(soak.seconds),
    }


def main() -> None:
    """Runs the soak and prints its figures as JSON; exit code 1 where a story was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--faults", type=float, default=0.05, help="share of requests that go wrong")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further run after so long")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="detente-soak-"))
    feeds = NewsServer(faults=chosen.faults, stall=1.5, seed=chosen.seed)
    (folder / "sources.toml").write_text(sources_toml(feeds, *SOURCES), encoding="utf-8")
    api = f"http://127.0.0.1:{free_port()}/api"
    luck = random.Random(chosen.seed)  # noqa: S311 - accidents, no secrets
    soak = Soak(folder, feeds, api, start_prefect(folder, api), luck)
    since, done = time.monotonic(), 0
    try:
        while done < chosen.runs and time.monotonic() - since < chosen.seconds:
            soak.round()
            done += 1
            print(f"run {done}: {soak.seconds[-1]:.0f} s, {soak.peaks[-1]:.0f} MB, {soak.codes}", file=sys.stderr)
        feeds.faults = 0.0
        for _ in range(3):
            soak.round(may_kill=False)
        figures = report(soak, done)
    finally:
        soak.server.terminate()
        feeds.stop()
    print(json.dumps({**figures, "folder": str(folder)}, indent=2))
    sys.exit(1 if figures["lost"] or figures["doubled"] else 0)


if __name__ == "__main__":
    main()
