"""What every table's model shares: strictness, the id pattern, and frames made to measure."""

from typing import Any

import pandera.polars as pa
import polars as pl

ISO3 = r"^[A-Z]{3}$"
ID = r"^[0-9a-f]{16}$"
CURRENCY = r"^[A-Z]{3}$"


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
