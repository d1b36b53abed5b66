"""Fetching: limits, retries, and which hosts may be asked."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tasks.ingest.fetch import Fetcher, FetchError, check_host
from tasks.ingest.limits import IngestSettings

from .conftest import Read, Web
from .test_html import PAGE, PARAGRAPHS

FAST = {"fetch_backoff": 0.0, "fetch_timeout": 0.5, "fetch_deadline": 3.0, "fetch_retries": 2, "host_pause": 0.0}


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(IngestSettings(allow_private_hosts=True, max_fetch_bytes=50_000, **FAST)) as made:  # type: ignore[arg-type]
        yield made


def test_page(fetcher: Fetcher, web: Web) -> None:
    url = web.put("/a", "Grüße", "text/plain; charset=latin-1")
    page = fetcher.fetch(url)
    assert (page.url, page.content, page.charset) == (url, "Grüße".encode(), "latin-1")


def test_redirects_are_followed(fetcher: Fetcher, web: Web) -> None:
    web.put("/b", "there")
    url = web.put("/a", status=302, headers={"Location": "b"})
    assert fetcher.fetch(url).url == f"{web.base}/b"


def test_a_server_that_recovers_is_asked_again(fetcher: Fetcher, web: Web) -> None:
    assert fetcher.fetch(web.put("/a", "there", failures=2)).content == b"there"
    assert web.asked == ["/a"] * 3


@pytest.mark.parametrize(
    ("path", "word", "is_transient", "times"),
    [
        ("/gone", "404", False, 1),
        ("/forbidden", "403", False, 1),
        ("/down", "503", True, 3),
        ("/slow", "within 0.5 s", True, 3),
        ("/large", "larger than the limit", False, 1),
        ("/larger", "larger than the limit", False, 1),
        ("/bomb", "larger than the limit", False, 1),
        ("/bad-gzip", "cannot be fetched", False, 1),
        ("/loop", "more than 5 redirects", False, 6),
        ("/nowhere", "only http and https", False, 1),
    ],
)
def test_failures(web: Web, path: str, word: str, is_transient: bool, times: int) -> None:
    web.put("/forbidden", status=403)
    web.put("/down", status=503)
    web.put("/slow", wait=0.8)
    web.put("/large", b"x" * 60_000)
    web.put("/larger", b"x" * 60_000, headers={"X-Length": "none"})
    web.put("/bomb", gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})
    web.put("/bad-gzip", b"no gzip", headers={"Content-Encoding": "gzip"})
    web.put("/loop", status=302, headers={"Location": "/loop"})
    web.put("/nowhere", status=302, headers={"Location": "file:///etc/passwd"})
    settings = IngestSettings(max_fetch_bytes=50_000, allow_private_hosts=True, **FAST)  # type: ignore[arg-type]
    with Fetcher(settings) as fetcher, pytest.raises(FetchError, match=word) as caught:
        fetcher.fetch(web.base + path, is_typed=True)
    assert caught.value.is_transient is is_transient
    assert len(web.asked) == times


def test_a_typed_address_may_be_private_but_not_what_it_redirects_to(web: Web) -> None:
    url = web.put("/a", status=302, headers={"Location": "/b"})
    web.put("/b", "secret")
    with Fetcher(IngestSettings(host_pause=0)) as fetcher:
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(url, is_typed=True)
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(f"{web.base}/b")
        assert fetcher.fetch(f"{web.base}/b", is_typed=True).content == b"secret"
    assert web.asked == ["/a", "/b"]


def _resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    left = list(answers)

    def look_up(_: Any, port: Any, *__: Any, **___: Any) -> list[Any]:
        address = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("0.0.0.0", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),  # noqa: S104
    ],
)
def test_private_addresses(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    _resolving(monkeypatch, address)
    with pytest.raises(FetchError, match="private network"):
        check_host("https://gazette.example/")


@pytest.mark.usefixtures("web")
def test_public_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, "93.184.215.14")
    check_host("https://gazette.example/")


@pytest.mark.usefixtures("web")
def test_numeric_disguises_of_loopback() -> None:
    for host in ("2130706433", "0x7f000001", "127.1", "localhost"):
        with pytest.raises(FetchError):
            check_host(f"http://{host}/")


def test_a_name_that_changes_its_meaning_after_the_check_brings_nothing(
    monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    web.put("/", "secret")
    _resolving(monkeypatch, "93.184.215.14", "127.0.0.1")
    with (
        Fetcher(IngestSettings(fetch_retries=0, host_pause=0)) as fetcher,
        pytest.raises(FetchError, match="private network"),
    ):
        fetcher.fetch(web.base.replace("127.0.0.1", "gazette.example") + "/")


@pytest.mark.usefixtures("web")
def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    _, (refused,) = read("http://gazette.example/feed", fetch_retries=0)
    assert refused.check_name == "fetch"
    assert "http://gazette.example/feed" in refused.reason


def test_a_feed_that_answers_404_is_told(read: Read, web: Web) -> None:
    items, (refused,) = read(f"{web.base}/feed.xml")
    assert not items
    assert refused.check_name == "fetch"
    assert "404" in refused.reason
    assert "/feed.xml" in refused.reason


@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        ("text/html", PAGE.format(charset="", text=PARAGRAPHS), "html"),
        ("text/html", f"<article>{PARAGRAPHS}</article>", "html"),
        ("text/plain", "Ministers meet\n\nThey met.", "text"),
        ("application/json", '[{"text": "They met."}]', "jsonl"),
        ("text/csv", "id,text\n1,They met.\n", "table"),
    ],
)
def test_a_typed_page_is_recognised_by_its_content(read: Read, web: Web, kind: str, body: str, found: str) -> None:
    (item,), rejected = read(web.put("/page", body, kind))
    assert not rejected
    assert item.kind == found
    assert (item.source, item.uri) == ("127.0.0.1", f"{web.base}/page")


@pytest.fixture
def drip() -> Iterator[str]:
    """The address of a server that sends its headers byte by byte, without an end."""
    ended = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not ended.wait(0.05):
                connection.sendall(b"a")

    def serve(listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        ended.set()


def waiting() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "within"]


def let_end() -> bool:
    """Whether no thread is left that waits for a server."""
    for thread in waiting():
        thread.join(10)
    return not waiting()


@pytest.mark.parametrize("robots", [True, False])
def test_headers_that_never_end_are_given_up_at_the_deadline(drip: str, web: Web, robots: bool) -> None:
    limits = {**FAST, "fetch_deadline": 1.0, "respect_robots": robots}
    with Fetcher(IngestSettings(allow_private_hosts=True, **limits)) as fetcher:  # type: ignore[arg-type]
        with pytest.raises(FetchError, match="not complete within 1 s") as caught:
            fetcher.fetch(f"{drip}/feed.xml")
        assert caught.value.is_transient
        assert let_end()  # its connection was cut
        assert fetcher.fetch(web.put("/a", "there")).content == b"there"


def test_a_name_that_is_never_resolved_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: resolved.wait(30) and [])
    limits = {**FAST, "fetch_deadline": 0.3}
    with Fetcher(IngestSettings(**limits)) as fetcher, pytest.raises(FetchError, match="not complete within"):  # type: ignore[arg-type]
        fetcher.fetch("http://nowhere.example/feed.xml")
    resolved.set()
    assert let_end()


def test_redirects_end_at_the_deadline(web: Web) -> None:
    url = web.put("/loop", status=302, headers={"Location": "/loop"}, wait=0.2)
    limits = {**FAST, "fetch_deadline": 0.5, "max_redirects": 100}
    with Fetcher(IngestSettings(allow_private_hosts=True, **limits)) as fetcher:  # type: ignore[arg-type]
        with pytest.raises(FetchError, match="not complete within"):
            fetcher.fetch(url)
        assert let_end()
    assert len(web.asked) < 5
