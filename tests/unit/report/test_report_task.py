"""The report of a run in Markdown and as Prefect artifacts, without Prefect running."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.report import task as report_module
from tasks.report.artifacts import MAX_ROWS, make_report
from warehouse.connection import WarehouseError

HOSTILE = "<script>x</script> | `tick` [link](http://evil.example)\n# big \x1b[2J"
SUMMARY: dict[str, Any] = {
    "run_id": "b" * 16,
    "published": True,
    "documents_read": 8,
    "documents_known": 1,
    "articles_new": 7,
    "relations": 7,
    "money": 4,
    "quarantined": 1,
    "quarantine": [{"stage": "ingest", "check_name": "binary", "reason": HOSTILE, "item": HOSTILE}],
    "timings": {"ingest": 1.5},
}


def summary(warehouse: Path, **changes: Any) -> dict[str, Any]:
    return {**SUMMARY, "warehouse": str(warehouse), **changes}


def test_markdown_tells_the_run(told: Path) -> None:
    text = make_report(summary(told), str(told)).markdown
    assert text.startswith("# News run\n\n**Verdict: look**")
    assert "- 2 of 10 items were refused" in text
    assert "| documents read | 8 |" in text
    assert "| Pakistan – Russia | 2 (3) | 2 (3) | 0 (0) | +4.8 |" in text
    assert "| China → Pakistan | ? billion USD | aid |" in text
    assert "| ingest | 1.5 |" in text


def test_markdown_shows_hostile_text_as_text(told: Path) -> None:
    text = make_report(summary(told), str(told)).markdown
    row = next(line for line in text.splitlines() if line.startswith("| ingest | binary"))
    shown = r"&lt;script&gt;x&lt;/script&gt; \| \`tick\` \[link\](http:_//evil.example) \# big \[2J"
    assert shown.replace("_", "\u200c") in row
    assert "<" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_run_that_changed_nothing_says_so(told: Path) -> None:
    text = make_report(summary(told, published=False, documents_known=8, quarantine=[]), str(told)).markdown
    assert "Nothing new: 8 documents are known; the warehouse is unchanged." in text
    assert "Nothing was refused." in text
    assert "Pakistan – Russia" in text
    unchanged = make_report(summary(told, published=False, documents_known=0, sources_unchanged=2), str(told))
    assert "Nothing new: 2 sources unchanged; the warehouse is unchanged." in unchanged.markdown


def test_without_a_warehouse_it_still_reports(tmp_path: Path) -> None:
    made = make_report(summary(tmp_path / "no.duckdb", published=False), str(tmp_path / "no.duckdb"))
    assert made.quality_rows == [{"measure": "verdict", "value": "there is no warehouse yet", "verdict": "stop"}]
    assert "**Verdict: stop**" in made.markdown


def test_warehouse_without_a_row(empty_con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    made = make_report(summary(tmp_path), str(tmp_path / "empty.duckdb"))
    assert made.quality_rows[0]["verdict"] == "stop"
    assert "No relation between two countries was found." in made.markdown


def test_quarantine_tells_the_item_once(told: Path) -> None:
    refused = [{"stage": "ingest", "check_name": "empty", "reason": "a/b.txt: empty", "item": "a/b.txt"}]
    made = make_report(summary(told, quarantine=refused), str(told))
    assert made.quarantine_rows == [{"stage": "ingest", "check": "empty", "reason": "empty", "item": "a/b.txt"}]


def test_rows_are_plain_text_that_json_takes(told: Path) -> None:
    made = make_report(summary(told), str(told))
    assert all(row.keys() == {"measure", "value", "verdict"} for row in made.quality_rows)
    assert made.quality_rows[0]["verdict"] == "look"
    values = [value for row in made.quality_rows + made.quarantine_rows for value in row.values()]
    assert all(isinstance(value, str) for value in values)
    assert not any("\x1b" in value or "\n" in value for value in values)
    json.dumps([made.quality_rows, made.quarantine_rows], allow_nan=False)


def test_large_quarantine_is_cut_and_says_so(told: Path) -> None:
    made = make_report(summary(told, quarantine=SUMMARY["quarantine"] * 2_000, quarantined=2_000), str(told))
    assert len(made.quarantine_rows) == MAX_ROWS < 1_000
    assert "of 2,000 refused" in made.quarantine_about
    assert "… and 1,980 more" in made.markdown


def test_broken_warehouse_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "bad.duckdb").write_bytes(b"no database")
    with pytest.raises(WarehouseError, match="not a DuckDB file"):
        make_report(summary(tmp_path), str(tmp_path / "bad.duckdb"))


def test_task_leaves_three_artifacts(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, tuple[Any, str]] = {}

    def keep(content: Any, key: str, description: str) -> None:
        made[key] = (content, description)

    monkeypatch.setattr(report_module, "create_table_artifact", keep)
    monkeypatch.setattr(report_module, "create_markdown_artifact", keep)
    pointer = report_module.report.fn(summary(told), str(told))
    assert set(made) == {"data-quality", "quarantine", "run-summary"}
    assert all(key in pointer and description for key, (_, description) in made.items())
    assert len(made["quarantine"][0]) == 1
    assert made["run-summary"][0].startswith("# News run")
