"""`quarantine` and `run`: what was refused, and what each run did."""

import re
from datetime import datetime

import pandera.polars as pa

from schemas.base import ID, OwnTable

STAGES = ("ingest", "clean", "extract", "validate", "load")
ITEM_STAGES = ("ingest", "clean", "extract")  # refuse an item of a source; the others refuse a row that was made of it

# What was not had (a page, or a feed), or is in a language that can't be read, is no broken item; nor is an entry of
# which the feed's own summary stands in for its page: it is read.
NOT_HAD = ("fetch", "robots", "not_ready", "summary_kept")
NO_ITEM = (*NOT_HAD, "language")
ADDRESS = r"https?://\S+"  # an `item` of ingest that is one: a source that failed as a whole


def is_broken_item(stage: str, check_name: str, item: str) -> bool:
    """Whether a row of the quarantine is an item that counts in the share of refused ones."""
    is_source = stage == "ingest" and re.fullmatch(ADDRESS, item) is not None
    return stage in ITEM_STAGES and check_name not in NO_ITEM and not is_source


class Quarantine(OwnTable):
    """Grain: one refused item or row and one reason. The id hashes its content, so a rerun adds nothing.

    `item` says where it came from (file, line or URL); `row_json` holds what was refused, cut at 2,000 characters.
    """

    quarantine_id: str = pa.Field(str_matches=ID, unique=True)
    stage: str = pa.Field(isin=STAGES)
    table_name: str
    check_name: str
    reason: str = pa.Field(str_length={"min_value": 1})
    item: str
    row_json: str = pa.Field(str_length={"max_value": 2_000})


class Run(OwnTable):
    """Grain: one run of the flow that published. Counts are of this run; timings in seconds."""

    run_id: str = pa.Field(str_matches=ID, unique=True)
    flow_run_id: str = pa.Field(nullable=True)
    started_at: datetime
    finished_at: datetime
    coder_version: str
    detente_version: str
    sources_json: str
    documents_read: int = pa.Field(ge=0)
    documents_known: int = pa.Field(ge=0)
    articles_new: int = pa.Field(ge=0)
    articles_recoded: int = pa.Field(ge=0)
    duplicates: int = pa.Field(ge=0)
    mentions: int = pa.Field(ge=0)
    relations: int = pa.Field(ge=0)
    money: int = pa.Field(ge=0)
    quarantined: int = pa.Field(ge=0)
    timings_json: str
