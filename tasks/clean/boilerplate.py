"""Marks what is no news: datelines, by-lines, agency tags, copyright notes, calls to read on."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_AGENCY = r"(?:thomson )?(?:reuters?|ap|associated press|afp|upi|xinhua|tass|itar-tass|interfax|ria novosti|dpa|irna|pti|ani|app|kuna|cnn|bbc|bloomberg|ians|anadolu|yonhap|kyodo|tanjug|ips|prnewswire)"
_PLACE = r"[A-Z][\w.'’/ -]{1,40}(?:, ?[A-Z][\w.'’ /-]{1,30}){0,3}?"
_DATE = rf"(?:, ?|\s+){_MONTH} ?\d{{0,2}}(?:, ?| )?(?:\d{{4}})?"
_DASH = r"\s*(?:--?|[–—])(?=\s|$)"
_DATELINES = (
    # WASHINGTON, March 3 (Reuters) -   LONDON (AP) —   (Reuters) -
    re.compile(rf"(?:{_PLACE}(?i:{_DATE})?,?\s*)?[(/](?i:{_AGENCY})[)/](?:{_DASH})?"),
    # ISLAMABAD, Jan 10 -   TASHKENT, Jan 10 1966 -
    re.compile(rf"{_PLACE}(?i:{_DATE})\.?{_DASH}"),
    # GENEVA -   KARACHI:
    re.compile(rf"[A-Z][A-Z.'/ ]{{3,30}}(?:, [A-Z][A-Z .]{{1,20}})?(?:\s(?:--|[–—-])(?=\s)|:(?=\s))"),
)
_LINES = re.compile(
    r"""\W*(?:
      (?:additional\s|further\s|other\s|with\s)?(?:reporting|writing|editing|compiled|written|edited|reported)\s(?:and\s\w+\s)?by\b
    | (?:thomson\s)?reuters?\W*$ | end\W*$ | ends\W*$ | (?:ap|afp|upi|xinhua)\W*$ | more\W*$ | \(?continued\)?\W*$
    | (?:\(c\)|©)\s | copyright\b | all\srights\sreserved | this\smaterial\smay\snot\sbe
    | read\s(?:more|also|next)\b | also\sread\b | follow\s(?:us|@)\b | follow\s\w+(?:\s\w+)?\son\s(?:twitter|facebook|x|instagram)
    | sign\sup\s(?:for|to)\b | subscribe\s(?:to|now|for|here)\b | click\shere\b | share\sthis\b | advertisement\W*$
    | related(?:\s\w+)?: | our\sstandards: | source\stext | keywords: | reuters\smessaging | photo(?:graph)?(?:\sby)?: | file\sphoto
    | source:\s | for\smore\s(?:information|stories|news)\b | for\sfull\s(?:story|coverage)\b
    )""",
    re.I | re.X,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_BY_LINE = re.compile(
    r"By [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}(?:(?:,| and| in|;) ?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}){0,4}\W*$"
)
_MAX_WORDS = 60
_MAX_DATELINE = 90


def dateline_end(line: str) -> int:
    """Length of the dateline that the line begins with; 0 without one."""
    head = line[:_MAX_DATELINE]
    return next((match.end() for pattern in _DATELINES if (match := pattern.match(head))), 0)


def is_boilerplate(sentence: str, is_lead: bool = False) -> bool:
    """Is the sentence none of the report? `is_lead`: it stands at the top, where a by-line may."""
    if len(sentence) > 600:
        return False
    if not any(character.isalnum() for character in sentence):
        return True
    words = sentence.split()
    if len(words) <= _MAX_WORDS and _LINES.match(sentence):
        return True
    if is_lead and _BY_LINE.match(sentence):
        return True
    return len(words) <= 15 and bool(_EMAIL.search(sentence))
