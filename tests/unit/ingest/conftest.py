"""What the tests of ingest share: reading hand-made files, and a web server on this machine."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tasks.ingest.limits import IngestSettings
from tasks.ingest.read import RawItem, Rejected, read_sources

Read = Callable[..., tuple[list[RawItem], list[Rejected]]]


def read_all(*sources: str | Path, **settings: object) -> tuple[list[RawItem], list[Rejected]]:
    """Articles and refusals of the sources."""
    settings.setdefault("host_pause", 0.0)
    found = list(read_sources([str(s) for s in sources], IngestSettings(**settings)))  # type: ignore[arg-type]
    # A reader that fails is caught at run time; in a test it is a mistake of the reader.
    assert not [f for f in found if isinstance(f, Rejected) and f.check_name == "reader_failed"]
    return [f for f in found if isinstance(f, RawItem)], [f for f in found if isinstance(f, Rejected)]


@pytest.fixture
def read() -> Read:
    return read_all


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    failures: int = 0  # answers 503 as often before

    def is_unchanged(self, asked: Mapping[str, str]) -> bool:
        """Whether a conditional request names the state that is served."""
        pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
        return any(self.headers.get(own) and self.headers[own] == asked.get(theirs) for own, theirs in pairs)


@dataclass
class Web:
    base: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # but robots.txt
    asked_robots: int = 0
    headers: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes = b"", kind: str = "text/html; charset=utf-8", **more: object) -> str:
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind, **more.pop("headers", {})}  # type: ignore[dict-item]
        self.answers[path] = Answer(data, headers=headers, **more)  # type: ignore[arg-type]
        return self.base + path


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                web.asked_robots += 1
            else:
                web.asked.append(self.path)
                web.headers.append({name.lower(): value for name, value in self.headers.items()})
            answer = web.answers.get(self.path, Answer(b"not here", 404))
            time.sleep(answer.wait)
            status = answer.status
            if answer.is_unchanged(self.headers):
                self.send_response(304)
                self.end_headers()
                return
            if answer.failures:
                answer.failures -= 1
                status = 503
            self.send_response(status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers and answer.headers.get("X-Length") != "none":
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except OSError:
                return  # the client had enough

        def log_message(self, *_: object) -> None:
            return

    return Handler


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    site = Web("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
