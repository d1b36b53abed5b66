"""What a site's robots.txt lets us fetch (RFC 9309), read once a site and run."""

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from tasks.ingest.hosts import FetchError

MAX_DELAY = 30.0  # seconds between two requests, whatever a site asks for
_AGENT_END = "/"


class Robots:
    """The rules of each site.

    `read` gets the address of a robots.txt, and whether the site may lie in a private network; it gives the text, None
    where there is none, and raises FetchError where the server can't tell just now.
    """

    def __init__(self, agent: str, read: Callable[[str, bool], str | None]) -> None:
        self._agent = agent.split(_AGENT_END, 1)[0]
        self._read = read
        self._rules: dict[str, Protego | None] = {}

    def check(self, url: str, is_trusted: bool) -> None:
        """Raises FetchError where the site's robots.txt forbids the address, or could not be had just now."""
        rules = self._of(url, is_trusted)
        if rules is not None and not rules.can_fetch(url, self._agent):
            raise FetchError("the site's robots.txt forbids it", check="robots")

    def delay(self, url: str) -> float:
        """Seconds that the site wants between two requests, as far as its robots.txt has been read."""
        rules = self._rules.get(_site(url))
        return min(float(rules.crawl_delay(self._agent) or 0.0), MAX_DELAY) if rules is not None else 0.0

    def _of(self, url: str, is_trusted: bool) -> Protego | None:
        site = _site(url)
        if site not in self._rules:
            try:
                text = self._read(f"{site}/robots.txt", is_trusted)
            except FetchError as error:
                # RFC 9309, 2.3.1.4: a server that can't tell just now is left alone.
                reason = f"robots.txt could not be had: {error.reason}"
                raise FetchError(reason, True, retry_after=error.retry_after) from error
            self._rules[site] = Protego.parse(text) if text is not None else None
        return self._rules[site]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
