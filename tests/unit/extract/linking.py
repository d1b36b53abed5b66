"""Binds the amounts of a text to states that stand in it by names of the test's own."""

from dataclasses import dataclass

from tasks.extract.money import find_money, link_countries


@dataclass(frozen=True)
class Deal:
    """A relation as the rules for money see it."""

    source: str
    target: str
    event: str = "COOPERATE"
    is_symmetric: bool = False
    status: str = "actual"
    context: str = "economic"
    evidence: tuple[int, int] = (0, 40)
    score: float = 1.0


def places(text, kinds):
    """The mentions of a text. kinds: name to state and kind; a name inside a longer one that is there counts not."""
    here = [name for name in kinds if name in text]
    whole = [name for name in here if not any(name != other and name in other for other in here)]
    return [(text.index(name), text.index(name) + len(name), *kinds[name]) for name in whole]


def linked(text, kinds, relations=(), context=(), **given):
    """Payer, payee and pair of each amount."""
    found = find_money(text, casing="mixed", published=None, context_iso3=list(context))
    bound = link_countries(found, places(text, kinds), relations, text=text, **given)
    return [(one.payer, one.payee, one.pair) for one in bound]
