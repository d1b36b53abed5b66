"""A dealer's quote, bid and offer, of which the offer gives its last digits alone: "1.8050/60 marks"."""

import re

from tasks.extract.money.amounts import Amount, read_amount
from tasks.extract.money.tokens import Token, at, is_joined

BID = re.compile(r"\d+\.\d{2,5}")
OFFER = re.compile(r"\d{2,5}")
# With a dash instead of a stroke only rates with that many decimals are quotes: "1.7770-80 marks".
LONG = 3


def read_quote(tokens: list[Token], first: Amount) -> Amount | None:
    """The quote that begins with the amount `first`, as one amount from bid to offer; None where there is none."""
    bid, offer = at(tokens, first.start), at(tokens, first.start + 2)
    if first.mark != "digits" or first.unit is not None or first.end != first.start + 1:
        return None
    if not (BID.fullmatch(bid.text) and OFFER.fullmatch(offer.text) and _is_linked(tokens, first)):
        return None
    second = read_amount(tokens, first.end + 1)
    high = _offer(bid.text, offer.text)
    if second is None or second.unit is None or second.magnitude is not None or first.low is None or high is None:
        return None
    low, high = first.low * second.unit.scale, high * second.unit.scale
    return Amount(first.start, second.end, low, high, None, second.unit, "digits", is_range=True)


def _is_linked(tokens: list[Token], first: Amount) -> bool:
    link, decimals = at(tokens, first.end).text, len(tokens[first.start].text.split(".")[1])
    is_joint = is_joined(tokens, first.start) and is_joined(tokens, first.end)
    return is_joint and (link == "/" or (link == "-" and decimals >= LONG))


def _offer(bid: str, offer: str) -> float | None:
    """1.8050 and 60: 1.8060; 0.5693 and 00: 0.5700; 454.50 and 455: 455. None where the two do not make a quote."""
    whole, decimals = bid.split(".")
    if len(offer) > len(decimals):
        is_whole = len(offer) >= len(whole) and 0 <= float(offer) - float(bid) < 0.1 * float(bid)
        return float(offer) if is_whole else None
    high = float(bid[: len(bid) - len(offer)] + offer)
    if high < float(bid):
        high = round(high + 10.0 ** (len(offer) - len(decimals)), len(decimals))
    return high if high < 1.1 * float(bid) else None
