"""Shows a warehouse's quality in a terminal: the verdict first, then what it rests on."""

from rich.console import Console
from rich.text import Text

from flows.rendering import clipped, facts, heading, new_table, say, short_item, show, verdict
from flows.run_quality_view import show_judged
from tasks.report.facts import Quality, RunFacts
from tasks.report.markdown import MEANING
from tasks.report.text import counted, plain

_ROWS = 12


def verdict_line(quality: Quality) -> Text:
    """The verdict with its gravest reasons."""
    reasons = "; ".join(quality.reasons[:2]) or MEANING[quality.verdict]
    more = len(quality.reasons) - 2
    rest = (f"; and {more} more" if more > 0 else "", "dim")
    return Text.assemble(verdict(quality.verdict), f": {plain(reasons)}", rest)


def show_quality(console: Console, quality: Quality) -> None:
    """Shows the verdict, what it rests on, what was refused, and who could not be resolved."""
    say(console, Text.assemble("Verdict: ", verdict(quality.verdict), f", {MEANING[quality.verdict]}"))
    for reason in quality.reasons:
        say(console, f"  · {plain(reason)}")
    _show_run(console, quality.run)
    if quality.judged is not None:
        show_judged(console, quality.judged)
    _show_measures(console, quality)
    _show_sources(console, quality)
    _show_events(console, quality)
    _show_refused(console, quality)
    _show_unresolved(console, quality)


def _show_run(console: Console, run: RunFacts | None) -> None:
    if run is None:
        say(console, "No run has been published.", "dim")
        return
    timings = ", ".join(f"{plain(stage)} {took:,.1f}" for stage, took in run.timings.items())
    heading(console, f"Run {run.run_id}", f"{run.started_at:%Y-%m-%d %H:%M} UTC, {run.seconds:,.0f} s")
    articles = f"{counted(run.articles_new, 'article')} new, {run.articles_recoded:,} coded anew"
    pairs = [
        ("Sources", plain(" ".join(run.sources))),
        ("Read", f"{counted(run.documents_read, 'document')}, {run.documents_known:,} known, {articles}"),
        ("Found", f"{run.relations:,} relations, {run.mentions:,} mentions, {run.money:,} amounts of money"),
        ("Refused", f"{run.quarantined:,}"),
        ("Coder", plain(run.coder_version)),
        ("Seconds", timings or "–"),
    ]
    facts(console, pairs)


def _show_measures(console: Console, quality: Quality) -> None:
    heading(console, "Measures", "of the whole warehouse")
    table = new_table(["measure", "value", "verdict"])
    for one in quality.measures:
        table.add_row(one.measure, one.value, verdict(one.verdict))
    counts = quality.counts
    languages = ", ".join(f"{one.name} {one.count:,}" for one in quality.languages[:6])
    table.add_row("languages", Text(languages or "–"), "")
    mangled = f"{counts.articles_lower:,} lower, {counts.articles_upper:,} upper case, "
    table.add_row("letter case", f"{mangled}{counts.articles_without_punctuation:,} without punctuation", "")
    money = f"{counts.money:,}, {counts.money_without_number:,} without a number"
    table.add_row("amounts of money", money, "")
    table.add_row("countries with a relation", f"{counts.countries:,}", "")
    show(console, table)


def _show_sources(console: Console, quality: Quality) -> None:
    if not quality.sources:
        return
    heading(console, "Sources")
    table = new_table(["source", "documents", "no date", "articles", "stories", "relations"], right=(1, 2, 3, 4, 5))
    for one in quality.sources[:_ROWS]:
        counts = (one.documents, one.without_date, one.articles, one.stories, one.relations)
        table.add_row(clipped(one.source), *(f"{count:,}" for count in counts))
    show(console, table)
    _say_more(console, len(quality.sources))


def _show_events(console: Console, quality: Quality) -> None:
    if not quality.events:
        return
    heading(console, "Events", "mentions by status, and distinct stories")
    names = ["event", "actual", "future", "hypothetical", "negated", "mentions", "stories"]
    table = new_table(names, right=range(1, 7))
    for one in quality.events:
        counts = (one.actual, one.future, one.hypothetical, one.negated, one.mentions, one.stories)
        table.add_row(one.event.lower(), *(f"{count:,}" if count else Text("–", "dim") for count in counts))
    show(console, table)


def _show_refused(console: Console, quality: Quality) -> None:
    if not quality.refused:
        return
    heading(console, "Quarantine", "what was refused, and an example")
    table = new_table(["stage", "check", "items", "reason", "such as"], right=(2,))
    for one in quality.refused[:_ROWS]:
        reason, example = Text(plain(one.bare_reason, 120)), clipped(short_item(one.example))
        table.add_row(one.stage, clipped(one.check_name), f"{one.items:,}", reason, example)
    show(console, table)
    _say_more(console, len(quality.refused))


def _show_unresolved(console: Console, quality: Quality) -> None:
    if not quality.unresolved:
        return
    heading(console, "Actors of no known state", "a missing alias in seeds/aliases.csv, perhaps")
    table = new_table(["actor", "label", "stories", "mentions"], right=(2, 3))
    for one in quality.unresolved:
        table.add_row(clipped(one.actor), one.label, f"{one.stories:,}", f"{one.mentions:,}")
    show(console, table)


def _say_more(console: Console, total: int) -> None:
    if total > _ROWS:
        say(console, f"… and {total - _ROWS:,} more: --json gives all", "dim")
