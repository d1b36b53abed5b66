"""Which columns of a table of countries a terminal has room for: names and numbers are never squeezed together."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.rendering import new_table, say, show

Cells = Mapping[str, Sequence[Text | str]]
BAR = "bar"  # no column of its own, but as wide as one of these
_BAR_WIDTH = 3
_LEFT_OUT = ((BAR,), ("trend",), ("mentions",), ("latest",), ("coop.", "conflict"))  # the first ones first
_TO_THE_RIGHT = {"stories", "mentions", "coop.", "conflict", "trend", "share"}


def widths_of(columns: Cells) -> dict[str, int]:
    """How wide each column is where nothing is cut, that of the names included; the bar stands in the intensity."""
    found = {name: max([len(name), *map(len, cells)]) for name, cells in columns.items()}
    return {**found, "intensity": len("intensity"), BAR: _BAR_WIDTH}


def total(widths: Mapping[str, int]) -> int:
    """What columns take beside each other."""
    return sum(widths.values()) + max(len(widths) - 1, 0)


def that_fit(widths: Mapping[str, int], room: int) -> dict[str, int]:
    """The columns for which there is room: some are left out where all of them are too wide."""
    kept = dict(widths)
    for names in _LEFT_OUT:
        if total(kept) <= room:
            break
        for name in names:
            kept.pop(name, None)
    return kept


def show_columns(console: Console, columns: Cells, gap: int) -> None:
    """Prints columns as a table. The first, of names, may be cut."""
    right = [number for number, name in enumerate(columns) if name in _TO_THE_RIGHT]
    table: Table = new_table(list(columns), right=right, gap=gap)
    for row in zip(*columns.values(), strict=True):
        table.add_row(*row)
    for column in table.columns[1:]:
        column.no_wrap = True
    show(console, table)


def tell_left_out(console: Console, columns: Cells, kept: Mapping[str, int]) -> None:
    """Says which columns are not shown, where there are any."""
    if left := [name for name in columns if name not in kept]:
        say(console, f"No room for {', '.join(left)}", "dim")
