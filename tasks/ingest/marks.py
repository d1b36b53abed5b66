"""What was read last at an address, or of a file: so that what has not changed since costs nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Mark:
    """The state of a feed, page or file that was read whole. A server gets its validators back next time."""

    uri: str
    source: str
    etag: str | None
    last_modified: str | None
    body_sha256: str
    items: int

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in said.items() if value}

    def row(self, coder_version: str) -> dict[str, Any]:
        """The mark as a row of schemas.Watermark."""
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        return {**self.__dict__, "coder_version": coder_version, "read_at": now}


def marks_of(rows: Iterable[dict[str, Any]], coder_version: str) -> dict[str, Mark]:
    """The marks by address. Those of another coder version are left out: its articles are to be coded anew."""
    fields = Mark.__dataclass_fields__
    found = [row for row in rows if row["coder_version"] == coder_version]
    return {row["uri"]: Mark(**{name: row[name] for name in fields}) for row in found}
