"""The console script `detente`. Exit codes: 0 done, 1 failed (nothing was published), 2 wrong usage."""

import errno
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.help_text import OnlyOption, SourcesFileOption, WarehouseOption, examples
from flows.settings import WrongSettingError, set_prefect_defaults, settings

if TYPE_CHECKING:
    from flows.request import Request

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

_CANNOT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


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
        "detente run --sources-file sources.toml --only reuters",
    )
)
def run(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, globs, feed or page URLs, or - for standard input")
    ] = None,
    warehouse: WarehouseOption = None,
    sources_file: SourcesFileOption = None,
    only: OnlyOption = None,
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Start from an empty warehouse")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's summary as JSON")] = False,
) -> None:
    """Read news, code the relations between countries, and publish the warehouse."""
    from flows.execute import execute_run  # noqa: PLC0415 - Prefect takes seconds to import

    asked = _asked(sources, warehouse, sources_file, only, full_refresh)
    raise typer.Exit(execute_run(asked, as_json))


def _asked(
    sources: list[str] | None,
    warehouse: Path | None,
    sources_file: Path | None,
    only: list[str] | None,
    full_refresh: bool = False,
) -> "Request":
    from flows.request import Request  # noqa: PLC0415

    if not sources and sources_file is None:
        raise fail("no sources: name files, folders or URLs, or a file of sources with --sources-file", 2)
    return Request(
        warehouse=warehouse or settings().warehouse,
        sources=tuple(sources or ()),
        sources_file=sources_file,
        only=tuple(only or ()),
        full_refresh=full_refresh,
    )


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
        "detente serve --sources-file sources.toml",
        "detente serve --cron '0 * * * *' https://example.org/feed.xml news/",
        note="It starts a Prefect server, and names its address; set PREFECT_API_URL to use one of your own.",
    )
)
def serve(
    sources: Annotated[
        list[str] | None, typer.Argument(help="As for `detente run`, read anew each time", show_default=False)
    ] = None,
    cron: Annotated[
        str | None, typer.Option("--cron", help="When to run, as a cron expression in UTC; for all sources alike")
    ] = None,
    warehouse: WarehouseOption = None,
    sources_file: SourcesFileOption = None,
    only: OnlyOption = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Where the UI stands; 4201 where that is free", show_default=False)
    ] = None,
) -> None:
    """Run on a schedule until stopped; each run is seen in the Prefect UI.

    Without --cron the file of sources says when each of them is read.
    """
    from flows.serve import execute_serve  # noqa: PLC0415

    raise typer.Exit(execute_serve(_asked(sources, warehouse, sources_file, only), cron, port))


@app.command(
    epilog=examples(
        "detente server",
        note="It reads prefect.yaml and sources.toml of the folder that it is started in.",
    )
)
def server(
    port: Annotated[int, typer.Option("--port", help="Where the UI and the API stand")] = 4200,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Move the deployments of another folder to this one")
    ] = False,
) -> None:
    """Start Prefect's server and UI, the deployments of prefect.yaml and a worker; all end with Ctrl-C."""
    from flows.platform import execute_server  # noqa: PLC0415

    raise typer.Exit(execute_server(port, take_over))


@app.command(
    epilog=examples(
        "detente publish --accept 1f0c9a2e",
        "detente publish --refuse 1f0c9a2e",
        note="A run whose verdict is stop is held: nothing is published, and the run says what it was called.",
    )
)
def publish(
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="RUN", help="The id of a run that was held, or its beginning")
    ] = None,
    refuse: Annotated[
        str | None, typer.Option("--refuse", metavar="RUN", help="Drop what it read, so that it is read anew")
    ] = None,
) -> None:
    """Publish a run that failed a check, after a look at it, or drop what a run read that was held or broke off."""
    from flows.accept import accept as accept_run  # noqa: PLC0415
    from flows.accept import refuse as refuse_run  # noqa: PLC0415
    from warehouse.connection import WarehouseError  # noqa: PLC0415

    if (accept is None) == (refuse is None):
        raise fail("give either --accept RUN or --refuse RUN", 2)
    try:
        if accept is not None:
            run_id, warehouse = accept_run(accept, settings().work_dir)
            print(f"Published run {run_id} into {warehouse}.")
        else:
            run_id, warehouse, count = refuse_run(refuse or "", settings().work_dir)
            print(f"Refused run {run_id} into {warehouse}: {count:,} documents dropped; its sources are read anew.")
    except WarehouseError as error:
        raise fail(str(error)) from error


def _register() -> None:
    from flows.query_cli import register  # noqa: PLC0415

    register(app)


def main() -> None:
    """Entry point of the console script."""
    try:
        _run()
    except KeyboardInterrupt:  # while it is still importing
        sys.exit(130)
    except WrongSettingError as error:
        print(f"detente: {error}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        sys.exit(_explain_output(error))


def _run() -> None:
    try:
        set_prefect_defaults()
        _register()
        app()
    finally:
        if sys.stdout is not None:  # else Python does it at exit, and complains of a full disk in its own way
            sys.stdout.flush()


def _explain_output(error: OSError) -> int:
    """Where standard output can't be written: one line at most, and the exit code. Raises any other error anew."""
    from flows.rendering import ignore_closed_pipe  # noqa: PLC0415

    is_closed = isinstance(error, BrokenPipeError)  # its reader, such as `head`, has seen enough
    if not is_closed and (error.filename is not None or error.errno not in _CANNOT_WRITE):
        raise error
    ignore_closed_pipe()
    if is_closed:
        return 0
    print(f"detente: cannot write the output: {error.strerror}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    main()
