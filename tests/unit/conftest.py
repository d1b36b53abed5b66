"""A warehouse told by hand for the tests of what is shown of one: eight articles, some of them hostile or mangled."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas import TABLES
from seeds.reader import read_events
from warehouse.build import build, refresh_marts
from warehouse.connection import open_reader, open_writer

HOSTILE = "<script>x</script> | `tick` [link](http://evil.example)\n# big \x1b[2J\u202egnirts"
NEWEST_RUN = "b" * 16

# article: letter case, has punctuation, language, published on
ARTICLES = {
    "a1": ("mixed", True, "en", datetime(2020, 1, 10)),
    "a2": ("mixed", True, "en", datetime(2020, 1, 11)),  # a copy of a1
    "a3": ("lower", False, "en", datetime(2021, 5, 1)),
    "a4": ("upper", True, "en", datetime(2021, 6, 1)),
    "a5": ("mixed", False, "en", None),
    "a6": ("mixed", True, "zh", datetime(2021, 7, 1)),
    "a7": ("mixed", True, "en", datetime(2022, 2, 2)),
    "a8": ("mixed", True, "en", datetime(2022, 3, 3)),
}
# article, source, target, event, status, score
RELATIONS = [
    ("a1", "RUS", "PAK", "SUPPORT", "actual", 0.9),
    ("a2", "RUS", "PAK", "SUPPORT", "actual", 0.9),
    ("a3", "PAK", "RUS", "COOPERATE", "future", 0.45),
    ("a4", "USA", "PAK", "ACCUSE", "actual", 0.8),
    ("a4", "USA", "PAK", "SANCTION", "negated", 0.8),
    ("a7", "CHN", "PAK", "AID", "actual", 0.95),
    ("a8", "IND", "PAK", "ASSAULT", "actual", 0.99),
]
# article, currency, lower, upper, magnitude, qualifier, payer, payee, words
MONEY = [
    ("a1", "USD", 2e9, 2e9, 1e9, "about", "RUS", "PAK", "about $2 billion"),
    ("a2", "USD", 2e9, 2e9, 1e9, "about", "RUS", "PAK", "about $2 bln"),
    ("a7", "USD", None, None, 1e9, "about", "CHN", "PAK", "billions of dollars"),
    ("a8", None, 5.0, 7.0, None, "range", None, None, "5 to 7 [red]million|"),
]


def make_id(*parts: object) -> str:
    """Sixteen hex digits that a person can read."""
    return "-".join(map(str, parts)).encode().hex()[:16].rjust(16, "0")


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    """One row; the columns that aren't named are null."""
    row = dict.fromkeys(TABLES[table].columns()) | values
    names = ", ".join(f'"{name}"' for name in row)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _add_article(con: duckdb.DuckDBPyConnection, name: str) -> None:
    casing, has_punctuation, language, day = ARTICLES[name]
    text = f"Text of {name}."
    where = {"article_id": make_id(name), "source": "wire" if name < "a5" else "daily", "uri": f"{name}.txt"}
    insert(
        con, "document", **where, document_id=make_id("d", name), item="", published_at=day,
        date_source="field" if day else "none", raw_sha256="0" * 64, offset_map=[],
    )  # fmt: skip
    insert(
        con, "article", **where, published_at=day, title="", title_end=0, text=text, language=language,
        language_score=1.0, is_codable=language == "en", casing=casing, has_punctuation=has_punctuation,
        has_digits=True,
    )  # fmt: skip
    insert(
        con, "sentence", article_id=make_id(name), sentence_no=0, start=0, end=len(text), is_boilerplate=False
    )  # fmt: skip
    if language == "en":
        insert(con, "coding", article_id=make_id(name), coder_version="v1" if name == "a8" else "v2")


def _add_relation(con: duckdb.DuckDBPyConnection, number: int) -> None:
    name, source, target, event, status, score = RELATIONS[number]
    day = ARTICLES[name][3]
    insert(
        con, "relation", relation_id=make_id("r", number), article_id=make_id(name), sentence_no=0, source=source,
        target=target, is_symmetric=False, event=event, quad=read_events()[event].quad, context="diplomatic",
        status=status, intensity=read_events()[event].intensity, score=score, evidence_start=0, evidence_end=4,
        event_date=day.date() if day else None, coder_version="v2",
    )  # fmt: skip


def _add_money(con: duckdb.DuckDBPyConnection, number: int) -> None:
    name, currency, lower, upper, magnitude, qualifier, payer, payee, words = MONEY[number]
    insert(
        con, "money", money_id=make_id("m", number), article_id=make_id(name), sentence_no=0, start=0, end=4,
        text=words, currency=currency, amount_min=lower, amount_max=upper, magnitude=magnitude, qualifier=qualifier,
        kind="amount", payer=payer, payee=payee, pair_a=None if payer else "IND", pair_b=None if payer else "PAK",
        purpose="aid", coder_version="v2",
    )  # fmt: skip


def _add_audit(con: duckdb.DuckDBPyConnection) -> None:
    for number, (stage, check, reason, item) in enumerate(REFUSED):
        insert(
            con, "quarantine", quarantine_id=make_id("q", number), stage=stage, table_name="document",
            check_name=check, reason=reason, item=item, row_json="{}",
        )  # fmt: skip
    for run_id, day in (("a" * 16, 1), (NEWEST_RUN, 2)):
        insert(
            con, "run", run_id=run_id, started_at=datetime(2024, 1, day), finished_at=datetime(2024, 1, day, 0, 1),
            coder_version="v2", detente_version="0.1", sources_json=json.dumps(["news/"]), documents_read=8,
            documents_known=0, articles_new=8, articles_recoded=0, duplicates=1, mentions=9, relations=7, money=4,
            quarantined=3, timings_json=json.dumps({"ingest": 1.5, "clean": 2.0}),
        )  # fmt: skip


REFUSED = [
    ("ingest", "binary", "news/b.bin: not text", "news/b.bin"),
    ("ingest", "binary", "news/c.bin: not text", "news/c.bin"),
    ("clean", "language", "written in zh; the coder reads English", HOSTILE),
]


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    for name in ARTICLES:
        _add_article(con, name)
    insert(con, "duplicate", article_id=make_id("a2"), duplicate_of=make_id("a1"), similarity=0.9)
    for number in range(len(RELATIONS)):
        _add_relation(con, number)
    for number in range(len(MONEY)):
        _add_money(con, number)
    for number, (name, label, iso3) in enumerate(
        [(one, "country", "PAK") for one in ("a1", "a2", "a3", "a4", "a7", "a8")]
        + [("a1", "person", None), ("a2", "person", None), ("a4", "person", "USA")]
    ):
        insert(
            con, "mention", mention_id=make_id("n", number), article_id=make_id(name), sentence_no=0, start=0, end=4,
            text="Jane [red]Doe" if iso3 is None else "Text", label=label, kind="person", iso3=iso3,
        )  # fmt: skip
    _add_audit(con)


@pytest.fixture(scope="session")
def told_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-told warehouse, made once."""
    path = tmp_path_factory.mktemp("told") / "told.duckdb"
    with open_writer(path) as con:
        build(con)
        _fill(con)
        refresh_marts(con)
    return path


@pytest.fixture
def told(told_template: Path, tmp_path: Path) -> Path:
    """The hand-told warehouse as a closed file of the test's own."""
    return Path(shutil.copy(told_template, tmp_path / "told.duckdb"))


@pytest.fixture
def told_con(told: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader of the hand-told warehouse."""
    with open_reader(told) as con:
        yield con


@pytest.fixture
def empty_con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader of a warehouse without a row."""
    with open_writer(tmp_path / "empty.duckdb") as con:
        build(con)
    with open_reader(tmp_path / "empty.duckdb") as con:
        yield con
