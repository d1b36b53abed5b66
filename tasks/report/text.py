"""Makes text from outside safe to show: in a terminal, and in Markdown. Numbers and amounts in words."""

import re
import unicodedata
from datetime import date

# Moves the cursor, hides text or turns its direction: C0 and C1 controls, format characters, line separators.
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"}
_MARKUP = re.compile(r"([\\`*_{}\[\]#!|~$^])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Markdown makes links of bare addresses. A character without width breaks them where a reader sees nothing; of an
# entity one UI of Prefect's shows the letters, and the other makes a link all the same.
_LINK = re.compile(r":(?=//)|www(?=\.)|@", re.IGNORECASE)
_UNLINKED = "\u200c"
_MAGNITUDES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_UNKNOWN = {1e3: "thousand", 1e5: "lakh", 1e6: "million", 1e7: "crore", 1e9: "billion", 1e12: "trillion"}
_QUALIFIERS = {"about": "about ", "over": "over ", "under": "under "}


class Markup(str):
    """Markdown of our own making, such as a chart: `cell` leaves it as it is. Never made of text from outside."""

    __slots__ = ()


def plain(text: str, limit: int = 300) -> str:
    """`text` on one line without control or direction characters, cut at `limit` characters with an ellipsis."""
    shown = "".join(
        " " if character.isspace() else "" if unicodedata.category(character) in _HIDDEN else character
        for character in text[: 4 * limit]
    )
    shown = " ".join(shown.split())
    return shown if len(shown) <= limit and len(text) <= 4 * limit else shown[: limit - 1].rstrip() + "…"


def bare_reason(reason: str, item: str) -> str:
    """A reason without the item that it may begin with: a table has a column for that."""
    return reason.removeprefix(f"{item}: ")


def cell(value: object, limit: int = 300) -> str:
    """`value` as the inside of a Markdown table's cell: shown as it is, never read as markup, HTML or a link."""
    if isinstance(value, Markup):
        return value
    return _escaped(plain("" if value is None else str(value), limit))


def with_code(text: str, limit: int = 1_000) -> str:
    """As `cell`, with what stands between backticks as code. Outside tables: a bar in code would end a cell."""
    parts = plain(text, limit).split("`")
    if len(parts) % 2 == 0 or "" in parts[1:-1]:  # a backtick without another, or two in a row
        return cell(text, limit)
    return "".join(f"`{part}`" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    escaped = _MARKUP.sub(r"\\\1", text.translate(_ENTITIES))
    return _LINK.sub(lambda found: found[0] + _UNLINKED, escaped)


def amount(
    currency: str | None,
    lower: float | None,
    upper: float | None,
    magnitude: float | None,
    qualifier: str,
) -> str:
    """A monetary figure in words: "about 2.5 million USD", "1 to 2 billion GBP", "? billion USD" where the text gives
    no number, "?" for what it doesn't say at all."""
    unit = currency or "(no currency)"
    if lower is None and upper is None:
        return " ".join(part for part in ("?", _UNKNOWN.get(magnitude or 0, ""), unit) if part)
    if lower is None or upper is None:
        word = "up to " if lower is None else "over " if qualifier in {"over", "range"} else ""
        return f"{word or _QUALIFIERS.get(qualifier, '')}{number(upper if lower is None else lower)} {unit}"
    if lower == upper:
        return f"{_QUALIFIERS.get(qualifier, '')}{number(lower)} {unit}"
    return f"{_between(lower, upper)} {unit}"


def number(value: float | None) -> str:
    """An amount in words: 25600000 as "25.6 million"."""
    if value is None:
        return "?"
    for factor, name in _MAGNITUDES:
        if abs(value) >= factor:
            return f"{_digits(value / factor)} {name}"
    return _digits(value)


def _between(lower: float, upper: float) -> str:
    low, high = number(lower), number(upper)
    if low.split(" ")[-1] == high.split(" ")[-1]:
        low = low.split(" ")[0]
    return f"{low} to {high}"


def _digits(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def dated(day: date | None, precision: str | None) -> str:
    """A report's date as far as it is known: 1985, 1985-07, 1985-07-01 or undated."""
    if day is None:
        return "undated"
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision or "", 10)]


def share(value: float | None) -> str:
    """A share from 0 to 1 in per cent; what isn't nothing is never shown as nothing."""
    if value is None:
        return "–"
    if 0 < value < 0.0005:
        return "<0.1 %"
    return f"{100 * value:.1f} %".replace(".0 %", " %")


def signed(value: float | None) -> str:
    """A mean intensity with its sign: "+4.1", "-2.0"."""
    if value is None:
        return "–"
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def counted(count: int, word: str, plural: str = "") -> str:
    """A count with its word: "1 document", "1,204 documents"."""
    return f"{count:,} {word if count == 1 else plural or word + 's'}"


def nothing_new(known: int, unchanged: int) -> str:
    """What a run met that brought nothing: documents known already, sources that are as they were."""
    parts = [f"{counted(unchanged, 'source')} unchanged"] if unchanged else []
    if known or not parts:
        parts.append(f"{counted(known, 'document')} {'is' if known == 1 else 'are'} known")
    return f"Nothing new: {', '.join(parts)}"
