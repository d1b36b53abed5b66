"""What the rules hand over: one amount of money found in a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FoundMoney:
    """One monetary figure.

    start, end: characters of the text, end excluded; number, magnitude word and currency, without "about" or "up to".
    currency: ISO 4217 or None. min, max: in units of the currency (80 cts is 0.8), None where the text gives no number
    or leaves that side open. magnitude: 1e3 to 1e12 where a magnitude word stands. qualifier: exact, about, over,
    under,
    range. kind: amount, price (per unit) or rate (of exchange). payer, payee, pair: ISO 3166-1 alpha-3.
    twin: the span of the amount that this one restates in another currency ("14bn euros ($19bn)"), or None.
    period: the text's words for the time that the amount covers ("a year", "over 10 years") or None.
    status: paid, pledged, planned, possible, withheld or alleged, None where nothing says.
    event: source, target, whether symmetric, and type of the sentence's event that it belongs to, or None.
    sentence: number of the sentence in the article, stretches of an overlong one counted singly (0 where only a
    sentence was read).
    """

    start: int
    end: int
    currency: str | None = None
    min: float | None = None
    max: float | None = None
    magnitude: float | None = None
    qualifier: str = "exact"
    kind: str = "amount"
    purpose: str = "other"
    payer: str | None = None
    payee: str | None = None
    pair: tuple[str, str] | None = None
    period: str | None = None
    twin: tuple[int, int] | None = None
    status: str | None = None
    event: tuple[str, str, bool, str] | None = None
    sentence: int = 0
