"""Fetches pages and feeds by http(s) with limits on time, size, redirects, and on which hosts may be asked."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from tasks.ingest.deadline import Connections, within
from tasks.ingest.hosts import FetchError, check_host, is_public, split_address, uses_proxy
from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark
from tasks.ingest.robots import Robots

__all__ = ["FetchError", "Fetcher", "Page", "UnchangedError", "check_host", "split_address"]

_RETRIED = frozenset({429, 500, 502, 503, 504})
_MAX_RETRY_AFTER = 30.0  # seconds; a server that wants longer is asked in the next run


class UnchangedError(Exception):
    """The server says that nothing has changed since, or the body is the same as then: there is nothing to read."""


@dataclass(frozen=True)
class Page:
    """What a server sent: the bytes, where they came from after redirects, and its headers' word on them."""

    url: str
    content: bytes
    content_type: str
    charset: str | None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def sha256(self) -> str:
        """Digest of the body."""
        return hashlib.sha256(self.content).hexdigest()


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"redirected to {location[:200]!r}, which is no address") from error


def _is_soon_over(error: BaseException) -> bool:
    """May the failure pass so soon that it is waited for?"""
    return isinstance(error, FetchError) and error.is_transient and error.retry_after <= _MAX_RETRY_AFTER


def _retry_after(response: httpx.Response) -> float:
    """Seconds that the server asks us to wait: a number or a date. 0 where it says nothing."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said[:6])
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _short(header: str | None) -> str | None:
    """A validator to send back next time; one of absurd length is left out."""
    return header if header and len(header) <= 500 and header.isprintable() else None


class Fetcher:
    """An HTTP client with the limits of the settings. Use as a context manager; it connects when first asked."""

    def __init__(self, settings: IngestSettings) -> None:
        self.settings = settings
        self._client: httpx.Client | None = None
        self._connections = Connections()
        self._failures: Counter[str] = Counter()
        self._next: dict[str, float] = {}  # when a host may be asked again
        self._robots = Robots(settings.user_agent, self._robots_text)

    def __enter__(self) -> "Fetcher":
        """The fetcher itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the client."""
        if self._client:
            self._client.close()

    @property
    def client(self) -> httpx.Client:
        """The client, made when it is first needed."""
        if self._client is None:
            headers = {"User-Agent": self.settings.user_agent, "Accept-Encoding": "gzip, deflate"}
            self._client = httpx.Client(timeout=self.settings.fetch_timeout, headers=headers)
        return self._client

    def fetch(self, url: str, is_typed: bool = False, mark: Mark | None = None) -> Page:
        """The page at a URL. `is_typed`: the user wrote it himself, so it may lie in a private network.

        Raises UnchangedError where it is still what `mark` tells of, FetchError with the reason where it can't be had.
        A host that failed several times in a row is not asked again.
        """
        _, host = split_address(url)
        if self._failures[host] >= self.settings.max_host_failures:
            raise FetchError(f"the host {host!r} failed {self._failures[host]} times in a row; not asked", True)
        try:
            page = self._in_time(url, is_typed, mark)
        except FetchError as error:
            self._failures[host] = self._failures[host] + 1 if error.is_transient else 0
            raise
        self._failures[host] = 0
        if mark and mark.body_sha256 == page.sha256:
            raise UnchangedError
        return page

    def _in_time(self, url: str, is_typed: bool, mark: Mark | None) -> Page:
        """The page with all its retries and redirects, or a FetchError when the time for it is up, whatever hangs."""
        limit = self.settings.fetch_deadline
        try:
            return within(limit, lambda: self._with_retries(url, is_typed, mark))
        except TimeoutError as error:
            self._connections.cut()
            self._client = None  # the thread that hangs may still use it
            raise FetchError(f"not complete within {limit:g} s", True) from error

    def _with_retries(self, url: str, is_typed: bool, mark: Mark | None) -> Page:
        """Asks again after failures that may pass, each time later, with jitter so that runs do not beat in step."""
        backoff = self.settings.fetch_backoff
        grows = wait_exponential_jitter(initial=backoff, max=_MAX_RETRY_AFTER, jitter=backoff)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, FetchError) else 0.0
            return max(grows(state), asked)

        again = Retrying(
            stop=stop_after_attempt(self.settings.fetch_retries + 1) | stop_before_delay(self.settings.fetch_deadline),
            wait=pause,
            retry=retry_if_exception(_is_soon_over),
            reraise=True,
        )
        deadline = time.monotonic() + self.settings.fetch_deadline
        return again(self._follow, url, is_typed, deadline, mark)

    def _follow(
        self, url: str, is_typed: bool, deadline: float, mark: Mark | None = None, is_robots: bool = False
    ) -> Page:
        """Follows redirects one by one, so that each hop is checked."""
        for hop in range(self.settings.max_redirects + 1):
            is_trusted = self.settings.allow_private_hosts or (is_typed and hop == 0)
            split_address(url)
            if time.monotonic() > deadline:
                raise FetchError(f"not complete within {self.settings.fetch_deadline:g} s", True)
            if not is_trusted:
                check_host(url)
            if self.settings.respect_robots and not is_robots:
                self._robots.check(url, is_trusted)
            answer = self._ask(url, is_trusted, deadline, mark)
            if isinstance(answer, Page):
                return answer
            url = _joined(url, answer)
        raise FetchError(f"more than {self.settings.max_redirects} redirects, the last to {url[:200]!r}")

    def _robots_text(self, url: str, is_trusted: bool) -> str | None:
        deadline = time.monotonic() + self.settings.fetch_timeout
        try:
            return self._follow(url, is_trusted, deadline, is_robots=True).content.decode("utf-8", "replace")
        except FetchError as error:
            if error.is_transient:
                raise
            return None

    def _wait_for_turn(self, url: str, deadline: float) -> None:
        """Leaves a host some time between two requests: ours, or what its robots.txt asks for."""
        place = urlsplit(url).netloc
        pause = max(self.settings.host_pause, self._robots.delay(url)) if self.settings.host_pause else 0.0
        wait = self._next.get(place, 0.0) - time.monotonic()
        if wait > 0:
            time.sleep(min(wait, max(0.0, deadline - time.monotonic())))
        self._next[place] = time.monotonic() + pause

    def _ask(self, url: str, is_trusted: bool, deadline: float, mark: Mark | None = None) -> Page | str:
        """One request: the page, or where it redirects to."""
        self._wait_for_turn(url, deadline)
        headers = mark.headers() if mark else {}
        noted = {"trace": self._connections.note}
        try:
            with self.client.stream("GET", url, headers=headers, extensions=noted, follow_redirects=False) as response:
                if not is_trusted:
                    self._check_peer(response)
                if response.status_code == httpx.codes.NOT_MODIFIED and headers:
                    raise UnchangedError
                if response.has_redirect_location:
                    return response.headers["location"]
                self._check_status(response)
                return self._page(response, deadline)
        except httpx.TimeoutException as error:
            raise FetchError(f"no answer within {self.settings.fetch_timeout:g} s", True) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError, UnicodeError) as error:
            raise FetchError(f"cannot be fetched: {error}") from error
        except httpx.HTTPError as error:
            raise FetchError(f"the connection failed: {error or type(error).__name__}", True) from error

    def _page(self, response: httpx.Response, deadline: float) -> Page:
        return Page(
            url=str(response.url),
            content=self._content(response, deadline),
            content_type=response.headers.get("content-type", ""),
            charset=response.charset_encoding,
            etag=_short(response.headers.get("etag")),
            last_modified=_short(response.headers.get("last-modified")),
        )

    def _check_peer(self, response: httpx.Response) -> None:
        """Who answered must be public too: between check and connection a name may come to mean another address."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not uses_proxy(response.url.scheme, response.url.host) and not is_public(str(peer[0])):
            raise FetchError(f"the host {response.url.host!r} lies in a private network")

    def _check_status(self, response: httpx.Response) -> None:
        if not response.is_success:
            status = f"{response.status_code} {response.reason_phrase}".strip()
            wait = _retry_after(response)
            is_transient = response.status_code in _RETRIED
            # Who wants us to stay away for long is asked again in the next run.
            is_soon = wait <= _MAX_RETRY_AFTER
            reason = f"the server answered {status}" + ("" if is_soon else f" and wants {wait:,.0f} s of rest")
            raise FetchError(reason, is_transient, retry_after=wait)

    def _content(self, response: httpx.Response, deadline: float) -> bytes:
        """The body; stops as soon as it is too large or too late."""
        limit = self.settings.max_fetch_bytes
        too_large = FetchError(f"larger than the limit of {limit:,} bytes")
        if int(response.headers.get("content-length", "0").strip() or 0) > limit:
            raise too_large
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > limit:
                raise too_large
            if time.monotonic() > deadline:
                raise FetchError(f"not complete within {self.settings.fetch_deadline:g} s", True)
        return bytes(body)
