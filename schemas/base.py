"""What every table's model shares: strictness, the id pattern, and frames made to measure."""

from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

ISO3 = r"^[A-Z]{3}$"
ID = r"^[0-9a-f]{16}$"
CURRENCY = r"^[A-Z]{3}$"


class ContractError(Exception):
    """A table does not fit its contract, and no text that was read is to blame: an error of the code."""


class Table(pa.DataFrameModel):
    """A hand-over between stages. Strict: a column too many or too few, or of another type, is an error of the code."""

    class Config:
        """pandera's settings."""

        strict = True
        coerce = False

    @classmethod
    def columns(cls) -> dict[str, Any]:
        """Column names with their polars types, in order."""
        return {name: column.dtype.type for name, column in cls.to_schema().columns.items()}

    @classmethod
    def frame(cls, rows: list[dict[str, Any]]) -> pl.DataFrame:
        """A frame of this table's columns and types; `rows` may be empty. Raises where a row has other keys."""
        columns = cls.columns()
        for row in rows[:1]:
            if row.keys() != columns.keys():
                raise ValueError(f"{cls.__name__}: keys differ from the schema: {sorted(row.keys() ^ columns.keys())}")
        return pl.DataFrame(rows, schema=columns, orient="row", strict=True)


class OwnTable(Table):
    """A table of what the program itself tells, such as runs and marks: it never comes to the gate.

    A bad row is no reason to refuse something that was read, so that `frame` raises, before anything is written.
    """

    @classmethod
    def frame(cls, rows: list[dict[str, Any]]) -> pl.DataFrame:
        """As of any table; raises ContractError where a row breaks the contract."""
        frame = super().frame(rows)
        try:
            if rows:  # the check takes milliseconds, and many a batch refuses nothing
                cls.validate(frame, lazy=True)
        except SchemaErrors as errors:
            raise ContractError(f"{cls.__name__}: {first_failure(errors)}") from errors
        return frame


def first_failure(errors: SchemaErrors) -> str:
    """Of the checks that failed the first, with its column and what it found."""
    case = errors.failure_cases.row(0, named=True)
    return f"{case['check']} failed on {case['column']}: {str(case['failure_case'])[:200]!r}"
