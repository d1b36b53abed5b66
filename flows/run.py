"""What a run is: its folder, what it knows of earlier runs, and what it sums up. Pure; the flow is in news.py."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl

from flows.endings import DONE, begin, end, note_owner
from flows.forget import KEEP_HELD, forget
from flows.resume import Carried, cache_folder, carry_over
from schemas import Run
from tasks.batches import Batch
from tasks.extract.coder import coder_version
from tasks.ingest.delivery import FAILED, UNCHANGED
from tasks.ingest.marks import Mark, marks_of
from tasks.ingest.write import IngestResult
from tasks.report.text import nothing_new
from warehouse.connection import open_reader
from warehouse.exports import export_bands, export_known, read_watermarks
from warehouse.writer import LoadCount

# Loaded with a run, but no change of the data that would be worth publishing.
BOOKKEEPING = frozenset({"run", "source", "watermark", "run_verdict", "run_measure"})


@dataclass(frozen=True)
class Workspace:
    """A run's own folder and what it took from the published warehouse when it began.

    `known` are the documents that need no work; `known_articles` tells which coder version coded each article; the
    files `documents` and `bands` tell of all that it holds; `carried` is what earlier runs had read and not published;
    `cache` holds batches that earlier tries made.
    """

    run_id: str
    folder: Path
    started_at: datetime
    known: frozenset[str]
    known_articles: Mapping[str, str | None]
    documents: Path
    bands: Path
    marks: dict[str, Mark] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    cache: Path = Path()


@dataclass
class Summary:
    """What a run did: for the terminal, the artifacts and the `run` table. Counts are of rows."""

    run_id: str
    warehouse: str
    published: bool = False
    documents_read: int = 0
    documents_known: int = 0
    documents_repeated: int = 0
    documents_outside: int = 0
    documents_carried: int = 0
    batches_resumed: int = 0
    sources_unchanged: int = 0
    sources_failed: list[str] = field(default_factory=list)
    articles_new: int = 0
    articles_recoded: int = 0
    articles_not_codable: int = 0
    duplicates: int = 0
    mentions: int = 0
    relations: int = 0
    money: int = 0
    quarantined: int = 0
    quarantine: list[dict[str, str]] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    verdict: str = ""
    reasons: list[str] = field(default_factory=list)
    report: str = ""
    skipped: str = ""
    migrated: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain types only."""
        return asdict(self)

    def line(self) -> str:
        """The run in one line, for logs."""
        if not self.published:
            return nothing_new(self.documents_known + self.documents_repeated, self.sources_unchanged)
        return (
            f"published {self.warehouse}: {self.articles_new:,} new articles, {self.articles_recoded:,} coded anew, "
            f"{self.relations:,} relations, {self.money:,} amounts, {self.quarantined:,} refused"
        )


def open_workspace(
    warehouse: Path,
    work_dir: Path,
    full_refresh: bool,
    keep: int,
    sources: Sequence[str] = (),
    keep_held: int = KEEP_HELD,
) -> Workspace:
    """Makes the run's folder, exports what earlier runs did, takes up what they left; the oldest folders go."""
    started = datetime.now(UTC).replace(tzinfo=None)
    runs = work_dir / "runs"
    run_id = uuid4().hex[:16]
    folder = runs / f"{started:%Y%m%dT%H%M%S}-{run_id}"
    folder.mkdir(parents=True)
    note_owner(folder)
    if full_refresh and warehouse.exists():
        open_reader(warehouse, any_version=True).close()  # what is no warehouse must not be overwritten, nor told late
    basis = folder / "nothing.duckdb" if full_refresh else warehouse
    documents = export_known(basis, folder / "known.parquet")
    known = pl.read_parquet(documents)
    bands = export_bands(basis, folder / "bands.parquet")
    current = frozenset(known.filter(pl.col("coder_version") == coder_version())["document_id"])
    carried = carry_over(runs, folder / "carried", warehouse, sources, full_refresh, current)
    begin(folder, warehouse, sources, full_refresh, carried.tries)
    for earlier in carried.ended:  # not before this folder has its story: killed in between, it would lose them
        end(earlier, DONE)
    forget(runs, keep, folder, keep_held)
    return Workspace(
        run_id=run_id,
        folder=folder,
        started_at=started,
        known=current,
        known_articles=dict(known.select("article_id", "coder_version").iter_rows()),
        documents=documents,
        bands=bands,
        marks=marks_of(read_watermarks(basis), coder_version()),
        carried=carried,
        cache=cache_folder(work_dir, warehouse),
    )


def read_quarantine(paths: Sequence[Path]) -> pl.DataFrame:
    """All quarantine rows of a run, each once."""
    frames = [pl.read_parquet(path) for path in paths]
    return pl.concat(frames).unique("quarantine_id", maintain_order=True) if frames else pl.DataFrame()


def count_rows(files: dict[str, list[Path]], table: str) -> int:
    """Rows of a table over its files."""
    return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in files.get(table, []))


def summarise(work: Workspace, warehouse: Path, ingested: IngestResult, files: dict[str, list[Path]]) -> Summary:
    """Counts what the run read and found, before it is loaded."""
    articles = [pl.read_parquet(path, columns=["article_id", "is_codable"]) for path in files.get("article", [])]
    ids = pl.concat(articles).unique("article_id") if articles else pl.DataFrame({"article_id": [], "is_codable": []})
    known = [work.known_articles[article] for article in ids["article_id"] if article in work.known_articles]
    quarantine = read_quarantine(files.get("quarantine", []))
    return Summary(
        run_id=work.run_id,
        warehouse=str(warehouse),
        documents_read=ingested.read,
        documents_known=ingested.known,
        documents_repeated=ingested.duplicates,
        documents_outside=ingested.outside,
        documents_carried=len(work.carried.documents),
        sources_unchanged=sum(one.outcome == UNCHANGED for one in ingested.deliveries),
        sources_failed=[f"{one.source}: {one.reason}" for one in ingested.deliveries if one.outcome == FAILED],
        articles_new=ids.height - len(known),
        articles_recoded=sum(version != coder_version() for version in known),
        articles_not_codable=int((~ids["is_codable"]).sum()) if ids.height else 0,
        duplicates=count_rows(files, "duplicate"),
        mentions=count_rows(files, "mention"),
        relations=count_rows(files, "relation"),
        money=count_rows(files, "money"),
        quarantined=quarantine.height,
        quarantine=quarantine.select("stage", "check_name", "reason", "item").to_dicts() if quarantine.height else [],
    )


def run_row(work: Workspace, summary: Summary, sources: Sequence[str], flow_run_id: str | None) -> pl.DataFrame:
    """The run's row of the table `run`."""
    counts = {name: getattr(summary, name) for name in Run.columns() if hasattr(summary, name)}
    row = {
        **dict.fromkeys(Run.columns()),
        **counts,
        "run_id": work.run_id,
        "flow_run_id": flow_run_id,
        "started_at": work.started_at,
        "finished_at": datetime.now(UTC).replace(tzinfo=None),
        "coder_version": coder_version(),
        "detente_version": version("detente"),
        "sources_json": json.dumps(list(sources)),
        "timings_json": json.dumps(summary.timings),
    }
    return Run.frame([row])


def changed_rows(counts: dict[str, LoadCount]) -> dict[str, int]:
    """Rows that the load changed, by table, where any."""
    return {table: count.changed for table, count in counts.items() if count.changed and table not in BOOKKEEPING}


def collect_files(accepted: Sequence[Batch], duplicates: Batch, ingested: IngestResult) -> dict[str, list[Path]]:
    """The files to load by table."""
    files: dict[str, list[Path]] = {}
    for batch in (*accepted, duplicates):
        for table, path in batch.items():
            files.setdefault(table, []).append(Path(path))
    files.setdefault("quarantine", []).append(ingested.quarantine)
    for table, own in ingested.tables.items():
        files.setdefault(table, []).append(own)
    return files
