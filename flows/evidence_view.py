"""Shows the sentences that relations rest on, with date, source and title; the words that say it stand out."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from flows.filters import Filters
from flows.rendering import heading, say, tone
from seeds.reader import read_countries
from tasks.report.text import dated, plain

_LONGEST = 600


def find_evidence(
    a: str, b: str, chosen: Filters, event: str | None = None, *, with_copies: bool = False
) -> tuple[str, list[Any]]:
    """The query of the sentences on two countries, newest first, and what to bind."""
    query, values = chosen.call("evidence", [a, b])
    query = f"{query.removesuffix(')')}, only_event := ?)"
    return (query if with_copies else f"{query} WHERE NOT is_copy"), [*values, event]


def show_evidence(
    console: Console, pair: Sequence[str], rows: Sequence[dict[str, Any]], *, is_cut: bool = False
) -> None:
    """Shows rows of the macro `evidence`. `is_cut`: there are more of them."""
    names = " and ".join(read_countries()[iso3].name for iso3 in pair)
    if not rows:
        say(console, f"No sentence on {names} is in the warehouse that fits.")
        return
    heading(console, f"Sentences on {names}", "newest first, copies of a story left out")
    _show_rows(console, rows)
    if is_cut:
        say(console)
        say(console, f"The first {len(rows)}: --limit N shows more, --json and --csv give all", "dim")


def show_found(console: Console, query: str, rows: Sequence[dict[str, Any]]) -> None:
    """Shows the sentences that a search found."""
    if not rows:
        say(console, f"No sentence on {plain(query, 80)!r} is in the warehouse.")
        return
    heading(console, f"Sentences on {plain(query, 80)}", "copies of a story left out")
    _show_rows(console, rows)


def _show_rows(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        say(console)
        say(console, _label(row))
        console.print(Padding(_marked(row), (0, 0, 0, 2)), highlight=False)
        say(console, f"  {_origin(row)}", "dim")


def _label(row: dict[str, Any]) -> Text:
    arrow = "↔" if row["is_symmetric"] else "→"
    known = read_countries()
    names = [known[row[end]].name if row[end] in known else row[end] for end in ("source", "target")]
    return Text.assemble(
        (dated(row["event_date"], row["date_precision"]), "bold"),
        f"  {names[0]} {arrow} {names[1]}  ",
        (row["event"], tone(row["intensity"])),
        (f"  {row['context']}, {row['status']}, score {row['score']:.2f}", "dim"),
    )


def _marked(row: dict[str, Any]) -> Text:
    """The sentence with the evidence in bold, where it stands in it."""
    sentence, evidence = plain(row["sentence"] or row["evidence"], _LONGEST), plain(row["evidence"], _LONGEST)
    shown = Text(sentence)
    place = sentence.find(evidence)
    if place >= 0 and evidence != sentence:
        shown.stylize("bold", place, place + len(evidence))
    return shown


def _origin(row: dict[str, Any]) -> str:
    return " · ".join(plain(part, 120) for part in (row["news_source"], row["title"], row["url"]) if part)
