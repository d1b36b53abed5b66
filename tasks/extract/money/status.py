"""How real a flow of money is: paid, pledged, planned, possible, withheld or alleged. By words, else by its event."""

from tasks.extract.money.tokens import Token, at

WORDS = {
    "alleged": """alleged allegedly alleges allege alleging accused accuses accusing suspected purported
        purportedly""",
    "withheld": """suspend suspends suspended suspending suspension withhold withholds withheld withholding freeze
        freezes froze frozen freezing cancel cancels cancelled canceled cancelling block blocks blocked blocking halt
        halts halted refuse refuses refused reject rejects rejected terminate terminated scrap scrapped stop
        stopped""",
    "pledged": """pledge pledges pledged pledging promise promises promised promising commit commits committed
        commitment vow vows vowed offer offers offered offering agree agrees agreed agreement earmarked earmark sign
        signs signed guarantee guarantees guaranteed authorized authorised approve approves approved""",
    "planned": """plan plans planned planning propose proposes proposed proposing proposal seek seeks seeking sought
        intend intends intended aims request requests requested ask asks asked wants considering announce announces
        announced""",
    "paid": """paid pays gave gives given lent loaned spent spends received receives provided provides sent delivered
        sold bought donated invested disbursed transferred awarded repaid granted contributed injected purchased
        financed funded earned won extended released imported exported""",
}
STATUS = {word: status for status, words in WORDS.items() for word in words.split()}
# Before a bare verb: "will lend", "to invest", "could pay".
FUTURE = frozenset("will shall would to".split())
MAYBE = frozenset("could may might if should can".split())
BARE = frozenset(
    """give lend loan spend receive provide send deliver sell buy donate invest disburse transfer award repay grant
    contribute inject purchase finance fund earn win extend release import export pay build raise cost get borrow
    secure""".split()
)
NOT = frozenset("not never no n't".split())
BEFORE_REACH = 12
AFTER_REACH = 6
# What an event says of the money that belongs to it.
BY_EVENT_STATUS = {"actual": "paid", "future": "planned", "hypothetical": "possible", "negated": "withheld"}
FINES = {"actual": "planned", "future": "planned", "hypothetical": "possible"}
FLOWS = frozenset({"AID", "COOPERATE"})
GOING_ON = frozenset("is are was were been being".split())


def flow_status(tokens: list[Token], start: int, end: int, event: tuple[str, str] | None, use: str) -> str | None:
    """The status of the amount over the tokens [start, end); event: type and status of the one that it belongs to.

    The nearest telling word of the clause decides, then the event; None where neither says. use: the purpose; what is
    owed is no payment yet, and a fine imposed is one to come.
    """
    told = _by_words(tokens, start, end)
    if told is not None or use == "debt" or event is None:
        return told
    if use == "sanction_or_fine" and event[0] == "SANCTION":
        return FINES.get(event[1])
    return _by_event(*event)


def _by_words(tokens: list[Token], start: int, end: int) -> str | None:
    for i in range(start - 1, max(-1, start - 1 - BEFORE_REACH), -1):
        if tokens[i].text in {";", ":"}:
            break
        found = _at(tokens, i)
        if found is not None:
            return found
    for i in range(end, min(end + AFTER_REACH, len(tokens))):
        if tokens[i].text in {";", ":", "."}:
            break
        if tokens[i].low in STATUS and at(tokens, i - 1).low in GOING_ON:
            return _at(tokens, i)
    return None


def _at(tokens: list[Token], i: int) -> str | None:
    """What the word at token i says, with the auxiliaries in front of it."""
    word, before = tokens[i].low, {token.low for token in tokens[max(0, i - 3) : i]}
    found = STATUS.get(word)
    if word in BARE:
        if before & MAYBE:
            return "possible"
        return "planned" if before & FUTURE else None
    if found == "alleged" or found is None:
        return found
    if before & NOT:
        return "withheld"
    if found == "paid" and "be" in before:
        return "possible" if before & MAYBE else "planned"
    return "possible" if before & MAYBE and found != "planned" else found


def _by_event(event: str, status: str) -> str | None:
    if event == "ACCUSE":
        return "alleged"
    if event == "AGREE":
        return {"negated": "withheld", "hypothetical": "possible"}.get(status, "pledged")
    if event == "SANCTION":
        return "withheld" if status == "actual" else None
    return BY_EVENT_STATUS[status] if event in FLOWS else None
