"""The console script `detente`. Exit codes: 0 done, 1 failed (nothing was published), 2 wrong usage."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from flows.settings import set_prefect_defaults, settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="News in, country relations out: who did what to whom, when, for what money, and the sentence that says so.",
)

WarehouseOption = Annotated[
    Path | None, typer.Option("--warehouse", help="The DuckDB file [default: detente.duckdb]", show_default=False)
]


def fail(message: str, code: int = 1) -> typer.Exit:
    """Prints one line on standard error; raise what it gives."""
    print(f"detente: {message}", file=sys.stderr)
    return typer.Exit(code)


@app.command(
    epilog="**Examples**: `detente run seeds/sample` · `detente run a.txt news/ 'wire/*.jsonl.gz'` · "
    "`detente run https://example.org/feed.xml` · `cat wire.jsonl | detente run -`"
)
def run(
    sources: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, feed or page URLs, or - for standard input")
    ],
    warehouse: WarehouseOption = None,
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Start from an empty warehouse")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's summary as JSON")] = False,
) -> None:
    """Read news, code the relations between countries, and publish the warehouse."""
    from flows.execute import execute_run  # noqa: PLC0415 - Prefect takes seconds to import

    raise typer.Exit(execute_run(sources, warehouse or settings().warehouse, full_refresh, as_json))


@app.command(
    epilog="**Examples**: `detente code articles.jsonl -o coded.jsonl` · `zcat news.jsonl.gz | detente code - -o -`. "
    "The record is described in docs/record.md."
)
def code(
    source: Annotated[
        str, typer.Argument(metavar="IN.jsonl", help="JSON Lines with id, text, published_at; - for stdin")
    ],
    out: Annotated[
        str, typer.Option("-o", "--out", help="Where to write the coded JSON Lines; - for standard output")
    ] = "-",
) -> None:
    """Code texts alone: JSON Lines in and out, no Prefect and no warehouse."""
    from tasks.extract.coder import Coder  # noqa: PLC0415
    from tasks.extract.record import RecordError, code_records  # noqa: PLC0415

    try:
        with _opened(source, "r") as lines, _opened(out, "w") as target:
            for record in code_records(_records(lines, source), Coder()):
                target.write(json.dumps(record, ensure_ascii=False) + "\n")
    except (OSError, RecordError, UnicodeDecodeError) as error:
        raise fail(
            f"{source}: {getattr(error, 'strerror', None) or error}", 2 if isinstance(error, OSError) else 1
        ) from error


def _opened(name: str, mode: str) -> Any:
    from contextlib import nullcontext  # noqa: PLC0415

    if name == "-":
        return nullcontext(sys.stdin if mode == "r" else sys.stdout)
    if name.endswith(".gz"):
        import gzip  # noqa: PLC0415

        return gzip.open(name, mode + "t", encoding="utf-8")
    return Path(name).open(mode, encoding="utf-8")


def _records(lines: TextIO, source: str) -> Iterator[dict[str, Any]]:
    from tasks.extract.record import RecordError, check_record  # noqa: PLC0415

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield check_record(json.loads(line))
        except json.JSONDecodeError as error:
            raise RecordError(f"line {number} is not JSON ({error.msg}); mend or remove it") from error
        except RecordError as error:
            raise RecordError(f"line {number} {error}") from error


@app.command(
    epilog="**Example**: `detente serve --cron '0 * * * *' https://example.org/feed.xml news/`. "
    "Set PREFECT_API_URL to use a running Prefect server (`prefect server start`)."
)
def serve(
    sources: Annotated[list[str], typer.Argument(help="As for `detente run`, read anew each time")],
    cron: Annotated[str, typer.Option("--cron", help="When to run, as a cron expression in UTC")],
    warehouse: WarehouseOption = None,
) -> None:
    """Run on a schedule until stopped; each run is seen in the Prefect UI."""
    from flows.execute import execute_serve  # noqa: PLC0415

    raise typer.Exit(execute_serve(sources, warehouse or settings().warehouse, cron))


def _register() -> None:
    from flows.query_cli import register  # noqa: PLC0415

    register(app)


def main() -> None:
    """Entry point of the console script."""
    try:
        set_prefect_defaults()
        _register()
        app()
    except KeyboardInterrupt:  # while it is still importing
        sys.exit(130)


if __name__ == "__main__":
    main()
