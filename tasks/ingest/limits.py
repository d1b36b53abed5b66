"""The limits and switches of ingest, in one place."""

from dataclasses import dataclass

KILO, MEGA = 1_000, 1_000_000


@dataclass(frozen=True)
class IngestSettings:
    """What ingest allows. Sizes are bytes after decompression, times are seconds.

    `max_item_bytes` bounds one article (a JSON line, a CSV field, an HTML page); `max_fetch_bytes` a page or
    feed; `max_file_bytes` another file that must be held whole (a packed Parquet). `max_items` None means: all.
    `max_gzip_ratio` bounds how much a gzip may grow, once it is past `gzip_free_bytes`. Without `fetch_links` the
    linked pages of a feed are read only where the feed itself came by http(s). Without `allow_private_hosts` nothing
    but a URL that the user typed may lie in a private network. `fetch_timeout` is for one wait on a server,
    `fetch_deadline` for a page with all its retries.
    `host_pause` lies between two requests to one host; 0 leaves out what robots.txt asks for, too.
    `young_hours`: so long after an entry's date a page that holds no article is asked for again in the next run.
    `full_text_chars`: a feed entry that brings as much text is taken as the whole article.
    """

    max_item_bytes: int = 10 * MEGA
    max_file_bytes: int = 200 * MEGA
    max_items: int | None = None
    max_gzip_ratio: int = 200
    gzip_free_bytes: int = 10 * MEGA
    fetch_links: bool = False
    allow_private_hosts: bool = False
    fetch_timeout: float = 15.0
    fetch_deadline: float = 60.0
    fetch_retries: int = 2
    fetch_backoff: float = 0.5
    host_pause: float = 1.0
    respect_robots: bool = True
    max_redirects: int = 5
    max_fetch_bytes: int = 20 * MEGA
    max_host_failures: int = 3
    max_feed_entries: int = 1_000
    young_hours: float = 24.0
    full_text_chars: int = 500
    user_agent: str = "detente/0.1 (news reader for research)"
