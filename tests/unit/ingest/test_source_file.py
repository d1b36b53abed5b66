"""The file of sources: what it gives, and one clear line for each way of getting it wrong."""

from datetime import date
from pathlib import Path

import pytest

from flows.request import Request, plan_of
from schemas import Source
from tasks.ingest.limits import IngestSettings
from tasks.ingest.records import IngestError, Origin, Rejected
from tasks.ingest.source_file import choose, origins_of, read_source_file, source_rows
from tasks.ingest.step import ReadJob, ingest_sources

GOOD = """
[[source]]
name = "gazette"
kind = "feed"
url = "https://gazette.example/feed.xml"
trust = "high"
schedule = "*/20 * * * *"

[[source]]
name = "archive"
kind = "files"
path = "news"
language = "es"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_source_has_its_place_and_its_defaults(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Talks\n\nThey met.", encoding="utf-8")
    path = written(tmp_path, GOOD)
    entries = read_source_file(path)
    feed, file = origins_of(path, entries)
    assert isinstance(feed, Origin)
    assert isinstance(file, Origin)
    assert (feed.source, feed.url, feed.expects) == ("gazette", "https://gazette.example/feed.xml", "feed")
    assert (file.source, file.uri, file.expects) == ("archive", str(tmp_path / "news" / "a.txt"), "")
    frame = Source.validate(Source.frame(source_rows(entries)))
    assert frame.row(1) == ("archive", "files", "news", "es", "medium", "0 * * * *")


def test_a_place_where_nothing_is_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    _, refused = origins_of(path, read_source_file(path))
    assert isinstance(refused, Rejected)
    assert "source 'archive'" in refused.reason
    assert "no such file or folder" in refused.reason


def test_the_name_in_the_file_stands_whatever_the_item_says(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_text(
        '{"text": "They met.", "source": "Other", "date": "2020-01-02"}\n'
        '{"text": "They met again.", "date": "2020-03-02"}\n{"text": "Undated."}\n'
    )
    path = written(tmp_path, GOOD)
    plan = plan_of(Request(tmp_path / "n.duckdb", sources_file=path, only=("archive",)))
    job = ReadJob(plan.origins, IngestSettings(), 10, "v1", since=date(2020, 1, 2), until=date(2020, 2, 1))
    done = ingest_sources(job, tmp_path / "out")
    assert (done.written, done.outside, done.labels) == (1, 2, ("archive",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no source in it"),
        ("[[source]\n", "not TOML: .*line 1"),
        ('[[source]]\nname = "a"\nkind = "feed"\n', "source 1 \\('a'\\): give either url or path"),
        ('[[source]]\nkind = "feed"\nurl = "http://a.example/"\n', "source 1: name: Field required"),
        ('[[source]]\nname = "a"\nkind = "blog"\nurl = "http://a.example/"\n', "kind: Input should be 'feed'"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "file:///etc/passwd"\n', "url: String should match"),
        ('[[source]]\nname = "a"\nkind = "files"\nurl = "http://a.example/"\n', "needs a path"),
        (
            '[[source]]\nname = "a"\nkind = "feed"\nurl = "http://a.example/"\nschedule = "hourly"\n',
            "no cron expression",
        ),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "http://a.example/"\ncolour = "red"\n', "'colour' is no field"),
        (GOOD + GOOD, "two sources have the name 'gazette'"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "http://a.example/"\ntrust = 3\n', "trust: Input should be"),
        ("source = 3", "no source in it"),
    ],
)
def test_a_mistake_is_one_line_that_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(IngestError, match=said) as caught:
        read_source_file(written(tmp_path, text))
    assert "sources.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_that_are_not_in_the_file_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    entries = read_source_file(path)
    assert [one.name for one in choose(path, entries, without=["archive"])] == ["gazette"]
    with pytest.raises(IngestError, match="no source is named 'gazete'; there are archive, gazette"):
        choose(path, entries, only=["gazete"])
    with pytest.raises(IngestError, match="all were left out"):
        choose(path, entries, without=["gazette", "archive"])


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(Path("n"), only=("a",)), "--sources-file"),
        (Request(Path("n"), sources=("x",), since=date(2020, 2, 1), until=date(2020, 1, 1)), "swap them"),
        (Request(Path("n"), sources_file=Path("/nowhere/sources.toml")), "cannot be read: No such file"),
    ],
)
def test_a_request_that_cannot_be_met_is_told(request_: Request, said: str) -> None:
    with pytest.raises(IngestError, match=said):
        plan_of(request_)
