"""What an amount is for: the nearest telling word, words after the amount before those in front of it."""

from itertools import pairwise

from tasks.extract.money.tokens import Token

WORDS = {
    "aid": "aid assistance grant grants donate donates donated donating donation donations donor donors "
    "humanitarian relief handout",
    "loan": "loan loans lend lends lent lending loaned credit credits standby mortgage borrow borrowed borrowing "
    "eurocredit eurobond eurobonds euromarket placement syndicated financing guarantee guarantees",
    "arms": "arms weapons weaponry fighter fighters jets missile missiles tanks warship warships frigates "
    "submarine submarines "
    "helicopters warplanes ammunition munitions f-16 howitzers",
    "energy_deal": "gas lng energy oil crude petroleum",
    "infrastructure": "infrastructure pipeline railway rail railroad road roads port ports dam plant airport bridge "
    "highway project "
    "projects reactor canal metro refinery hydropower motorway corridor",
    "investment": "invest invests invested investing investment investments stake acquisition takeover venture buyout "
    "merger shares",
    "sanction_or_fine": "fine fines fined penalty penalties sanction sanctions damages settlement tariff tariffs "
    "embargo levies duty duties countervailing surcharge "
    "compensation restitution",
    "budget": "budget budgets budgetary spending deficit tax taxes expenditure expenditures appropriations "
    "appropriation shutdown",
    "debt": "debt debts owe owes owed owing rescheduling reschedule repay repaid repayment repayments arrears default "
    "redeem redeems redeemed redemption",
    "trade": "export exports exported import imports imported trade trading surplus sale sales sell sold contract "
    "contracts shipment "
    "shipments purchase purchases buy bought wheat grain subsidy goods",
}
PURPOSE = {word: purpose for purpose, words in WORDS.items() for word in words.split()}
# Who is behind the amount says less than what it buys: words in front count as farther away.
BEFORE_FACTOR = 1.5
# Buying tells less than what is bought.
GENERIC = frozenset("buy purchase purchases sale sales sell sold contract contracts".split())
GENERIC_FACTOR = 2.5
MAX_DISTANCE = 30
STIMULI = frozenset("economic stimulus spending recovery".split())
PACKAGES = frozenset("package packages plan plans programme program measures".split())
TAX_REACH = 8
OWED_REACH = 6
GAPS = frozenset("deficit deficits gap surplus surpluses imbalance".split())
BALANCE_REACH = 12


def purpose(tokens: list[Token], start: int, end: int) -> str:
    """The purpose of the amount over the tokens [start, end), "other" where no word tells."""
    if _is_tax_credit(tokens, start, end) or _is_requirement(tokens, start, end) or _is_package(tokens, end):
        return "budget"
    if _is_line(tokens, end) or _is_sum_of_credit(tokens, start) or _is_guaranteed(tokens, start, end):
        return "loan"
    if _is_interest(tokens, start) or _is_owed(tokens, end):
        return "debt"
    if is_balance_of_trade(tokens, start, end):
        return "trade"
    best, nearest = "other", float(MAX_DISTANCE)
    factor = 1.0
    for distance, token in enumerate(tokens[end : end + MAX_DISTANCE], 1):
        factor += token.text in {";", "-", "("} or token.low in {"while", "but", "which", "that"}
        nearest, best = _nearer(token, distance * factor, nearest, best)
    for distance, token in enumerate(reversed(tokens[max(0, start - MAX_DISTANCE) : start]), 1):
        nearest, best = _nearer(token, distance * BEFORE_FACTOR, nearest, best)
    return best


def _is_line(tokens: list[Token], end: int) -> bool:
    """ "5 mln dlrs of trade and interbank lines"."""
    near = [token.low for token in tokens[end : end + TAX_REACH]]
    return any((word, "lines") in pairwise(near) for word in ("trade", "interbank", "credit", "bank"))


def _is_sum_of_credit(tokens: list[Token], start: int) -> bool:
    """ "two credits of 5 mln dlrs each for exports": what the sum is of, whatever it is for."""
    before = [token.low for token in tokens[max(0, start - 2) : start]]
    return before in (["credits", "of"], ["loans", "of"])


def _is_guaranteed(tokens: list[Token], start: int, end: int) -> bool:
    """ "5 mln dlrs in guarantees for sales of wood": credit, and no sale."""
    near = [token.low for token in tokens[max(0, start - BALANCE_REACH) : end + TAX_REACH // 2]]
    return "guarantees" in near


def _is_owed(tokens: list[Token], end: int) -> bool:
    """ "billions of dollars in loans that Brazil owes"."""
    return any(token.low in {"owe", "owes", "owed"} for token in tokens[end : end + OWED_REACH])


def _is_interest(tokens: list[Token], start: int) -> bool:
    """ "interest payments to foreign banks totaled about 5 mln dlrs"."""
    near = [token.low for token in tokens[max(0, start - BALANCE_REACH) : start]]
    return ("interest", "payments") in pairwise(near)


def is_balance_of_trade(tokens: list[Token], start: int, end: int) -> bool:
    """ "its trade deficit rose to 5 mln dlrs", "a 5 mln dlr deficit with Japan": no matter of the budget."""
    near = [token.low for token in tokens[max(0, start - BALANCE_REACH) : end + TAX_REACH // 2]]
    pairs = set(pairwise(near))
    return any(("trade", word) in pairs or (word, "with") in pairs for word in GAPS)


def _is_package(tokens: list[Token], end: int) -> bool:
    """ "a 5 mln yen economic package", "a 5 mln dlr stimulus plan": what a state spends at home."""
    behind = [token.low for token in tokens[end : end + 4]]
    return any(one in STIMULI and then in PACKAGES for one, then in pairwise(behind))


def _is_tax_credit(tokens: list[Token], start: int, end: int) -> bool:
    """ "a tax credit of 7,500 dlrs" is no loan."""
    near = [token.low for token in tokens[max(0, start - TAX_REACH) : end + TAX_REACH]]
    return any(pair in {("tax", "credit"), ("tax", "credits")} for pair in pairwise(near))


def _is_requirement(tokens: list[Token], start: int, end: int) -> bool:
    """ "the borrowing requirement was 5 mln dlrs": the gap of a budget."""
    near = [token.low for token in tokens[max(0, start - BALANCE_REACH) : end + TAX_REACH // 2]]
    return ("borrowing", "requirement") in pairwise(near)


def _nearer(token: Token, distance: float, nearest: float, best: str) -> tuple[float, str]:
    found = PURPOSE.get(token.low)
    distance *= GENERIC_FACTOR if token.low in GENERIC else 1.0
    return (distance, found) if found is not None and distance < nearest else (nearest, best)
