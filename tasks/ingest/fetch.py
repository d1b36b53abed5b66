"""Fetches pages and feeds by http(s) with limits on time, size, redirects, and on which hosts may be asked."""

import ipaddress
import random
import socket
import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from tasks.ingest.limits import IngestSettings
from tasks.ingest.records import RefusedError

_RETRIED = frozenset({429, 500, 502, 503, 504})


class FetchError(RefusedError):
    """A page that could not be fetched. `is_transient`: asking again later may help."""

    def __init__(self, reason: str, is_transient: bool = False) -> None:
        super().__init__("fetch", reason)
        self.is_transient = is_transient


@dataclass(frozen=True)
class Page:
    """What a server sent: the bytes, where they came from after redirects, and its headers' word on them."""

    url: str
    content: bytes
    content_type: str
    charset: str | None


def _uses_proxy(scheme: str, host: str) -> bool:
    return scheme in getproxies() and not proxy_bypass(host)


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _addresses(host: str) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host {host!r} is not found", is_transient=True) from error


def split_address(url: str) -> tuple[str, str]:
    """Scheme and host of a URL. Raises FetchError unless it is an http(s) address."""
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), parts.hostname or ""
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is no address") from error
    if scheme not in {"http", "https"} or not host:
        raise FetchError(f"only http and https addresses are fetched, not {url[:200]!r}")
    return scheme, host


def check_host(url: str) -> None:
    """Raises FetchError unless each address of the URL's host is public.

    Behind a proxy only names and addresses that are private on their face are refused: the proxy resolves the rest.
    """
    scheme, host = split_address(url)
    if _uses_proxy(scheme, host) and host != "localhost" and not _is_literal(host):
        return
    if not all(_is_public(address) for address in _addresses(host)):
        raise FetchError(f"the host {host!r} lies in a private network; allow_private_hosts permits it")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"redirected to {location[:200]!r}, which is no address") from error


class Fetcher:
    """An HTTP client with the limits of the settings. Use as a context manager; it connects when first asked."""

    def __init__(self, settings: IngestSettings) -> None:
        self.settings = settings
        self._client: httpx.Client | None = None
        self._failures: Counter[str] = Counter()

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

    def fetch(self, url: str, is_typed: bool = False) -> Page:
        """The page at a URL. `is_typed`: the user wrote it himself, so it may lie in a private network.

        Raises FetchError with the reason. A host that failed several times in a row is not asked again.
        """
        _, host = split_address(url)
        if self._failures[host] >= self.settings.max_host_failures:
            raise FetchError(f"the host {host!r} failed {self._failures[host]} times in a row; not asked", True)
        try:
            page = self._with_retries(url, is_typed)
        except FetchError as error:
            self._failures[host] = self._failures[host] + 1 if error.is_transient else 0
            raise
        self._failures[host] = 0
        return page

    def _with_retries(self, url: str, is_typed: bool) -> Page:
        """Asks again after failures that may pass, each time later, with jitter so that runs do not beat in step."""
        deadline = time.monotonic() + self.settings.fetch_deadline
        for attempt in range(self.settings.fetch_retries + 1):
            try:
                return self._follow(url, is_typed, deadline)
            except FetchError as error:
                pause = self.settings.fetch_backoff * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
                is_last = attempt == self.settings.fetch_retries or time.monotonic() + pause > deadline
                if is_last or not error.is_transient:
                    raise
                time.sleep(pause)
        raise FetchError("never asked: fetch_retries is negative")

    def _follow(self, url: str, is_typed: bool, deadline: float) -> Page:
        """Follows redirects one by one, so that each hop is checked."""
        for hop in range(self.settings.max_redirects + 1):
            is_trusted = self.settings.allow_private_hosts or (is_typed and hop == 0)
            split_address(url)
            if not is_trusted:
                check_host(url)
            answer = self._ask(url, is_trusted, deadline)
            if isinstance(answer, Page):
                return answer
            url = _joined(url, answer)
        raise FetchError(f"more than {self.settings.max_redirects} redirects, the last to {url[:200]!r}")

    def _ask(self, url: str, is_trusted: bool, deadline: float) -> Page | str:
        """One request: the page, or where it redirects to."""
        try:
            with self.client.stream("GET", url, follow_redirects=False) as response:
                if not is_trusted:
                    self._check_peer(response)
                if response.is_redirect:
                    return response.headers["location"]
                self._check_status(response)
                return Page(
                    url=str(response.url),
                    content=self._content(response, deadline),
                    content_type=response.headers.get("content-type", ""),
                    charset=response.charset_encoding,
                )
        except httpx.TimeoutException as error:
            raise FetchError(f"no answer within {self.settings.fetch_timeout:g} s", True) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError, UnicodeError) as error:
            raise FetchError(f"cannot be fetched: {error}") from error
        except httpx.HTTPError as error:
            raise FetchError(f"the connection failed: {error or type(error).__name__}", True) from error

    def _check_peer(self, response: httpx.Response) -> None:
        """Who answered must be public too: between check and connection a name may come to mean another address."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not _uses_proxy(response.url.scheme, response.url.host) and not _is_public(str(peer[0])):
            raise FetchError(f"the host {response.url.host!r} lies in a private network")

    def _check_status(self, response: httpx.Response) -> None:
        if not response.is_success:
            status = f"{response.status_code} {response.reason_phrase}".strip()
            raise FetchError(f"the server answered {status}", response.status_code in _RETRIED)

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
