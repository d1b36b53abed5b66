"""What `detente serve` makes of a file of sources: one deployment for each schedule."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.request import Request, plan_of, without_gone
from flows.serve import _schedules
from tasks.ingest.records import IngestError

FILE = "\n".join(
    f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "https://{name}.example/"\nschedule = "{cron}"'
    for name, cron in (("gazette", "*/5 * * * *"), ("courier", "0 3 * * *"), ("herald", "*/5 * * * *"))
)


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    (tmp_path / "sources.toml").write_text(FILE)
    return Request(tmp_path / "news.duckdb", sources_file=tmp_path / "sources.toml")


def test_sources_of_one_schedule_are_read_together(request_: Request) -> None:
    served = list(_schedules(request_, plan_of(request_), None))
    assert [(one.name, one.cron, one.parameters["only"]) for one in served] == [
        ("news-1", "*/5 * * * *", ["gazette", "herald"]),
        ("news-2", "0 3 * * *", ["courier"]),
    ]
    assert {one.parameters["overlap"] for one in served} == {"wait"}
    assert all(one.parameters["pass_over_gone"] for one in served)  # a source taken out later fails no other


def test_names_that_the_file_has_no_longer_are_told_apart(request_: Request) -> None:
    rest, gone = without_gone(replace(request_, only=("gazette", "tribune")))
    assert (rest.only, gone) == (("gazette",), ["tribune"])
    assert without_gone(request_) == (request_, [])


def test_a_schedule_for_all_stands_above_those_of_the_file(request_: Request) -> None:
    (served,) = _schedules(request_, plan_of(request_), "0 * * * *")
    assert (served.name, served.cron, served.parameters["only"]) == ("news", "0 * * * *", [])


def test_a_source_beside_the_file_needs_a_schedule(request_: Request, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    beside = Request(request_.warehouse, sources=(str(tmp_path / "a.txt"),), sources_file=request_.sources_file)
    with pytest.raises(IngestError, match="say when to read it with --cron"):
        list(_schedules(beside, plan_of(beside), None))
