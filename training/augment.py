"""Changes an example without changing its meaning: mangled text, other actors."""

import random
import re
from functools import cache
from typing import Any

from seeds.reader import read_aliases
from tasks.extract.carry import GAP

Row = dict[str, Any]
OUTER = ".,;:!?()[]{}\"'“”‘’«»…-–—"
SIDES = ("a", "b", "c")
SWAPPED_KINDS = ("name", "demonym", "capital")


def mangle(row: Row) -> Row:
    """The example as a careless cleaner leaves it: lower case, no punctuation, no token with a digit or inner mark."""
    text, origin = mangle_text(row["text"])
    if len(text) < 10:
        return row
    changed = {**row, "text": text}
    for side in SIDES:
        changed[side] = [{**m, "span": _carry(m["span"], origin)} for m in row[side]]
    if "relations" in row:
        changed["relations"] = [{**r, "evidence": _carry(r["evidence"], origin)} for r in row["relations"]]
    if "focus" in row:
        changed["focus"] = sum(at < row["focus"] for at in origin)
    return changed


def mangle_text(text: str) -> tuple[str, list[int]]:
    """The mangled text, and for each of its characters the one that it came from.

    Line breaks stay; so does what joins the pieces of a passage (tasks/extract/carry.py).
    """
    out: list[str] = []
    origin: list[int] = []
    last = 0
    for match in re.finditer(r"\S+", text):
        core = match.group() if match.group() == GAP.strip() else match.group().strip(OUTER)
        start = match.start() + (match.group().index(core) if core else 0)
        possessive = re.fullmatch(r"([A-Za-z]+)['’]s", core)
        pieces = [(possessive.group(1), start), ("s", start + len(core) - 1)] if possessive else [(core, start)]
        for piece, at in pieces:
            if re.fullmatch(r"[A-Za-z]+|…", piece):
                if out:
                    out.append("\n" if "\n" in text[last:at] else " ")
                    origin.append(at)
                last = at
                out.extend(piece.lower())
                origin.extend(range(at, at + len(piece)))
    return "".join(out), origin


def _carry(span: list[int] | None, origin: list[int]) -> list[int] | None:
    if span is None:
        return None
    inside = [i for i, at in enumerate(origin) if span[0] <= at < span[1]]
    return [inside[0], inside[-1] + 1] if inside else None


@cache
def _surfaces() -> dict[str, dict[str, list[str]]]:
    """Kind to iso3 to surface forms that any reader knows."""
    table: dict[str, dict[str, list[str]]] = {}
    for alias in read_aliases():
        if alias.kind in SWAPPED_KINDS and alias.match == "any" and alias.valid_to is None:
            table.setdefault(alias.kind, {}).setdefault(alias.iso3, []).append(alias.alias)
    return table


@cache
def _swappable() -> list[str]:
    """States that have a surface form of every kind."""
    return sorted(set.intersection(*(set(forms) for forms in _surfaces().values())))


def swap_actors(row: Row, rng: random.Random) -> Row:
    """The same sentence told of other countries: every name, demonym and capital of A and B replaced in kind."""
    if "iso3" not in row:
        return row
    new = dict(zip(("a", "b"), rng.sample(_swappable(), 2), strict=True))
    edits = []
    for side in ("a", "b"):
        for mention in row[side]:
            forms = _surfaces().get(mention["kind"], {}).get(new[side])
            if forms:
                edits.append((*mention["span"], rng.choice(forms)))
    text = row["text"]
    shifts: list[tuple[int, int, int]] = []
    for start, end, form in sorted(edits, reverse=True):
        text = text[:start] + form + text[end:]
        shifts.append((start, end, len(form) - (end - start)))
    changed = {**row, "text": text}
    for side in SIDES:
        changed[side] = [{**m, "span": _shift(m["span"], shifts)} for m in row[side]]
    if "relations" in row:
        changed["relations"] = [{**r, "evidence": _shift(r["evidence"], shifts)} for r in row["relations"]]
    if "focus" in row:
        changed["focus"] = row["focus"] + sum(change for _, end, change in shifts if end <= row["focus"])
    return changed


def _shift(span: list[int] | None, shifts: list[tuple[int, int, int]]) -> list[int] | None:
    if span is None:
        return None
    start = span[0] + sum(change for _, end, change in shifts if end <= span[0])
    stop = span[1] + sum(change for _, end, change in shifts if end <= span[1])
    return [start, max(stop, start + 1)]
