"""Compares a run's numbers with those of the runs before it, by median and median deviation: one odd run moves neither.

A value's distance is |x - median| / (1.4826 · median absolute deviation), as by Iglewicz and Hoaglin ("How to Detect
and Handle Outliers", 1993), with a floor under the divisor, since many runs are alike to the digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tasks.report.verdict import LOOK, STOP, TRUST, Thresholds

_TO_SIGMA = 1.4826  # of a normal distribution
_SHARE_FLOOR = 0.02
_VOLUME_FLOOR = 0.15  # of the median


@dataclass(frozen=True)
class Drift:
    """What the earlier runs let expect of a value, how far it lies from that, and whether that is too far."""

    expected: float
    distance: float
    verdict: str


def drift_of(
    value: float, earlier: Sequence[float], limits: Thresholds, is_share: bool, is_count: bool = True
) -> Drift | None:
    """The drift of a value against those of earlier runs; None with too few of them.

    Of a count as much is let pass as chance brings to one of its size: the square root of the median.
    """
    if len(earlier) < limits.drift_enough:
        return None
    middle = median(earlier)
    deviation = _TO_SIGMA * median(abs(one - middle) for one in earlier)
    chance = max(1.0, math.sqrt(abs(middle))) if is_count else 0.1
    floor = _SHARE_FLOOR if is_share else max(_VOLUME_FLOOR * abs(middle), chance)
    distance = abs(value - middle) / max(deviation, floor)
    if is_share and distance >= limits.drift_stop:
        return Drift(middle, distance, STOP)
    return Drift(middle, distance, LOOK if distance >= limits.drift_look else TRUST)
