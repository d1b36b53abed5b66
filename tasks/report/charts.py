"""Small charts for reports: bars as an SVG image inside the Markdown, which Prefect's UI shows without a file."""

import base64
from collections.abc import Sequence

from tasks.report.text import Markup

_WIDTH, _HEIGHT, _GAP = 130, 32, 1
_COLOURS = {"": "#9aa5b1", "trust": "#2f855a", "look": "#b7791f", "stop": "#c53030"}
_EXPECTED = "#4a5568"


def bars(values: Sequence[float], verdict: str = "", expected: float | None = None, about: str = "") -> Markup:
    """A bar a value, the last one coloured by its verdict, a dashed line at what was expected. Markdown of an image.

    `about` is its alternative text; it must be ours, not from news.
    """
    if not values:
        return Markup()
    top = max([*values, expected or 0.0, 1e-9])
    step = _WIDTH / len(values)
    shapes = [
        _bar(number * step, step, value / top, _COLOURS[verdict] if number == len(values) - 1 else _COLOURS[""])
        for number, value in enumerate(values)
    ]
    if expected is not None:
        y = _HEIGHT * (1 - expected / top)
        shapes.append(
            f'<line x1="0" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_EXPECTED}" stroke-dasharray="4 3"/>'
        )
    return _markdown("".join(shapes), _WIDTH, _HEIGHT, about)


def meter(share: float) -> Markup:
    """A bar from the left as long as a share of the width, such as a stage's part of the whole time."""
    length = max(1.0, _WIDTH * min(share, 1.0))
    return _markdown(f'<rect x="0" y="2" width="{length:.1f}" height="8" fill="{_COLOURS[""]}"/>', _WIDTH, 12, "")


def badge(verdict: str) -> Markup:
    """A verdict as a pill of its colour: an image, since not every machine has a font with coloured signs."""
    if not verdict:
        return Markup()
    pill = f'<rect width="48" height="18" rx="9" fill="{_COLOURS[verdict]}"/>'
    font = 'font-family="sans-serif" font-size="12" fill="#ffffff" text-anchor="middle"'
    return _markdown(f'{pill}<text x="24" y="13" {font}>{verdict}</text>', 48, 18, verdict)


def _markdown(shapes: str, width: int, height: int, about: str) -> Markup:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    image = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{shapes}</svg>'
    return Markup(f"![{about}](data:image/svg+xml;base64,{base64.b64encode(image.encode()).decode()})")


def _bar(x: float, step: float, share: float, colour: str) -> str:
    height = max(1.0, _HEIGHT * share)
    width = max(1.0, step - _GAP)
    return f'<rect x="{x:.1f}" y="{_HEIGHT - height:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'
