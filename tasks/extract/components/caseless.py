"""Words that are a name or not by what stands beside them: the "us" of "us troops", "polish ministers", "in May"."""

from functools import cache

from spacy.tokens import Span

from tasks.extract.extensions import sentence_start
from tasks.extract.gazetteer import gazetteer

# What makes "polish" of text without case a state's, not the furniture's.
STATE_NOUNS = frozenset(
    "government governments president presidents premier prime foreign defence defense finance minister ministers "
    "ministry parliament troops army official officials border leader leaders authorities embassy ambassador envoy "
    "capital port debt economy zloty people workers miners soldiers police opposition communist communists church "
    "state central trade deputy exports imports shipyard coal citizens national election elections".split()
)
# What makes the "us" of text without case a state's: what stands before it or after it.
US_BEFORE = frozenset("the anti pro".split())
US_AFTER = frozenset(
    "president presidents secretary senate senator senators congress house government administration military army "
    "navy air forces force troops marines soldiers embassy ambassador envoy diplomat diplomats official officials "
    "lawmakers lawmaker treasury state defence defense intelligence sanctions tariffs tariff dollar dollars economy "
    "foreign policy supreme federal drone drones warplanes aircraft warship warships citizens citizen election vice "
    "special national trade exports imports firms companies company allies ally backed led market markets base bases "
    "plans hits s attorney justice commerce central bank coalition strike strikes missile missiles nationals "
    "presidential media aid".split()
)
# A state does so; after a preposition it would have to be done by somebody else ("one of us says").
US_VERBS = frozenset("says warns urges accuses denies vows threatens imposes rejects seeks sends".split())
PREPOSITIONS = frozenset(
    "of with to from by for between among against at on about behind like around before after than".split()
)
# Who says so speaks of himself by "us", too.
SPEAKERS = frozenset("we our ours ourselves i my".split())
# Before a "May" that is the month.
BEFORE_MONTH = frozenset("in since until till last next this early late mid during through".split())
# After these "us" is those who speak, whatever follows.
US_OBJECT = frozenset(
    "told tell tells telling gave give gives giving let lets help helps helped ask asks asked show showed shown made "
    "make makes sent send want wants wanted allow allowed allows remind reminds teach taught owe owes cost costs offer "
    "offered all both many most some none each".split()
)


def word_before(span: Span) -> str:
    """The word before a span in its sentence, in lower case; empty where it stands first."""
    return span.doc[span.start - 1].lower_ if span.start > sentence_start(span.doc, span.start) else ""


def word_after(span: Span, skip: int = 0) -> str:
    """The word after a span in its sentence, in lower case, `skip` words further on; empty behind its end."""
    at = span.end + skip
    is_inside = at < len(span.doc) and sentence_start(span.doc, at) == sentence_start(span.doc, span.start)
    return span.doc[at].lower_ if is_inside else ""


@cache
def state_words() -> frozenset[str]:
    """The first word of each name and demonym of a state, in lower case: "saudi", "iran", "turkish"."""
    names = gazetteer().names.items()
    kinds = {"name", "demonym", "capital", "bloc"}
    plain = {name.split()[0] for name, terms in names if any(term.kind in kinds for term in terms)}
    return frozenset(word for word in plain if word not in {"the", "us"})


def is_pronoun(span: Span) -> bool:
    """Whether the "us" of text without case is those who speak, not the United States."""
    if span.text.lower() != "us":
        return False
    before, after = word_before(span), word_after(span)
    if before in US_OBJECT:
        return True
    if not before or before in US_BEFORE or after in US_AFTER:
        return False
    if after in US_VERBS:
        return before in PREPOSITIONS
    return not _is_joined(span)


def _is_joined(span: Span) -> bool:
    """Whether "us" is named with another state ("uk and us troops", "between us and iran") by one who is no party."""
    start = sentence_start(span.doc, span.start)
    nearby = {token.lower_ for token in span.doc[max(start, span.start - 12) : span.end + 12]}
    return word_after(span) == "and" and word_after(span, 1) in state_words() and not nearby & SPEAKERS


def is_state_adjective(span: Span) -> bool:
    """Whether a demonym that is also a word ("polish") stands before what states have, in text without case.

    One more demonym may stand between: "polish and german miners".
    """
    if word_after(span) != "and":
        return word_after(span) in STATE_NOUNS
    return word_after(span, 1) in state_words() and word_after(span, 2) in STATE_NOUNS


def is_month(span: Span) -> bool:
    """Whether a "May" is the month and no prime minister: "in May", "6 May", "May 2015"."""
    before, after = word_before(span), word_after(span)
    return span.text.lower() == "may" and (before in BEFORE_MONTH or before[:1].isdigit() or after[:1].isdigit())
