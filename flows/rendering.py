"""Bricks of what the console script prints: safe text, tables, intensity bars. Text from news is never markup."""

import os
import sys
from collections.abc import Collection, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.text import plain, signed

VERDICT_STYLES = {"trust": "green", "look": "yellow", "stop": "bold red"}
_HALF = 3  # characters of a bar on either side of its middle
_FULL = 6  # on the Goldstein scale: means of many events seldom lie beyond it


class _Console(Console):
    """Leaves it to the caller what a pipe that was closed early means; rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Raises the BrokenPipeError that is being handled."""
        raise BrokenPipeError


def make_console(stderr: bool = False) -> Console:
    """A console that never fails on a character that its encoding lacks: it shows the character's number."""
    stream: Any = sys.stderr if stderr else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return _Console(file=stream, highlight=False, markup=False, emoji=False)


def ignore_closed_pipe() -> None:
    """To be called where standard output was closed early, as by `head`: Python would complain of it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(console: Console, text: str | Text = "", style: str = "") -> None:
    """Prints a line that the terminal may wrap, so that a command or path in it can be copied."""
    shown = text if isinstance(text, Text) else Text(text, style)
    console.print(shown, soft_wrap=True, highlight=False)


def heading(console: Console, title: str, note: str = "") -> None:
    """A blank line, a bold title, and a quiet note beside it where there is room for both."""
    line = Text(title, "bold")
    if note and len(title) + len(note) + 2 <= console.width:
        line.append(f"  {note}", "dim")
    say(console)
    say(console, line)


def facts(console: Console, pairs: Sequence[tuple[str, str | Text]]) -> None:
    """Names and what they are, aligned."""
    width = max(len(name) for name, _ in pairs)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True, width=width)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(name, value if isinstance(value, Text) else Text(value))
    console.print(grid, highlight=False)


def new_table(columns: Sequence[str], right: Collection[int] = (), gap: int = 1) -> Table:
    """A table with a line under its head; the columns whose numbers are in `right` stand to the right."""
    made = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0), border_style="dim",
        header_style="bold",
    )  # fmt: skip
    for number, name in enumerate(columns):
        made.add_column(Text(name), justify="right" if number in right else "left", overflow="fold")
    return made


def show(console: Console, table: Table) -> None:
    """Prints a table."""
    console.print(table, highlight=False)


def clipped(text: str, style: str = "") -> Text:
    """A cell on one line that ends in an ellipsis where its column is too narrow."""
    return Text(plain(text), style, no_wrap=True, overflow="ellipsis")


def short_item(item: str, limit: int = 36) -> str:
    """The end of a path or address, which tells most: its last folder and name."""
    shown = "/".join(plain(item).split("/")[-2:])
    return shown if len(shown) <= limit else f"…{shown[1 - limit :]}"


def tone(value: float | None) -> str:
    """Green for cooperation, red for conflict."""
    if value is None or abs(value) < 0.05:
        return "dim"
    return "green" if value > 0 else "red"


def intensity(value: float | None, ascii_only: bool = False) -> Text:
    """A mean intensity with its sign and its bar, in colour."""
    return Text.assemble((signed(value).rjust(5), tone(value)), " ", bar(value, ascii_only), no_wrap=True)


def bar(value: float | None, ascii_only: bool = False) -> Text:
    """A bar from the middle: to the right for cooperation, to the left for conflict."""
    full, half_left, half_right, middle = ("#", "#", "#", "|") if ascii_only else ("█", "▐", "▌", "│")
    steps = round(min(abs(value or 0) / _FULL, 1) * _HALF * 2)
    blocks, half = full * (steps // 2), steps % 2
    if value is not None and value < 0:
        left, right = (half_left * half + blocks).rjust(_HALF), " " * _HALF
    else:
        left, right = " " * _HALF, (blocks + half_right * half).ljust(_HALF)
    return Text.assemble((left, tone(value)), (middle, "dim"), (right, tone(value)), no_wrap=True)


def verdict(word: str) -> Text:
    """A verdict in its colour."""
    return Text(word, VERDICT_STYLES.get(word, "dim"))
