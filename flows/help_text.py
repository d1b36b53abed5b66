"""What the help of several commands shares: an option, and what stands below the options."""

from pathlib import Path
from typing import Annotated

import typer

WarehouseOption = Annotated[
    Path | None, typer.Option("--warehouse", help="The DuckDB file [default: detente.duckdb]", show_default=False)
]
SourcesFileOption = Annotated[
    Path | None, typer.Option("--sources-file", help="A file of sources, such as sources.toml", show_default=False)
]
OnlyOption = Annotated[
    list[str] | None, typer.Option("--only", help="The name of a source in the file; may be repeated [default: all]")
]

CODES = "**Exit codes**: 0 done, 1 failed, 2 wrong usage."


def examples(*commands: str, note: str = "") -> str:
    """Commands to try, one a line, an optional note, and the exit codes, in Markdown."""
    lines = ["**Examples**:", *(f"- `{command}`" for command in commands)]
    return "\n\n".join([lines[0], "\n".join(lines[1:]), *([note] if note else []), CODES])
