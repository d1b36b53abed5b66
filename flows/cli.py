"""The console script `detente`. Exit codes: 0 done, 1 failed (nothing was published), 2 wrong usage."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from flows.help_text import WarehouseOption, examples
from flows.settings import set_prefect_defaults, settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="News in, country relations out: who did what to whom, when, for what money, and the sentence that says so.",
    epilog=examples(
        "detente run seeds/sample",
        "detente compare PAK RUS CHN USA",
        note="`detente COMMAND --help` tells more of each command.",
    ),
)


def fail(message: str, code: int = 1) -> typer.Exit:
    """Prints one line on standard error; raise what it gives."""
    print(f"detente: {message}", file=sys.stderr)
    return typer.Exit(code)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        print(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit")
    ] = False,
) -> None:
    pass


@app.command(
    epilog=examples(
        "detente run seeds/sample",
        "detente run a.txt news/ 'wire/*.jsonl.gz'",
        "detente run https://example.org/feed.xml --warehouse feed.duckdb",
        "cat wire.jsonl | detente run -",
    )
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
    epilog=examples(
        "detente code articles.jsonl -o coded.jsonl",
        "zcat news.jsonl.gz | detente code - | gzip > coded.jsonl.gz",
        "detente code article.txt --explain",
        note="The record is described in docs/record.md.",
    )
)
def code(
    source: Annotated[
        str,
        typer.Argument(
            metavar="IN.jsonl", help="JSON Lines with id, text, published_at; - for stdin; a .txt with --explain"
        ),
    ],
    out: Annotated[
        str, typer.Option("-o", "--out", help="Where to write the coded JSON Lines; - for standard output")
    ] = "-",
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell why instead: each pair of states, its scores, the words it rests on")
    ] = False,
) -> None:
    """Code texts alone: JSON Lines in and out, no Prefect and no warehouse."""
    from flows.code_stream import CodeError, code_stream, explain_stream  # noqa: PLC0415

    try:
        explain_stream(source) if explain else code_stream(source, out)
    except CodeError as error:
        raise fail(str(error), error.code) from error


@app.command(
    epilog=examples(
        "detente serve --cron '0 * * * *' https://example.org/feed.xml news/",
        note="It starts a Prefect server, and names its address; set PREFECT_API_URL to use one of your own.",
    )
)
def serve(
    sources: Annotated[list[str], typer.Argument(help="As for `detente run`, read anew each time")],
    cron: Annotated[str, typer.Option("--cron", help="When to run, as a cron expression in UTC")],
    warehouse: WarehouseOption = None,
) -> None:
    """Run on a schedule until stopped; each run is seen in the Prefect UI."""
    from flows.serve import execute_serve  # noqa: PLC0415

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
    except BrokenPipeError:  # its reader, such as `head`, has seen enough
        from flows.rendering import ignore_closed_pipe  # noqa: PLC0415

        ignore_closed_pipe()


if __name__ == "__main__":
    main()
