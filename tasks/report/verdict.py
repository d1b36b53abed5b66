"""Judges counts of a warehouse: trust, look or stop. Every limit stands in `Thresholds`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from tasks.report.text import share

TRUST, LOOK, STOP = "trust", "look", "stop"
_ORDER = (TRUST, LOOK, STOP)


@dataclass(frozen=True)
class Limit:
    """From `look` on a measure wants a look, from `stop` on the numbers can't be used. `is_floor`: down, not up."""

    look: float
    stop: float | None = None
    is_floor: bool = False

    def judge(self, value: float) -> str:
        """trust, look or stop."""
        sign = -1 if self.is_floor else 1
        if self.stop is not None and sign * value >= sign * self.stop:
            return STOP
        return LOOK if sign * value >= sign * self.look else TRUST


@dataclass(frozen=True)
class Thresholds:
    """All limits in one place. Shares from 0 to 1, but relations_per_article."""

    items_refused: Limit = Limit(0.05, 0.25)  # DETENTE_MAX_REJECTED_SHARE stops a single run at the same share
    not_had: Limit = Limit(0.05)  # of pages that held no article the feed's summaries are read
    rows_refused: Limit = Limit(0.001, 0.05)  # the coder broke its own contract
    not_codable: Limit = Limit(0.10, 0.75)
    without_date: Limit = Limit(0.20)  # undated news is missing from every timeline
    without_day: Limit = Limit(0.20)  # and what is dated to a year from every month
    mangled: Limit = Limit(0.50)
    copies: Limit = Limit(0.60)
    without_country: Limit = Limit(0.60, 0.95)
    relations_per_article: Limit = Limit(0.10, 0.0, is_floor=True)
    low_score: Limit = Limit(0.50, 0.85)
    unresolved: Limit = Limit(0.60)
    older_coder: Limit = Limit(1e-9)  # any article that another version coded
    drift_look: float = 4.0  # robust standard deviations from the median of the last runs
    drift_stop: float = 12.0  # of a share; a volume that drifts only wants a look
    drift_runs: int = 20  # earlier runs to compare with
    drift_enough: int = 5  # of fewer nothing is expected
    silent_days: int = 7  # a period; a country is silent in the last one after four periods of stories
    silent_stories: int = 5  # a period
    score_is_low_below: float = 0.5  # calibrated: fewer than half of those below are right
    enough: int = 20  # of fewer items, a share may ask for a look but never stops

    def changed(self, wanted: Mapping[str, Any]) -> "Thresholds":
        """These limits with some of them set anew: `{"without_date": {"look": 0.3}, "drift_look": 6}`.

        Raises ValueError, in one line, where a name is unknown or a value is no number.
        """
        return replace(self, **{name: self._value(name, value) for name, value in wanted.items()})

    def _value(self, name: str, value: Any) -> Any:
        names = [field.name for field in fields(self)]
        if name not in names:
            raise ValueError(f"no limit of quality is named {name!r}; there are {', '.join(names)}")
        old = getattr(self, name)
        try:
            if not isinstance(old, Limit):
                return type(old)(value)
            parts: dict[str, Any] = {part: float(number) for part, number in dict(value).items()}
            if not parts.keys() <= {"look", "stop"}:
                raise ValueError
            return replace(old, **parts)
        except (TypeError, ValueError) as error:
            form = "look and stop with numbers" if isinstance(old, Limit) else "a number"
            raise ValueError(f"the limit of quality {name!r} takes {form}, not {value!r}") from error


@dataclass(frozen=True)
class Counts:
    """What the verdict rests on: whole numbers counted in the warehouse."""

    documents: int = 0
    documents_without_date: int = 0
    documents_without_day: int = 0
    articles: int = 0
    articles_codable: int = 0
    articles_mangled: int = 0
    articles_lower: int = 0
    articles_upper: int = 0
    articles_without_punctuation: int = 0
    articles_copies: int = 0
    articles_with_country: int = 0
    articles_older_coder: int = 0
    sentences: int = 0
    mentions: int = 0
    actors: int = 0
    actors_unresolved: int = 0
    countries: int = 0
    relations: int = 0
    relations_low_score: int = 0
    money: int = 0
    money_without_number: int = 0
    items_refused: int = 0
    items_not_had: int = 0
    rows_refused: int = 0


@dataclass(frozen=True)
class Measure:
    """One line of the quality table. `verdict` is empty where nothing judges it; `reason` says why it isn't trust."""

    measure: str
    value: str
    verdict: str = ""
    reason: str = ""
    number: float | None = None  # the value; of a share `part` of `whole`
    part: int | None = None
    whole: int | None = None


def worst(verdicts: list[str]) -> str:
    """The gravest of some verdicts; trust where there is none."""
    return max((verdict for verdict in verdicts if verdict), key=_ORDER.index, default=TRUST)


def judge(counts: Counts, limits: Thresholds | None = None) -> tuple[Measure, ...]:
    """The judged measures of a warehouse, in the order of the stages."""
    if not counts.articles:
        return (Measure("articles", "0", STOP, "the warehouse holds no article"),)
    limits = limits or Thresholds()
    shares = (*_shares_read(counts, limits), *_shares_coded(counts, limits))
    return (*(_judge_share(one, limits.enough) for one in shares), _relations_per_article(counts, limits))


@dataclass(frozen=True)
class _Share:
    """`part` of `whole`; `words` go on after the count: "3 of 50 items were refused"."""

    measure: str
    part: int
    whole: int
    limit: Limit
    words: str


def _shares_read(c: Counts, limits: Thresholds) -> tuple[_Share, ...]:
    items, asked = c.documents + c.items_refused, c.documents + c.items_not_had
    foreign = c.articles - c.articles_codable
    return (
        _Share("items refused", c.items_refused, items, limits.items_refused, "items were refused"),
        _Share("pages not had", c.items_not_had, asked, limits.not_had, "pages or feeds could not be read"),
        _Share("documents without a date", c.documents_without_date, c.documents, limits.without_date, "have no date"),
        _Share(
            "documents without a day",
            c.documents_without_day,
            c.documents,
            limits.without_day,
            "are dated to a month or year alone",
        ),
        _Share("articles in other languages", foreign, c.articles, limits.not_codable, "articles can't be coded"),
        _Share("articles mangled", c.articles_mangled, c.articles, limits.mangled, "articles lost case or punctuation"),
        _Share(
            "articles that are copies", c.articles_copies, c.articles, limits.copies, "articles copy another's story"
        ),
    )


def _shares_coded(c: Counts, limits: Thresholds) -> tuple[_Share, ...]:
    coded = c.rows_refused + c.mentions + c.relations + c.money
    silent = c.articles_codable - c.articles_with_country
    low = f"relations score below {limits.score_is_low_below}"
    old = "articles were coded by another version than the last run's"
    return (
        _Share(
            "articles without a country", silent, c.articles_codable, limits.without_country, "articles name no country"
        ),
        _Share("coded rows refused", c.rows_refused, coded, limits.rows_refused, "coded rows broke their contract"),
        _Share("relations with a low score", c.relations_low_score, c.relations, limits.low_score, low),
        _Share(
            "actors unresolved", c.actors_unresolved, c.actors, limits.unresolved, "actors weren't resolved to a state"
        ),
        _Share(
            "articles of another coder version", c.articles_older_coder, c.articles_codable, limits.older_coder, old
        ),
    )


def _judge_share(one: _Share, enough: int) -> Measure:
    if not one.whole:
        return Measure(one.measure, "–", part=0, whole=0)
    verdict = _lenient(one.limit.judge(one.part / one.whole), one.whole, enough)
    count = f"{one.part:,} of {one.whole:,}"
    value = f"{share(one.part / one.whole)} ({count})" if one.part else f"0 % ({count})"
    reason = "" if verdict == TRUST else f"{count} {one.words}"
    return Measure(one.measure, value, verdict, reason, one.part / one.whole, one.part, one.whole)


def _lenient(verdict: str, items: int, enough: int) -> str:
    """Few items prove little: they may ask for a look, but stop nothing."""
    return LOOK if verdict == STOP and items < enough else verdict


def _relations_per_article(counts: Counts, limits: Thresholds) -> Measure:
    name = "relations per codable article"
    if not counts.articles_codable:
        return Measure(name, "–", LOOK, "no article is in a language that the coder reads")
    ratio = counts.relations / counts.articles_codable
    verdict = _lenient(limits.relations_per_article.judge(ratio), counts.articles_codable, limits.enough)
    reason = "" if verdict == TRUST else f"only {ratio:.2f} {name}"
    return Measure(name, f"{ratio:.2f}", verdict, reason, ratio, counts.relations, counts.articles_codable)
