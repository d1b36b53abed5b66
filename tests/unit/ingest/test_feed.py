"""Feeds, read from files and from a web server on this machine."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tasks.ingest.delivery import READ, UNCHANGED, DeliveryLog
from tasks.ingest.discover import discover, url_origin
from tasks.ingest.limits import IngestSettings
from tasks.ingest.opening import Blob
from tasks.ingest.read import RawItem, read_origins, read_sources
from tasks.ingest.records import Draft, Rejected, finish
from tasks.ingest.sources import feed as feed_module

from .conftest import Read, Web
from .test_html import PAGE, PARAGRAPHS

LONG = "<p>" + "The two ministers met in Nairobi and signed an accord on grain. " * 12 + "</p>"
FAST = {"fetch_backoff": 0.0, "fetch_timeout": 0.5, "fetch_deadline": 3.0, "fetch_retries": 1}
RSS_TYPE = "application/rss+xml"


def rss(*entries: str) -> str:
    """A feed of these entries."""
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = "<title>Gazette</title><link>https://gazette.example/</link>"
    return f'<?xml version="1.0"?><rss version="2.0" {content}><channel>{head}{"".join(entries)}</channel></rss>'


def entry(number: int, link: str = "", summary: str = "They &amp; we met.", content: str = "") -> str:
    """An entry, dated, with a link and a text of its own."""
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><guid>g{number}</guid><title>Story &amp;amp; {number}</title><link>{link}</link>"
        f"<pubDate>Sat, 30 Dec 2017 10:11:12 +0200</pubDate><description>{summary}</description>{full}</item>"
    )


def of_today(item: str) -> str:
    """The entry, two hours old."""
    return item.replace("Sat, 30 Dec 2017 10:11:12 +0200", format_datetime(datetime.now(UTC) - timedelta(hours=2)))


def test_a_file_gives_its_entries_and_fetches_nothing(tmp_path: Path, read: Read, web: Web) -> None:
    link = web.put("/1", PAGE)
    (tmp_path / "a.xml").write_text(rss(entry(1, link), entry(2, link, content=LONG)))
    (short, full), rejected = read(tmp_path / "a.xml", allow_private_hosts=True)
    assert not rejected
    assert not web.asked
    assert (short.item, short.title, short.text, short.source) == ("g1", "Story & 1", "They & we met.", "Gazette")
    assert full.text.startswith("The two ministers met in Nairobi")
    assert (short.published_at, short.date_source) == (datetime(2017, 12, 30, 8, 11, 12), "feed")
    assert short.url == link


@pytest.mark.parametrize(
    "date",
    [
        *("0000-00-00 00:00:00", "9999-12-31T23:59:59-23:59", "2017-00-00", "2017-366", "2017-02-31", "2017-W52"),
        *("2017-13-01T10:00:00Z", "Sat, 00 Dec 2017 10:11:12 GMT"),
    ],
)
def test_an_impossible_date_is_none_and_the_other_entries_are_read(tmp_path: Path, read: Read, date: str) -> None:
    bad = entry(1).replace("Sat, 30 Dec 2017 10:11:12 +0200", date)
    (tmp_path / "a.xml").write_text(rss(bad, entry(2)))
    (undated, dated), rejected = read(tmp_path / "a.xml")
    assert not rejected
    assert (undated.item, undated.published_at, undated.date_source) == ("g1", None, "none")
    assert dated.published_at == datetime(2017, 12, 30, 8, 11, 12)


@pytest.mark.parametrize(
    ("date", "moment", "precision"),
    [
        ("Sat, 30 Dec 17 10:11:12 +0200", datetime(2017, 12, 30, 8, 11, 12), "second"),
        ("Sat, 30 Dec 2017 10:11:12 CET", datetime(2017, 12, 30, 9, 11, 12), "second"),
        ("2017-12-30", datetime(2017, 12, 30), "day"),
    ],
)
def test_dates_of_entries(tmp_path: Path, read: Read, date: str, moment: datetime, precision: str) -> None:
    (tmp_path / "a.xml").write_text(rss(entry(1).replace("Sat, 30 Dec 2017 10:11:12 +0200", date)))
    (item,), _ = read(tmp_path / "a.xml")
    assert (item.published_at, item.date_source, item.date_precision) == (moment, "feed", precision)


def test_an_entry_on_which_the_reader_fails_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_broken(blob: Blob, draft: Draft) -> RawItem | Rejected:
        if draft.item == "g1":
            raise ValueError("no such thing")
        return finish(blob, draft)

    monkeypatch.setattr(feed_module, "finish", half_broken)
    (tmp_path / "a.xml").write_text(rss(entry(1), entry(2)))
    log = DeliveryLog()
    refused, item = read_origins(discover([str(tmp_path / "a.xml")]), IngestSettings(), log=log)
    assert isinstance(refused, Rejected)
    assert (refused.check_name, refused.item.split()[-1]) == ("reader_failed", "g1")
    assert "ValueError: no such thing" in refused.reason
    assert isinstance(item, RawItem)
    assert log.marks == {}  # it is read again


def test_atom(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><id>tag:1</id><title>Story</title>'
        '<link href="https://gazette.example/1"/><updated>2017-12-30T10:00:00Z</updated>'
        '<content type="html">&lt;p&gt;They met.&lt;/p&gt;</content></entry></feed>'
    )
    (item,), rejected = read(tmp_path / "a.atom")
    assert not rejected
    assert (item.title, item.text, item.url) == ("Story", "They met.", "https://gazette.example/1")
    assert item.published_at == datetime(2017, 12, 30, 10)


def test_the_linked_page_is_fetched_where_the_entry_is_short(read: Read, web: Web) -> None:
    web.put("/1", PAGE.format(charset="", text=PARAGRAPHS))
    feed = web.put("/feed", rss(entry(1, "/1"), entry(2, "/2", content=LONG)), RSS_TYPE)
    (fetched, full), rejected = read(feed, allow_private_hosts=True)
    assert not rejected
    assert "signed two accords" in fetched.text
    assert (fetched.title, fetched.url, fetched.date_source) == ("Story & 1", f"{web.base}/1", "feed")
    assert full.text.startswith("The two ministers")
    assert web.asked == ["/feed", "/1"]


def test_a_known_entry_is_not_fetched_again(web: Web) -> None:
    web.put("/1", PAGE.format(charset="", text=PARAGRAPHS))
    feed = web.put("/feed", rss(entry(1, "/1")), RSS_TYPE)
    settings = IngestSettings(allow_private_hosts=True, host_pause=0)
    (first,) = read_sources([feed], settings)
    assert isinstance(first, RawItem)
    (second,) = read_sources([feed], settings, frozenset({first.document_id}))
    assert isinstance(second, RawItem)
    assert second.document_id == first.document_id
    assert web.asked == ["/feed", "/1", "/feed"]


@pytest.mark.parametrize(
    ("link", "check", "word"),
    [
        ("/404", "fetch", "404"),
        ("/private", "fetch", "private"),
        ("/huge", "fetch", "larger"),
        ("/loop", "fetch", "redirects"),
        ("/empty", "no_text", "no article"),
        ("file:///etc/passwd", "fetch", "http"),
        ("ftp://gazette.example/1", "fetch", "http"),
        ("http://[bad/", "fetch", ""),
    ],
)
def test_a_link_that_cannot_be_had_is_told_and_the_summary_is_kept(
    read: Read, web: Web, link: str, check: str, word: str
) -> None:
    web.put("/private", status=302, headers={"Location": "file:///etc/passwd"})
    web.put("/huge", b"x" * 300_000)
    web.put("/loop", status=301, headers={"Location": "/loop"})
    web.put("/empty", "<html><body></body></html>")
    word = "http" if link == "/private" else word
    feed = web.put("/feed", rss(entry(1, link), entry(2, content=LONG)), RSS_TYPE)
    items, (refused,) = read(feed, allow_private_hosts=True, max_fetch_bytes=100_000, **FAST)
    assert [i.item for i in items] == ["g1", "g2"]
    assert items[0].text == "They & we met."
    assert refused.check_name == check
    assert word in refused.reason
    assert "summary is kept" in refused.reason


def test_a_new_entry_whose_page_holds_no_article_yet_is_left_for_the_next_run(read: Read, web: Web) -> None:
    web.put("/1", bytes(range(256)))
    feed = web.put("/feed", rss(of_today(entry(1, "/1"))), RSS_TYPE)
    items, (refused,) = read(feed, allow_private_hosts=True, **FAST)
    assert not items
    assert (refused.check_name, refused.is_transient) == ("not_ready", True)
    assert "asked for again" in refused.reason
    (kept,), _ = read(feed, allow_private_hosts=True, young_hours=1.0, **FAST)
    assert kept.text == "They & we met."


@pytest.mark.parametrize("path", ["/slow", "/down"])
def test_what_may_pass_is_tried_again_in_the_next_run(read: Read, web: Web, path: str) -> None:
    web.put("/slow", b"late", wait=1.0)
    web.put("/down", status=503)
    feed = web.put("/feed", rss(of_today(entry(1, path))), RSS_TYPE)
    items, (refused,) = read(feed, allow_private_hosts=True, **FAST)
    assert not items
    assert (refused.check_name, refused.is_transient) == ("fetch", True)
    assert web.asked == ["/feed", path, path]


def test_a_page_that_could_not_be_had_for_a_day_leaves_the_summary(read: Read, web: Web) -> None:
    web.put("/down", status=503)
    undated = entry(2, "/down").replace("<pubDate>Sat, 30 Dec 2017 10:11:12 +0200</pubDate>", "")
    bare = entry(3, "/down", summary="")
    feed = web.put("/feed", rss(entry(1, "/down"), undated, bare), RSS_TYPE)
    (kept,), rejected = read(feed, allow_private_hosts=True, **FAST)
    assert (kept.item, kept.text) == ("g1", "They & we met.")
    assert [one.is_transient for one in rejected] == [False, True, True]
    assert "the feed's own summary is kept" in rejected[0].reason


def test_links_into_private_networks_are_not_asked(read: Read, web: Web) -> None:
    web.put("/1", PAGE)
    feed = web.put("/feed", rss(entry(1, "/1"), entry(2, "http://localhost:1/"), entry(3, "http://[::1]/")), RSS_TYPE)
    items, rejected = read(feed)  # the feed itself was typed: it may lie on this machine
    assert web.asked == ["/feed"]
    assert len(items) == 3
    assert all("private network" in r.reason for r in rejected)
    assert len(rejected) == 3


def test_a_host_that_fails_is_given_up(read: Read, web: Web) -> None:
    web.put("/down", status=503)
    feed = web.put("/feed", rss(*(entry(n, f"/down?{n}") for n in range(6))), RSS_TYPE)
    web.answers.update({f"/down?{n}": web.answers["/down"] for n in range(6)})
    _, rejected = read(feed, allow_private_hosts=True, max_host_failures=2, **FAST)
    assert len(rejected) == 6
    assert len(web.asked) == 1 + 2 * 2
    assert "not asked" in rejected[-1].reason


def test_a_broken_feed_gives_what_can_be_read_and_says_so(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.rss").write_text(rss(entry(1), entry(2)).replace("</channel></rss>", "<item><title>cut <b"))
    items, rejected = read(tmp_path / "a.rss")
    assert [i.item for i in items][:2] == ["g1", "g2"]
    assert "broken_feed" in [r.check_name for r in rejected]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("<opml><body></body></opml>", "not_a_feed"),
        ("words only", "not_a_feed"),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel></channel></rss>',
            "broken_feed",
        ),
    ],
)
def test_what_is_no_feed_is_told(tmp_path: Path, read: Read, text: str, check: str) -> None:
    (tmp_path / "a.xml").write_text(text)
    items, rejected = read(tmp_path / "a.xml")
    assert not items
    assert check in [r.check_name for r in rejected]


def test_a_feed_without_entries_is_read_and_refuses_nothing(web: Web) -> None:
    feed = web.put("/feed", rss(), RSS_TYPE, headers={"ETag": '"quiet"'})
    settings, log = IngestSettings(allow_private_hosts=True, host_pause=0), DeliveryLog()
    assert list(read_origins([url_origin(feed)], settings, log=log)) == []
    assert [one.outcome for one in log.deliveries.values()] == [READ]
    again = DeliveryLog()
    assert list(read_origins([url_origin(feed)], settings, marks=log.marks, log=again)) == []
    assert [one.outcome for one in again.deliveries.values()] == [UNCHANGED]


def test_a_bomb_of_entities_is_not_expanded(tmp_path: Path, read: Read) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    (tmp_path / "a.xml").write_text(
        f'<!DOCTYPE rss [<!ENTITY l0 "boom">{levels}]>' + rss(entry(1, summary="&l11;")).partition("?>")[2]
    )
    items, _ = read(tmp_path / "a.xml")
    assert all(len(i.text) < 100_000 for i in items)


def test_entries_above_the_limit_are_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.xml").write_text(rss(*(entry(n) for n in range(5))))
    items, rejected = read(tmp_path / "a.xml", max_feed_entries=3)
    assert len(items) == 3
    assert [r.check_name for r in rejected] == ["too_many"]
