"""When an article was published, where no field says so: from its dateline and the name of its file."""

import re

from tasks.dates import NAMED_MONTH, NO_DATE, Published, parse_date

_IN_NAME = re.compile(r"(?<!\d)(?P<year>(?:18|19|20)\d{2})([-_.]?)(?P<month>\d{2})\2(?P<day>\d{2})(?!\d)")
# "TASHKENT, Jan 10 1966 -", "Islamabad (Agency), 3 March 2004 --": place, whole date, then a dash, or it is a sentence.
_DATELINE = re.compile(
    r"\W{0,3}(?:[A-Z][A-Z .,'’/-]{1,50}?|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3},?)"  # a city in capitals, or not
    r"(?:,? [A-Z][\w.'’-]+)?(?: \([^()\n]{1,30}\))?(?:(?<=[A-Z]{2})|,)\s*"  # its country, an agency
    rf"(?P<date>(?i:{NAMED_MONTH})\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?i:{NAMED_MONTH}),?\s+\d{{4}})"
    r"(?:\s*\([^()\n]{1,30}\))?\s*(?:--?|[–—])(?=\s|$)"
)


def dateline_date(text: str) -> Published:
    """The date in the dateline that the text opens with; NO_DATE where there is none or the year is missing."""
    match = _DATELINE.match(text[:200].lstrip())
    return parse_date(match["date"], "dateline") if match else NO_DATE


def file_name_date(name: str) -> Published:
    """The date in a file's name: 2017-12-30, 2017_12_30 or 20171230."""
    match = _IN_NAME.search(name)
    return parse_date(f"{match['year']}-{match['month']}-{match['day']}", "file_name") if match else NO_DATE


def first_of(*found: Published) -> Published:
    """The first that is a date."""
    return next((one for one in found if one.at), NO_DATE)
