"""A comparison as one HTML page: charts, counts and sentences. All that it needs is inside, so it opens offline."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

import duckdb

from flows.charts import domain_chart, intensity_chart, quad_chart, year_chart
from flows.filters import Filters
from seeds.reader import read_countries
from tasks.report.findings import is_unsure, rows_of
from tasks.report.text import dated, plain, share, signed
from warehouse.history import revisions

MAX_PARTNERS = 12  # more lines in one chart than this tell nothing

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin-bottom: 0; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .3rem; }
p.note, .origin { color: #52606d; font-size: .9rem; margin: .2rem 0 .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid #e4e7eb; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { border-bottom: 2px solid #9aa5b1; font-weight: 600; }
.scroll { overflow-x: auto; } details { margin: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
blockquote { margin: .8rem 0 0 0; padding-left: .8rem; border-left: 3px solid #cbd2d9; }
"""
_NOTES = {
    "Intensity": "Mean of the conflict-cooperation scale, −10 (war) to +10, copies of a story and what did not happen "
    "left out. A mean of few stories says little.",
    "Cooperation and conflict": "Stories by quad class: of words and of deeds. Conflict is drawn to the left.",
    "Over the years": "Mean intensity of each year on record; the larger the dot, the more stories. A line breaks "
    "where more than three years have none.",
    "Domains": "Stories by domain; a story may be in several.",
    "Counts": "Trend: mean intensity of the later half of the record less that of the earlier, with the 95 % bounds of "
    "the change that so few stories allow. Where 0 lies between them (marked ?) it may be chance.",
}


def comparison_page(con: duckdb.DuckDBPyConnection, asked: str, rows: Sequence[dict[str, Any]], chosen: Filters) -> str:
    """The page: `rows` are those of the macro `compare`, each with its `evidence`."""
    shown = [row for row in rows if row["mentions"]][:MAX_PARTNERS]
    name = read_countries()[asked].name
    title = f"How {name} stands with others"
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="note">{_origin(con, chosen, len(rows) - len(shown))}</p>']
    if shown:
        parts += _charts(con, asked, shown, chosen)
        parts += ["<h2>Counts</h2>", f'<p class="note">{_NOTES["Counts"]}</p>', _table(rows), "<h2>Sentences</h2>"]
        parts += map(_sentences, shown)
    else:
        parts.append("<p>No relation with any of them is in the warehouse that fits.</p>")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    body = "".join(parts)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>\n'


def _charts(con: duckdb.DuckDBPyConnection, asked: str, shown: Sequence[dict[str, Any]], chosen: Filters) -> list[str]:
    years, domains = {}, {}
    for row in shown:
        label, partner = row["partner_name"] or row["partner"], row["partner"]
        years[label] = rows_of(con, *chosen.call("timeline", [asked, partner, "year"]))
        domains[label] = rows_of(con, *chosen.call("domain_profile", [asked, partner], leave="domain"))
    made = (
        ("Intensity", intensity_chart(shown, with_library=True)),
        ("Cooperation and conflict", quad_chart(shown)),
        ("Over the years", year_chart(years)),
        ("Domains", domain_chart(domains)),
    )
    return [f'<h2>{name}</h2><p class="note">{_NOTES[name]}</p>{chart}' for name, chart in made if chart]


def _origin(con: duckdb.DuckDBPyConnection, chosen: Filters, left_out: int) -> str:
    """What the page is about, which state of the warehouse it shows, and when it was made."""
    words = [escape(chosen.words)] if chosen.words else []
    if left_out > 0:
        words.append(f"{left_out} partners without a relation, or beyond the first {MAX_PARTNERS}, are not drawn")
    words += [f"after {one.words} UTC" for one in revisions(con)[:1]]
    return "; ".join([*words, f"made by Detente on {datetime.now(UTC):%Y-%m-%d}"])


def _table(rows: Sequence[dict[str, Any]]) -> str:
    names = ("partner", "stories", "mentions", "one a day", "share", "net coop.", "intensity", "trend", "latest")
    head = "".join(f"<th>{name}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(row))}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _cells(row: dict[str, Any]) -> list[str]:
    trend = signed(row["trend"])
    if row["trend_low"] is not None:
        trend += f"{'?' if is_unsure(row) else ''} ({signed(row['trend_low'])} to {signed(row['trend_high'])})"
    return [
        row["partner_name"] or row["partner"],
        f"{row['stories']:,}",
        f"{row['mentions']:,}",
        f"{row['one_a_day_events']:,}",
        share(row["share_of_stories"]),
        f"{row['net_cooperation_stories']:+d}".replace("+0", "0"),
        signed(row["mean_intensity"]),
        trend,
        str(row["last_event_date"] or "–"),
    ]


def _sentences(row: dict[str, Any]) -> str:
    told = "".join(_sentence(one) for one in row.get("evidence", []))
    name = escape(row["partner_name"] or row["partner"])
    return f"<details><summary>{name}: the latest {len(row.get('evidence', []))}</summary>{told}</details>"


def _sentence(one: dict[str, Any]) -> str:
    """Text from the news is escaped, and an address is shown, not linked."""
    act = f"{one['source']} {one['event']} {one['target']}, {one['context']}, {one['status']}"
    origin = " · ".join(plain(part, 160) for part in (one["news_source"], one["title"], one["url"]) if part)
    words = escape(plain(one["sentence"] or one["evidence"], 800))
    return (
        f"<blockquote>{words}</blockquote>"
        f'<p class="origin">{dated(one["event_date"], one["date_precision"])} · {escape(act)} · {escape(origin)}</p>'
    )
