"""One amount: a number with its currency before or after it."""

from dataclasses import dataclass, replace

from tasks.extract.money.currency import Unit, adjectives, book, read_unit
from tasks.extract.money.currency_words import HEAD, SHORT_ADJECTIVES
from tasks.extract.money.fitting import EVERYDAY, fits
from tasks.extract.money.number_words import MAGNITUDES, SUFFIXES
from tasks.extract.money.numbers import Number, read_number, times
from tasks.extract.money.tokens import Token, at, is_joined

SIGN_CHARACTERS = frozenset("$£€¥₹₩₽₺₱₦₪฿₫￥")
DOLLAR_STATES = frozenset("CAN AUS HKG NZL SGP TWN USA".split())
BEFORE_NUMBER = frozenset(
    "shs dlrs dollars rupees stg ecu ecus lire yen francs marks pesos euros riyals roubles rubles pounds".split()
)
CONSOLES = frozenset({1.0, 2.0, 3.0, 4.0, 5.0})
# With one of these "PS4" is four pounds: "an extra PS4 a month".
PAID_BEFORE = frozenset("extra cost costs pay paid fee just only another worth under over for by than of".split())
PAID_AFTER = frozenset("a per each an".split())
# Codes of two or three letters that stand before a plain number ("EUR 20"); with the others ("CF6", "BSD 4.3") only a
# magnitude or grouped digits show that it is money.
WELL_KNOWN = frozenset(
    """USD EUR GBP JPY CHF CNY RMB AUD CAD NZD HKD SGD INR Rs Re SEK NOK DKK DEM DM FFr FF FRF SFr Sfr ITL NLG BEF BFr
    ESP Pta XEU ECU KRW RUB BRL MXN PKR AED Dh Dhs KES KSh Ksh NGN EGP THB MYR PLN CZK HUF ILS NIS TWD IDR Rp PHP VND
    UAH KZT Tk BDT LKR Kr kr USh TSh GHS ZAR""".split()
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount over the tokens [start, end). low, high: None where the text gives no number. mark: as Number.mark."""

    start: int
    end: int
    low: float | None
    high: float | None
    magnitude: float | None
    unit: Unit | None
    mark: str
    is_range: bool = False
    is_prefixed: bool = False


def read_amount(tokens: list[Token], i: int) -> Amount | None:
    """The amount that begins at token i, with or without a currency."""
    prefix = read_prefix(tokens, i)
    prefixed = _read_prefixed(tokens, i, *prefix) if prefix is not None else None
    if prefixed is not None:
        return prefixed
    number = read_number(tokens, i)
    if number is None:
        return None
    j = number.end
    if at(tokens, j).text in {"-", "+"}:
        j += 1
        j += at(tokens, j).low == "plus"
    elif at(tokens, j).low == "plus" and at(tokens, j + 1).kind == "w":
        j += 1
    read = read_unit(tokens, j)
    if read is not None and fits(tokens, number, *read):
        unit, end = read
        return _amount(*_late_magnitude(tokens, number, end), unit)
    return _amount(number, number.end, None)


def _spaced_suffix(tokens: list[Token], number: Number) -> Number:
    """ "$3.4 m", "$5-plus billion": a sign in front lets the magnitude stand apart."""
    j = number.end + 2 * (at(tokens, number.end).text == "-" and at(tokens, number.end + 1).low == "plus")
    after = at(tokens, j)
    magnitude = SUFFIXES.get(after.low) if j == number.end else MAGNITUDES.get(after.low)
    is_last = at(tokens, j + 1).kind != "w" or after.low in MAGNITUDES
    if number.magnitude is not None or number.value is None or magnitude is None or not is_last:
        return number
    return replace(number, end=j + 1, value=times(number.value, magnitude), magnitude=magnitude)


def _late_magnitude(tokens: list[Token], number: Number, end: int) -> tuple[Number, int]:
    """ "135 dlrs mln": the wire's slip, the magnitude word after the currency."""
    late = MAGNITUDES.get(at(tokens, end).low) if at(tokens, end).low in {"mln", "bln"} else None
    if late is None or number.magnitude is not None or number.value is None:
        return number, end
    return replace(number, value=times(number.value, late), magnitude=late), end + 1


def _amount(number: Number, end: int, unit: Unit | None, is_prefixed: bool = False) -> Amount:
    value = None if number.value is None else times(number.value, unit.scale if unit else 1.0)
    return Amount(number.start, end, value, value, number.magnitude, unit, number.mark, is_prefixed=is_prefixed)


def _read_prefixed(tokens: list[Token], start: int, unit: Unit, i: int) -> Amount | None:
    number = read_number(tokens, i)
    if number is None or not _is_prefixed_number(tokens, start, number):
        return None
    number = _spaced_suffix(tokens, number)
    end = number.end
    if at(tokens, end).text == "+" and is_joined(tokens, end - 1):
        end += 1
    read = read_unit(tokens, end + (at(tokens, end).text == "-"))
    if read is not None and read[0].scale == 1 and _is_same(unit, read[0]):
        unit, end = (read[0] if read[0].iso3 else unit), read[1]
    elif unit.head in {"$", "dollar"} and adjectives().get((at(tokens, end).low,)) in {"CAN", "AUS", "USA"}:
        unit, end = _trailing(tokens, unit, end)
    found = _amount(number, end, unit, is_prefixed=True)
    return Amount(start, end, found.low, found.high, found.magnitude, unit, found.mark, is_prefixed=True)


def _is_same(sign: Unit, word: Unit) -> bool:
    """ "$5 million dollars", "Rs 500 crore rupees": the word repeats the sign."""
    return word.head == {"$": "dollar", "£": "pound", "ps": "pound", "€": "euro"}.get(sign.head, sign.head)


def _trailing(tokens: list[Token], unit: Unit, end: int) -> tuple[Unit, int]:
    """ "$5 million Canadian"; not "$5 million U.S. loan"."""
    if at(tokens, end + 1).kind == "w" and at(tokens, end + 1).low not in {
        "in",
        "to",
        "for",
        "from",
        "and",
        "on",
        "by",
    }:
        return unit, end
    return Unit("dollar", book().heads.get("dollar", ()), adjectives()[(tokens[end].low,)]), end + 1


def _is_prefixed_number(tokens: list[Token], start: int, number: Number) -> bool:
    """Whether what follows the sign is its number and not, say, a games console or the next figure."""
    sign, first = tokens[start], tokens[number.start]
    if any(token.low in SIGN_CHARACTERS for token in tokens[start : number.start]):
        return number.mark in {"digits", "bare", "vague"} or number.magnitude is not None
    if number.mark != "digits":
        return False
    is_touching = tokens[number.start - 1].end == first.start
    looks_like_money = number.magnitude is not None or "," in first.text
    if sign.low == "ps":
        return is_touching and (number.magnitude is not None or not _is_console(tokens, start, number))
    if len(sign.text) == 1:
        return is_touching and looks_like_money
    is_sign = sign.text in WELL_KNOWN and (sign.text in book().spellings or sign.low in HEAD)
    # "dlrs 2.5 billion": a currency word before its number is rare, so the number must look like an amount.
    return is_sign or looks_like_money


def _is_console(tokens: list[Token], start: int, number: Number) -> bool:
    """Whether "PS2" is Sony's: no word of paying stands beside it."""
    is_paid = at(tokens, start - 1).low in PAID_BEFORE or at(tokens, number.end).low in PAID_AFTER
    return number.value in CONSOLES and not is_paid


def read_prefix(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """A currency before its number, and where the number begins: "$", "US$", "$A", "Rs.", "USD", "dlrs"."""
    token = at(tokens, i)
    if token.text == "$":
        return _read_dollar(tokens, i)
    for length in (4, 3, 2, 1) if token.low in book().openers else ():
        lows = tuple(part.low for part in tokens[i : i + length])
        if len(lows) == length and lows in book().signs and _is_sign(tokens, i, i + length):
            head = "yen" if lows == ("¥",) else HEAD.get(lows[0], "".join(lows))
            return _with_point(tokens, Unit(head, book().signs[lows]), i + length)
    if token.low == "ps":
        return _with_point(tokens, Unit("ps", ()), i + 1)
    return _read_word_prefix(tokens, i)


def _read_word_prefix(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """ "dlrs 2.5 billion", "FFr 10m"."""
    low = at(tokens, i).low
    if low in BEFORE_NUMBER:
        return _with_point(tokens, Unit(HEAD[low], book().heads.get(HEAD[low], ())), i + 1)
    found = book().phrases.get((low,), ())
    is_abbreviation = len(found) == 1 and 1 < len(low) < 5 and low not in EVERYDAY and at(tokens, i).text != low
    return _with_point(tokens, Unit(low, found), i + 1) if is_abbreviation else None


def _is_sign(tokens: list[Token], start: int, end: int) -> bool:
    """Whether the tokens stand together and letters alone are written as in the seed file ("Rs", "DM")."""
    if any(not is_joined(tokens, k) for k in range(start, end - 1)):
        return False
    return any(token.kind == "s" for token in tokens[start:end]) or tokens[start].text in book().spellings


def _read_dollar(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    dollars = book().heads.get("dollar", ())
    short = SHORT_ADJECTIVES.get(at(tokens, i + 1).low)
    if short and is_joined(tokens, i) and at(tokens, i + 2).kind == "n":
        return Unit("dollar", dollars, short), i + 2
    before = adjectives().get((at(tokens, i - 1).low,)) if i else None
    if before in DOLLAR_STATES:
        return Unit("dollar", dollars, before), i + 1
    return _with_point(tokens, Unit("$", ()), i + 1)


def _with_point(tokens: list[Token], unit: Unit, end: int) -> tuple[Unit, int] | None:
    """Steps over the point of "Rs. 500"; None where no number can follow."""
    j = end + (at(tokens, end).text == "." and at(tokens, end - 1).kind == "w")
    follows = at(tokens, j).kind == "n" or at(tokens, j).kind == "w"
    return (unit, j) if follows else None
