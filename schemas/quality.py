"""`run_verdict` and `run_measure`: how far each run could be trusted, and the numbers that it rests on."""

from datetime import datetime

import pandera.polars as pa

from schemas.base import ID, OwnTable

VERDICTS = ("trust", "look", "stop")


class RunVerdict(OwnTable):
    """Grain: one run that published. `accepted_at`: someone looked at a run that was held, and let it through."""

    run_id: str = pa.Field(str_matches=ID, unique=True)
    verdict: str = pa.Field(isin=VERDICTS)
    reasons_json: str
    earlier_runs: int = pa.Field(ge=0)
    coder_version: str = pa.Field(str_length={"min_value": 1})
    model_digest: str
    seeds_digest: str
    accepted_at: datetime = pa.Field(nullable=True)


class RunMeasure(OwnTable):
    """Grain: one measure of one run, of the whole or of one `subject` (a source, a contract's check, a country).

    `value` is a count or a share; `part` of `whole` is what a share was made of; `expected` the median of the earlier
    runs, null with too few of them. `verdict` is empty where nothing judges the measure.
    """

    measure_id: str = pa.Field(str_matches=ID, unique=True)
    run_id: str = pa.Field(str_matches=ID)
    measure: str = pa.Field(str_length={"min_value": 1})
    subject: str
    value: float = pa.Field(nullable=True)
    part: int = pa.Field(nullable=True, ge=0)
    whole: int = pa.Field(nullable=True, ge=0)
    expected: float = pa.Field(nullable=True)
    verdict: str = pa.Field(isin=("", *VERDICTS))
    reason: str
