"""Marks what is no news: datelines, by-lines, agency tags, copyright notes, calls to read on."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_AGENCY = (
    r"(?:(?:thomson )?reuters?|ap|associated press|afp|upi|xinhua|tass|itar-tass|interfax|ria novosti|dpa|irna|pti|ani|"
    r"app|kuna|cnn|bbc|bloomberg|ians|anadolu|yonhap|kyodo|tanjug|ips|prnewswire)"
)
_NAME = r"[A-Z][\w.'’-]*"
_PLACE = rf"{_NAME}(?:[ /,]{{1,2}}(?:(?:of|the|on|de|la|al|el)\s)?{_NAME}){{0,5}}?"
_DATE = rf"(?:, ?|\s+){_MONTH} ?\d{{0,2}}(?:, ?| )?(?:\d{{4}})?"
_DASH = r"\s*(?:--?|[–—])(?=\s|$)"
_DATELINES = (
    # "WASHINGTON, March 3 (Reuters) -", "LONDON (AP) —", "(Reuters) -"
    re.compile(rf"(?:{_PLACE}(?i:{_DATE})?,?\s*)?[(/](?i:{_AGENCY})[)/](?:{_DASH})?"),
    # "ISLAMABAD, Jan 10 -", "Moscow, Jan 10 1966 -"
    re.compile(rf"{_PLACE}(?i:{_DATE})\.?{_DASH}"),
)
# At the top of the text only, "GENEVA -", "KARACHI:"; further down capitals and a colon head a note.
_LEAD_DATELINE = re.compile(
    r"(?!NOTE|UPDATE|CORRECT)[A-Z][A-Z.'/ ]{3,30}(?:, [A-Z][A-Z .]{1,20})?(?:\s(?:--|[–—-])|:)(?=\s)"
)
_MAX_DATELINE = 90

_LINES = re.compile(
    r"""\W*(?:
      (?:additional\s|further\s|other\s|with\s)?(?:reporting|writing|editing|compiled|written|edited)\s(?:and\s\w+\s)?by\b
    | (?:thomson\s)?reuters?\W*$ | ends?\W*$ | (?:ap|afp|upi|xinhua)\W*$ | more\W*$ | continued\W*$
    | (?:\(c\)|©)\s | copyright\b | all\srights\sreserved | this\smaterial\smay\snot\sbe
    | read\s(?:more|also|next)\b | also\sread\b
    | follow\s(?:us|@)(?!\w) | follow\s\w+(?:\s\w+)?\son\s(?:twitter|facebook|x|instagram)
    | sign\sup\s(?:for|to)\b | subscribe\s(?:to|now|for|here)\b | click\shere\b | share\sthis\b | advertisement\W*$
    | related(?:\s\w+)?: | our\sstandards: | source\stext | keywords: | reuters\smessaging
    | photo(?:graph)?(?:\sby)?: | file\sphoto | source:\s
    | for\smore\s(?:information|stories|news)\b | for\sfull\s(?:story|coverage)\b
    )""",
    re.I | re.X,
)
_MAX_WORDS = 60
_MAX_CHARACTERS = 600
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_MAX_EMAIL_WORDS = 15
_NAMES = rf"{_NAME}(?: {_NAME}){{1,3}}"
_BY_LINE = re.compile(rf"By {_NAMES}(?:(?:,| and| in|;) ?{_NAME}(?: {_NAME}){{0,3}}){{0,4}}\W*$")


def dateline_end(line: str, is_lead: bool = False) -> int:
    """Length of the dateline that the line begins with; 0 without one. `is_lead`: the line is at the text's top."""
    head = line[:_MAX_DATELINE]
    patterns = (*_DATELINES, _LEAD_DATELINE) if is_lead else _DATELINES
    return next((match.end() for pattern in patterns if (match := pattern.match(head))), 0)


def is_boilerplate(sentence: str, is_lead: bool = False) -> bool:
    """Is the sentence none of the report? `is_lead`: it stands at the text's top, where a by-line may."""
    if len(sentence) > _MAX_CHARACTERS:
        return False
    if not any(character.isalnum() for character in sentence):
        return True
    words = sentence.count(" ") + 1
    if words <= _MAX_WORDS and _LINES.match(sentence):
        return True
    if is_lead and _BY_LINE.match(sentence):
        return True
    return words <= _MAX_EMAIL_WORDS and bool(_EMAIL.search(sentence))
