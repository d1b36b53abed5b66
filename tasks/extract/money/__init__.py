"""Rules that read amounts of money in newswire text: pure functions, no spaCy."""

from tasks.extract.money.grammar import find_money
from tasks.extract.money.links import link_countries
from tasks.extract.money.model import FoundMoney

__all__ = ["FoundMoney", "find_money", "link_countries"]
