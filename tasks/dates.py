"""The date that a value writes, in whatever form. UTC, naive; never made up."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR = 1800
MAX_LENGTH = 60  # longer strings are no dates, and dateparser is slow on them
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_FULL = "january february march april june july august september october november december sept".split()


class Published(NamedTuple):
    """A moment (UTC, naive), where it was found (schemas.document.DATE_SOURCES) and how exact it is."""

    at: datetime | None
    source: str
    precision: str | None


NO_DATE = Published(None, "none", None)
_Parsed = tuple[datetime, str] | None

# A month in a pattern. No other endings: "marble 5 2018" is no day of March.
NAMED_MONTH = rf"(?:{'|'.join([*_IN_FULL, *MONTHS])})\.?"
_MONTH = rf"(?P<month>{'|'.join([*_IN_FULL, *MONTHS])})\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_ISO = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?!\d)(?P<zone> ?(?:Z|[+-]\d{2}:?\d{2})$)?(?P<clock>[T ]\d{2}:?\d{2})?.*")
_WEEK = re.compile(r"\d{4}-?W\d{2}.*", re.IGNORECASE)
_WEEK_DAY = re.compile(r"(?P<day>\d{4}-W\d{2}-\d|\d{4}W\d{3})(?!\d)(?P<rest>.*)", re.IGNORECASE)
_ISO_PARTIAL = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?")
_SLASHED = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})")
_NUMERIC = re.compile(r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})(?P<rest>[T ,].*)?")
_COMPACT = re.compile(r"(\d{8})(?:T?(\d{6})Z?)?")
_RFC822 = re.compile(r"(?:[a-z]{3,9},?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}.*", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"(?:[a-z]+,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})(?:,?\s+{_CLOCK})?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?:[a-z]+,?\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?:,?\s+{_CLOCK})?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s+(?P<year>\d{{4}})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{9,19}(?:\.\d{1,9})?")
# dateparser without a list tries 200 locales on what is no date, at ten times the cost.
_LANGUAGES = "en fr de es it pt ru uk pl tr ar fa hi zh ja ko nl id".split()
_ZONE = re.compile(r"\s+([+-]\d{2}:?\d{2})$|\s*(?:UTC|GMT)$")


def _naive_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _plausible(moment: datetime) -> bool:
    """Not before printed news agencies, and not further ahead than clocks and time zones disagree."""
    latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=2)
    return moment.year >= FIRST_YEAR and moment <= latest


def _iso(text: str) -> _Parsed:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    day = datetime.fromisoformat(match["day"])
    if match["zone"] or text == match["day"]:
        return day, "day"
    try:
        moment = datetime.fromisoformat(_ZONE.sub(lambda zone: zone[1] or "Z", text)) if match["clock"] else None
    except ValueError:
        moment = None
    if moment is None:  # a clock of another form: 10:11 PM
        return _other_of(day, text)
    # Exports write a bare day as midnight without a zone: that is no time of day.
    is_day = moment.tzinfo is None and moment.time() == datetime.min.time()
    return moment, "day" if is_day else "second"


def _iso_week(text: str) -> _Parsed:
    """2017-W05-1, with a clock or not. A week alone may lie in two months, even in two years: it gives no date."""
    if not _WEEK.fullmatch(text):
        return None
    match = _WEEK_DAY.fullmatch(text)
    if not match:
        raise ValueError("a week without its day")
    return _iso(date.fromisoformat(match["day"].upper()).isoformat() + match["rest"])


def _iso_partial(text: str) -> _Parsed:
    match = _ISO_PARTIAL.fullmatch(text)
    if not match:
        return None
    month = match["month"]
    return datetime(int(match["year"]), int(month or 1), 1), "month" if month else "year"


def _compact(text: str) -> _Parsed:
    """20171230 and 20171230101500."""
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    if match[2]:
        return datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S"), "second"
    return datetime.strptime(match[1], "%Y%m%d"), "day"


def _slashed(text: str) -> _Parsed:
    match = _SLASHED.fullmatch(text)
    return (datetime(int(match["year"]), int(match["month"]), int(match["day"])), "day") if match else None


def _numeric(text: str) -> _Parsed:
    """30/12/2017 and 12/30/2017, with a clock after it or not; of 3/4/2017 only the year is sure."""
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first <= 12 and second <= 12 and first != second:
        return datetime(year, 1, 1), "year"
    day, month = (first, second) if first > 12 else (second, first)
    found = datetime(year, month, day)
    return _other_of(found, text) if match["rest"] else (found, "day")


def _worded(text: str) -> _Parsed:
    """December 30, 2017 · 30 Dec 2017 · 17-APR-1987 11:02:14.15."""
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if not match:
        return None
    month = MONTHS.index(match["month"][:3].lower()) + 1
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    moment = datetime(int(match["year"]), month, int(match["day"]), hour, minute, second)
    return moment, "second" if match["hour"] else "day"


def _month_year(text: str) -> _Parsed:
    match = _MONTH_YEAR.fullmatch(text)
    return (datetime(int(match["year"]), MONTHS.index(match["month"][:3].lower()) + 1, 1), "month") if match else None


def _rfc822(text: str) -> _Parsed:
    if not _RFC822.fullmatch(text):
        return None
    moment = parsedate_to_datetime(text)
    if moment.tzinfo or not text[-1].isalpha():
        return moment, "second"
    # It ends with what RFC 822 knows not, as CET or PM. Where nobody knows it, the hour is not sure, but the day.
    day = datetime(moment.year, moment.month, moment.day)
    return _other_of(day, text) or (day, "day")


def _epoch(text: str) -> _Parsed:
    """Seconds, milli-, micro- or nanoseconds since 1970, from 1973 on: smaller numbers are something else."""
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    for unit in (1.0, 1e3, 1e6, 1e9):
        if 1e8 <= number / unit < 1e10:
            return datetime.fromtimestamp(number / unit, UTC).replace(microsecond=0), "second"
    return None


def _other(text: str) -> _Parsed:
    """Other languages and forms, by dateparser: only where a year and a word are written, since it fills in what is
    missing and turns impossible numbers until they fit."""
    if not re.search(r"(?<!\d)(18|19|20)\d{2}(?!\d)", text) or not re.search(r"[^\W\d]", text):
        return None
    import dateparser  # noqa: PLC0415 - slow to import, and most sources never need it

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    moment = dateparser.parse(text, languages=_LANGUAGES, settings=settings)
    return (moment, "second" if ":" in text else "day") if moment else None


def _other_of(day: datetime, text: str) -> _Parsed:
    """dateparser's reading of a text whose day is known, for the clock behind it; None where it moves the day."""
    found = _other(text)
    return found if found and found[0].date() == day.date() else None


# The cheap and common ones first.
_FORMS: tuple[Callable[[str], _Parsed], ...] = (
    _iso,
    _iso_week,
    _rfc822,
    _worded,
    _compact,
    _iso_partial,
    _month_year,
    _slashed,
    _numeric,
    _epoch,
    _other,
)


@lru_cache(maxsize=16_384)
def _parse(text: str) -> _Parsed:
    for form in _FORMS:
        try:
            parsed = form(text)
        except (ValueError, OverflowError, TypeError):
            return None  # in the shape of a date, but none (31 February)
        if parsed:
            return _naive_utc(parsed[0]), parsed[1]
    return None


def parse_date(value: object, source: str = "field") -> Published:
    """The date that a field's value writes, or NO_DATE where there is none or it is impossible.

    Value: a string, a number (epoch, 20171230, a year) or a datetime/date. `source`: one of DATE_SOURCES.
    """
    if value is None or isinstance(value, bool):
        return NO_DATE
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # from 1e16 on a float is written with an exponent
    text = str(value).strip().removesuffix(".0")
    if not text or len(text) > MAX_LENGTH:
        return NO_DATE
    try:
        parsed = _parse(text)
    except OverflowError:
        return NO_DATE
    if parsed is None or not _plausible(parsed[0]):
        return NO_DATE
    return Published(parsed[0], source, parsed[1])
