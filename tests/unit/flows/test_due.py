"""Which sources are due, by their own schedules."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.due import due_sources, keep_times, load_times
from flows.failing import load_failing, note_failing
from tasks.ingest.source_file import SourceEntry

NOW = datetime(2024, 5, 31, 12, 0, tzinfo=UTC)


def entry(name: str, schedule: str) -> SourceEntry:
    return SourceEntry(name=name, kind="feed", url=f"https://{name}.example/", schedule=schedule)


def test_a_source_is_due_once_its_schedule_had_a_time_since_it_was_read() -> None:
    entries = [entry("hourly", "0 * * * *"), entry("daily", "0 3 * * *"), entry("new", "0 3 * * *")]
    read_at = {"hourly": NOW - timedelta(minutes=50), "daily": NOW - timedelta(hours=5)}
    assert due_sources(entries, read_at, NOW) == ["hourly", "new"]
    assert due_sources(entries, dict.fromkeys(("hourly", "daily", "new"), NOW), NOW) == []


def test_a_run_a_little_early_or_late_counts_for_its_time() -> None:
    entries = [entry("a", "*/10 * * * *")]
    assert due_sources(entries, {"a": NOW - timedelta(minutes=10, seconds=-3)}, NOW - timedelta(seconds=2)) == ["a"]
    assert due_sources(entries, {"a": NOW - timedelta(seconds=2)}, NOW + timedelta(seconds=5)) == []


def test_a_time_that_lies_ahead_counts_as_never_read() -> None:
    entries = [entry("hourly", "0 * * * *"), entry("daily", "0 3 * * *")]
    ahead = {"hourly": NOW + timedelta(days=3650), "daily": NOW + timedelta(seconds=20)}
    assert due_sources(entries, ahead, NOW) == ["hourly"]


def test_a_source_that_fails_is_asked_after_growing_pauses_until_its_schedule_comes_round(tmp_path: Path) -> None:
    file, daily, quick = tmp_path / "failing" / "a.json", entry("daily", "0 3 * * *"), entry("quick", "*/5 * * * *")
    start = datetime(2024, 5, 31, 3, 0, 8, tzinfo=UTC)
    asked, now = [], start.replace(second=0)
    while now < start + timedelta(days=2):
        if due_sources([daily], {}, now, load_failing(file)):
            note_failing(file, (), {"daily": "404"}, now + timedelta(seconds=8))
            asked.append((now - start.replace(second=0)) // timedelta(minutes=10))
        now += timedelta(minutes=10)
    assert asked == [0, 1, 3, 7, 15, 31, 63, 127, 144, 288]  # twice as long each time, then by its schedule

    found = load_failing(file)["daily"]
    assert found.line() == "404; failing since 2024-05-31 03:00 UTC, asked 10 times"
    note_failing(file, (), {"quick": "503"}, now)
    assert due_sources([quick], {}, now + timedelta(minutes=5), load_failing(file)) == ["quick"]
    assert list(note_failing(file, ["daily"], {}, now)) == ["quick"]


def test_times_are_kept_and_a_broken_file_makes_all_due(tmp_path: Path) -> None:
    path = tmp_path / "read_at" / "a.json"
    keep_times(path, ["a"], NOW)
    keep_times(path, ["b"], NOW)
    assert load_times(path) == {"a": NOW, "b": NOW}
    for broken in ("", "[]", '{"a": 3}', "{"):
        path.write_text(broken)
        assert load_times(path) == {}
