"""The charts of a comparison, by plotly, each as a piece of HTML. Only the first brings the library along."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seeds.reader import QUADS
from tasks.report.text import counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

_WARM, _COLD = "#1a7f5a", "#b3372f"
_QUAD_COLOURS = dict(zip(QUADS, ("#7cc4a4", "#1a7f5a", "#e3a39c", "#b3372f"), strict=True))
# Okabe and Ito's palette: told apart by colour-blind readers, too.
_LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#f0e442")
_ROW, _FRAME = 34, 110  # pixels
_SCALE = [-10.5, 10.5]
_GAP = 3  # years without a story that a line may cross


def intensity_chart(rows: Sequence[dict[str, Any]], *, with_library: bool = False) -> str:
    """A bar a partner, from the middle of the scale."""
    import plotly.graph_objects as go  # noqa: PLC0415 - takes half a second, and few commands draw

    known = [row for row in rows if row["mean_intensity"] is not None][::-1]
    bars = go.Bar(
        x=[row["mean_intensity"] for row in known],
        y=[_name(row) for row in known],
        orientation="h",
        marker_color=[_WARM if row["mean_intensity"] >= 0 else _COLD for row in known],
        text=[f"{row['mean_intensity']:+.1f} ({counted(row['stories'], 'story', 'stories')})" for row in known],
        textposition="outside",
        cliponaxis=False,
        customdata=[[row["stories"], row["mentions"]] for row in known],
        hovertemplate="%{y}: %{x:+.2f}<br>%{customdata[0]} stories, %{customdata[1]} mentions<extra></extra>",
    )
    figure = go.Figure(bars, {"xaxis": {"range": _SCALE, "zeroline": True, "title": "mean intensity"}})
    return _html(figure, _FRAME + _ROW * len(known), with_library=with_library)


def quad_chart(rows: Sequence[dict[str, Any]]) -> str:
    """Stories by quad class: cooperation to the right, conflict to the left."""
    import plotly.graph_objects as go  # noqa: PLC0415

    known = list(rows)[::-1]
    figure = go.Figure()
    for quad in QUADS:
        counts = [row[f"{quad}_stories"] for row in known]
        sign = -1 if quad.endswith("conflict") else 1
        figure.add_bar(
            x=[sign * count for count in counts], y=[_name(row) for row in known], orientation="h",
            name=quad.replace("_", " "), marker_color=_QUAD_COLOURS[quad], customdata=counts,
            hovertemplate=f"%{{y}}: %{{customdata}} stories of {quad.replace('_', ' ')}<extra></extra>",
        )  # fmt: skip
    most = max(
        (
            sum(row[f"{quad}_stories"] for quad in QUADS if quad.endswith(side))
            for row in known
            for side in ("conflict", "cooperation")
        ),
        default=1,
    )
    ticks = sorted({-most, -(most // 2), 0, most // 2, most})
    figure.update_layout(
        barmode="relative",
        xaxis={"title": "stories", "tickvals": ticks, "ticktext": [str(abs(tick)) for tick in ticks], "zeroline": True},
    )
    return _html(figure, _FRAME + 40 + _ROW * len(known))


def year_chart(years: Mapping[str, Sequence[dict[str, Any]]]) -> str:
    """A line a partner through the mean intensities of its years; nothing where no year is known."""
    import plotly.graph_objects as go  # noqa: PLC0415

    figure = go.Figure()
    for number, (name, rows) in enumerate(years.items()):
        known = _with_gaps([row for row in rows if row["period"] and row["mean_intensity"] is not None])
        if not known:
            continue
        figure.add_scatter(
            x=[row["period"].isoformat() for row in known], y=[row["mean_intensity"] for row in known], name=name,
            connectgaps=False,
            mode="lines+markers", line={"color": _LINES[number % len(_LINES)], "width": 1.5},
            marker={"size": [4 + 5 * min(row["stories"], 30) ** 0.5 for row in known], "line": {"width": 1}},
            customdata=[[row["stories"]] for row in known],
            hovertemplate=f"{name}, %{{x|%Y}}: %{{y:+.2f}}, %{{customdata[0]}} stories<extra></extra>",
        )  # fmt: skip
    if not figure.data:
        return ""
    figure.update_layout(yaxis={"range": _SCALE, "zeroline": True, "title": "mean intensity"})
    return _html(figure, 420)


def domain_chart(domains: Mapping[str, Sequence[dict[str, Any]]]) -> str:
    """Stories of each partner in each domain, as shades."""
    import plotly.graph_objects as go  # noqa: PLC0415

    totals: dict[str, int] = {}
    for rows in domains.values():
        for row in rows:
            totals[row["context"]] = totals.get(row["context"], 0) + row["stories"]
    names = sorted(totals, key=lambda name: (-totals[name], name))
    grid = [
        [next((r["stories"] for r in rows if r["context"] == name), 0) for name in names] for rows in domains.values()
    ]
    figure = go.Figure(
        go.Heatmap(
            z=grid[::-1], x=[name.replace("_", " ") for name in names], y=list(domains)[::-1],
            text=[[count or "" for count in counts] for counts in grid[::-1]],
            texttemplate="%{text}", colorscale="Blues", showscale=False, xgap=2, ygap=2,
            hovertemplate="%{y}, %{x}: %{z} stories<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(xaxis={"tickangle": -30, "automargin": True})
    return _html(figure, _FRAME + 30 + _ROW * len(domains))


def _with_gaps(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Years in order, with an empty one where some are missing: no line is drawn through years that nobody tells of."""
    found: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: row["period"]):
        if found and row["period"].year - found[-1]["period"].year > _GAP:
            empty = found[-1]["period"].replace(year=found[-1]["period"].year + 1)
            found.append({"period": empty, "mean_intensity": None, "stories": 0})
        found.append(row)
    return found


def _name(row: dict[str, Any]) -> str:
    return str(row["partner_name"] or row["partner"])


def _html(figure: "go.Figure", height: int, *, with_library: bool = False) -> str:
    figure.update_layout(
        height=height, template="simple_white", font={"size": 14}, margin={"l": 10, "r": 30, "t": 30, "b": 45},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, yaxis={"automargin": True},
    )  # fmt: skip
    return str(
        figure.to_html(
            full_html=False,
            include_plotlyjs=with_library,
            config={"displayModeBar": False, "responsive": True},
        )
    )
