"""`source` and `watermark`: where news comes from, and what was read there last."""

from datetime import datetime

import pandera.polars as pa

from schemas.base import OwnTable

SOURCE_KINDS = ("feed", "page", "files")
TRUSTS = ("high", "medium", "low")


class Source(OwnTable):
    """Grain: one source of the file of sources, as it stood in the last run that published. `document` names it."""

    source: str = pa.Field(unique=True)
    kind: str = pa.Field(isin=SOURCE_KINDS)
    location: str = pa.Field(str_length={"min_value": 1})
    language: str
    trust: str = pa.Field(isin=TRUSTS)
    schedule: str


class Watermark(OwnTable):
    """Grain: one address or file that was read whole. The next run asks for what changed since, by the same validators.

    It is loaded with the articles that it stands for, so that a run which is not published forgets both.
    """

    uri: str = pa.Field(unique=True)
    source: str
    etag: str = pa.Field(nullable=True)
    last_modified: str = pa.Field(nullable=True)
    body_sha256: str = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    items: int = pa.Field(ge=0)
    coder_version: str
    read_at: datetime
