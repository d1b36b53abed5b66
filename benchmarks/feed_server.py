"""A news server on this machine that fails on purpose, and keeps a ledger of what it published. For tests and the soak.

Feeds stand at /<source>/feed.xml, with an ETag, and their articles at /<source>/<number>.html. `faults` says how many
requests in a hundred go wrong: an error, a stall, a body cut off, garbage, a closed connection.
"""

import hashlib
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

SHOWN = 40  # entries that a feed holds: older ones fall out
PAIRS = (
    ("Chile", "Peru"),
    ("India", "Nepal"),
    ("Kenya", "Uganda"),
    ("France", "Japan"),
    ("Egypt", "Sudan"),
    ("Brazil", "Argentina"),
    ("Poland", "Norway"),
    ("Vietnam", "Laos"),
)
DEEDS = (
    "{a} signed an agreement on trade with {b} on Monday.",
    "{a} accused {b} of breaking the border accord.",
    "{a} will lend {b} $40 million for a new railway.",
    "{a} praised {b} for its help after the floods.",
    "{a} imposed sanctions on {b} over the dispute.",
    "Ministers of {a} and {b} met to discuss fishing rights.",
)
FAULTS = ("error", "stall", "cut", "garbage", "close")


@dataclass(frozen=True)
class Story:
    """One published article. `key` stands in its text, and in no other's."""

    source: str
    number: int
    key: str
    title: str
    text: str
    published_at: datetime


@dataclass
class NewsServer:
    """The server. `faults`: share of requests that go wrong; `poisoned`: sources that serve nonsense in every story."""

    faults: float = 0.0
    stall: float = 2.0
    seed: int = 1
    poisoned: set[str] = field(default_factory=set)
    ledger: list[Story] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)  # path and the status that was answered
    robots: str = ""
    port: int = 0

    def __post_init__(self) -> None:
        """Begins to answer."""
        self._random = random.Random(self.seed)  # noqa: S311 - faults, no secrets
        self._lock = threading.Lock()
        self.start()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts to answer, at the same port as before where there was one."""
        self._server = _Server(self)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Answers no more; the ledger stays."""
        self._server.shutdown()
        self._server.server_close()

    def publish(self, source: str, count: int = 1) -> list[Story]:
        """Adds new stories to a source's feed."""
        return [self._story(source) for _ in range(count)]

    def _story(self, source: str) -> Story:
        with self._lock:
            number = len(self.ledger) + 1
            words = self._random
            a, b = words.choice(PAIRS)
            filler = " ".join("".join(words.choices("abcdefghilmnoprstu", k=words.randint(3, 9))) for _ in range(25))
            key = hashlib.sha256(f"{self.seed} {number}".encode()).hexdigest()[:12]
            body = " ".join(words.choice(DEEDS).format(a=a, b=b) for _ in range(3))
            text = f"{body} The note was filed under {key} and spoke of {filler}."
            if source in self.poisoned:
                text = f"{key} " + " ".join("".join(words.choices("abcdefgh", k=6)) for _ in range(120)) + "."
            day = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
            story = Story(source, number, key, f"{a} and {b}, note {number}", text, day)
            self.ledger.append(story)
            return story

    def feed(self, source: str) -> bytes:
        """The feed as it stands."""
        with self._lock:
            stories = [story for story in self.ledger if story.source == source][-SHOWN:][::-1]
        items = "".join(
            f"<item><guid>{source}-{story.number}</guid><title>{escape(story.title)}</title>"
            f"<link>{self.base}/{source}/{story.number}.html</link><description>In short.</description>"
            f"<pubDate>{format_datetime(story.published_at)}</pubDate></item>"
            for story in stories
        )
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{source}</title>{items}</channel></rss>'.encode()
        )

    def page(self, source: str, number: int) -> bytes | None:
        """The page of an article; None where there is none."""
        if not 0 < number <= len(self.ledger) or self.ledger[number - 1].source != source:
            return None
        story = self.ledger[number - 1]
        body = "".join(f"<p>{escape(sentence)}.</p>" for sentence in story.text.rstrip(".").split(". "))
        head = f"<title>{escape(story.title)}</title><meta name='date' content='{story.published_at.date()}'>"
        article = f"<article><h1>{escape(story.title)}</h1>{body}</article>"
        return f"<html><head>{head}</head><body>{article}</body></html>".encode()

    def error(self) -> int:
        """A status of a server in trouble."""
        return self._random.choice((500, 503, 429))

    def fault(self) -> str | None:
        """What goes wrong with the next request, if anything."""
        with self._lock:
            return self._random.choice(FAULTS) if self._random.random() < self.faults else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, news: NewsServer) -> None:
        self.news = news
        super().__init__(("127.0.0.1", news.port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """One answer, as it should be or with a fault."""
        body, kind = self._found()
        fault = self.server.news.fault()
        etag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
        if fault == "close":
            self.server.news.asked.append((self.path, 0))
            self.close_connection = True
            return
        if fault == "stall":
            time.sleep(self.server.news.stall)
        if fault == "error":
            self._answer(self.server.news.error(), b"")
        elif self.path.endswith("/moved.xml"):
            self._answer(302, b"", location=self.path.replace("moved.xml", "feed.xml"))
        elif body is None:
            self._answer(404, b"not here")
        elif self.headers.get("If-None-Match") == etag:
            self._answer(304, b"")
        elif fault == "garbage":
            self._answer(200, bytes(range(256)) * 8, kind)
        else:
            self._answer(200, body, kind, etag=etag, cut=len(body) // 2 if fault == "cut" else None)

    def _found(self) -> tuple[bytes | None, str]:
        news, parts = self.server.news, self.path.strip("/").split("/")
        if self.path == "/robots.txt":
            return (news.robots.encode() if news.robots else None), "text/plain"
        if len(parts) == 2 and parts[1] == "feed.xml":
            return news.feed(parts[0]), "application/rss+xml"
        if len(parts) == 2 and parts[1].endswith(".html") and parts[1][:-5].isdigit():
            return news.page(parts[0], int(parts[1][:-5])), "text/html; charset=utf-8"
        return None, ""

    def _answer(
        self,
        status: int,
        body: bytes,
        kind: str = "text/plain",
        etag: str = "",
        location: str = "",
        cut: int | None = None,
    ) -> None:
        """Sends an answer; `cut` bytes of the body alone, then the connection is closed."""
        self.server.news.asked.append((self.path, status))
        length = "" if status == 304 else str(len(body))
        headers = {"Content-Type": kind, "ETag": etag, "Location": location, "Content-Length": length}
        try:
            self.send_response(status)
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:cut])
        except OSError:
            return  # the client had enough
        self.close_connection = self.close_connection or cut is not None

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def sources_toml(news: NewsServer, *sources: str, schedule: str = "0 * * * *") -> str:
    """A file of sources that reads these feeds."""
    entry = '[[source]]\nname = "{0}"\nkind = "feed"\nurl = "{1}/{0}/feed.xml"\nschedule = "{2}"\n'
    return "\n".join(entry.format(source, news.base, schedule) for source in sources)
