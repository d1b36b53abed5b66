"""What a source is spared: unchanged feeds, what robots.txt forbids, requests in quick succession."""

import time
from typing import Any

import pytest

from tasks.ingest import fetch as module
from tasks.ingest.delivery import DeliveryLog
from tasks.ingest.fetch import Fetcher, FetchError
from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark, marks_of
from tasks.ingest.read import RawItem, Rejected, read_origins
from tasks.ingest.records import Origin

from .conftest import Web
from .test_feed import LONG, RSS_TYPE, entry, of_today, rss
from .test_html import PAGE, PARAGRAPHS

FAST: dict[str, Any] = {
    "allow_private_hosts": True,
    "host_pause": 0.0,
    "fetch_backoff": 0.0,
    "fetch_timeout": 0.5,
    "fetch_deadline": 3.0,
    "fetch_retries": 1,
}


def poll(url: str, log: DeliveryLog | None = None, **settings: Any) -> tuple[list[RawItem | Rejected], DeliveryLog]:
    """One run over one feed that begins at the marks of the run before."""
    new = DeliveryLog()
    origin = Origin("feed", url, url, "127.0.0.1", source="gazette", expects="feed")
    marks = log.marks if log else {}
    return list(read_origins([origin], IngestSettings(**{**FAST, **settings}), marks=marks, log=new)), new


@pytest.mark.parametrize("validator", [{"ETag": '"v1"'}, {"Last-Modified": "Sat, 30 Dec 2017 10:00:00 GMT"}, {}])
def test_an_unchanged_feed_gives_nothing_and_a_changed_one_its_items(web: Web, validator: dict[str, str]) -> None:
    url = web.put("/feed", rss(entry(1, content=LONG)), RSS_TYPE, headers=validator)
    first, log = poll(url)
    again, unchanged = poll(url, log)
    assert (len(first), again) == (1, [])
    assert unchanged.deliveries["gazette"].outcome == "unchanged"
    sent = web.headers[-1]
    assert (sent.get("if-none-match"), sent.get("if-modified-since")) == (
        validator.get("ETag"),
        validator.get("Last-Modified"),
    )
    changed = {name: value.replace("1", "2") for name, value in validator.items()}
    web.put("/feed", rss(entry(1, content=LONG), entry(2, content=LONG)), RSS_TYPE, headers=changed)
    assert len(poll(url, log)[0]) == 2


@pytest.mark.parametrize("path", ["/down", "/slow"])
def test_a_feed_with_a_page_still_to_come_is_read_again_although_it_is_unchanged(web: Web, path: str) -> None:
    web.put("/slow", b"late", wait=1.0)
    web.put("/down", status=503)
    feed = rss(of_today(entry(1, path)), entry(2, content=LONG))
    url = web.put("/feed", feed, RSS_TYPE, headers={"ETag": '"v1"'})
    (refused, item), log = poll(url)
    assert isinstance(refused, Rejected)
    assert isinstance(item, RawItem)
    assert log.marks == {}
    web.put(path, PAGE.format(charset="", text=PARAGRAPHS))
    later, log = poll(url, log)
    assert [type(one) for one in later] == [RawItem, RawItem]
    assert set(log.marks) == {url}


def test_a_feed_cut_off_on_its_way_gets_no_mark(web: Web) -> None:
    body = rss(entry(1, content=LONG), entry(2, content=LONG))
    url = web.put("/feed", body[: body.index("<guid>g2")], RSS_TYPE, headers={"ETag": '"v1"'})
    found, log = poll(url)
    assert any(isinstance(one, Rejected) and one.check_name == "broken_feed" for one in found)
    assert log.marks == {}


def test_an_error_page_in_place_of_a_feed_is_no_article(web: Web) -> None:
    url = web.put("/feed", PAGE.format(charset="", text=PARAGRAPHS))
    (refused,), log = poll(url)
    assert isinstance(refused, Rejected)
    assert (refused.check_name, log.deliveries["gazette"].outcome) == ("other_kind", "failed")
    assert "not the feed that it should be, but html" in refused.reason


def test_marks_of_another_coder_version_are_forgotten() -> None:
    row = Mark("http://a.example/", "a", None, None, "0" * 64, 3).row("v1")
    assert set(marks_of([row], "v1")) == {"http://a.example/"}
    assert marks_of([row], "v2") == {}


def test_robots_forbid_a_page_but_not_the_feed_and_are_asked_once(web: Web) -> None:
    web.put("/robots.txt", "User-agent: detente\nDisallow: /private/\n", "text/plain")
    web.put("/private/1", PAGE.format(charset="", text=PARAGRAPHS))
    web.put("/open/2", PAGE.format(charset="", text=PARAGRAPHS))
    url = web.put("/feed", rss(entry(1, "/private/1"), entry(2, "/open/2")), RSS_TYPE)
    found, _ = poll(url)
    refused = [one for one in found if isinstance(one, Rejected)]
    assert [one.check_name for one in refused] == ["robots"]
    assert "robots.txt forbids it; the feed's own summary is kept" in refused[0].reason
    assert (web.asked, web.asked_robots) == (["/feed", "/open/2"], 1)
    poll(url, respect_robots=False)
    assert web.asked[2:] == ["/feed", "/private/1", "/open/2"]


def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_now(web: Web) -> None:
    web.put("/robots.txt", status=503)
    url = web.put("/feed", rss(entry(1, content=LONG)), RSS_TYPE)
    with Fetcher(IngestSettings(**FAST)) as fetcher, pytest.raises(FetchError, match=r"robots\.txt .* 503") as caught:
        fetcher.fetch(url)
    assert caught.value.is_transient
    assert web.asked == []


def test_requests_to_a_host_are_kept_apart(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", "text/plain")
    url = web.put("/a", "there")
    since = time.monotonic()
    with Fetcher(IngestSettings(**{**FAST, "host_pause": 0.1})) as fetcher:
        for _ in range(3):
            fetcher.fetch(url)
    assert time.monotonic() - since >= 0.1 + 2 * 0.3


def test_a_server_that_asks_for_time_gets_it(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(module.time, "sleep", pauses.append)
    url = web.put("/a", "there", failures=1, headers={"Retry-After": "2"})
    with Fetcher(IngestSettings(**FAST)) as fetcher:
        assert fetcher.fetch(url).content == b"there"
    assert 2.0 in pauses


@pytest.mark.parametrize(("seconds", "told"), [(40, "40 s of rest"), (3600, "3,600 s of rest")])
def test_a_server_that_wants_long_rest_is_left_to_the_next_run(
    web: Web, monkeypatch: pytest.MonkeyPatch, seconds: int, told: str
) -> None:
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    url = web.put("/a", status=503, headers={"Retry-After": str(seconds)})
    limits = {**FAST, "fetch_deadline": 60.0}  # there would be time to wait for the first
    with Fetcher(IngestSettings(**limits)) as fetcher, pytest.raises(FetchError, match=told) as caught:
        fetcher.fetch(url)
    assert caught.value.is_transient
    assert web.asked == ["/a"]
