"""Shows in a terminal how far one run can be trusted: its verdict, its numbers beside those of the runs before."""

from rich.console import Console
from rich.text import Text

from flows.rendering import clipped, heading, new_table, say, show, verdict
from tasks.report.judged import Judged
from tasks.report.quality_report import of_the_whole, shown
from tasks.report.run_quality import CONTRACT, SOURCE
from tasks.report.text import counted, plain

_ROWS = 12


def show_judged(console: Console, judged: Judged) -> None:
    """The verdict on what the run brought, why, and the table that it rests on."""
    since = counted(judged.earlier_runs, "earlier run") if judged.earlier_runs else "no earlier run to compare with"
    heading(console, "What it brought", since)
    told = Text.assemble("Verdict: ", verdict(judged.verdict))
    if judged.accepted_at:
        told.append(f", let through by hand at {judged.accepted_at:%Y-%m-%d %H:%M} UTC", "dim")
    say(console, told)
    for reason in judged.reasons[:_ROWS]:
        say(console, f"  · {plain(reason)}")
    table = new_table(["measure", "this run", "runs before", "verdict"], right=(1, 2))
    for one in of_the_whole(judged.measures):
        table.add_row(one.measure, shown(one, one.value), shown(one, one.expected), verdict(one.verdict))
    show(console, table)
    _show_parts(console, judged)


def _show_parts(console: Console, judged: Judged) -> None:
    """Sources that brought something, and the checks of the contract in a line."""
    sources = [one for one in judged.measures if one.measure == SOURCE]
    if len(sources) > 1:
        table = new_table(["source", "new documents", "verdict"], right=(1,))
        for one in sources[:_ROWS]:
            table.add_row(clipped(one.subject), shown(one, one.value), verdict(one.verdict))
        show(console, table)
    checks = [one for one in judged.measures if one.measure == CONTRACT]
    broken = [f"{one.subject} ({one.part:,} of {one.whole:,} rows)" for one in checks if one.part]
    if checks:
        told = f"{len(broken):,} broken: {', '.join(broken[:5])}" if broken else "each row kept every one"
        say(console, f"Contract: {len(checks):,} checks, {told}.", "dim")
