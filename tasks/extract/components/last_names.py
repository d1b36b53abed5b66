"""Whether a last name stands alone, or is part of somebody else's name or a company's."""

from spacy.tokens import Doc, Span

from tasks.extract.components.caseless import is_month

# Words that stand before a surname without being a first name.
TITLES = frozenset(
    (
        "president presidents premier prime minister ministers secretary mr mrs ms dr sir lord lady king "
        "queen prince chancellor general gen gen. mr. mrs. dr. ambassador chairman senator marshal colonel "
        "col col. emir sheikh ayatollah foreign defence defense finance trade treasury leader ruler dictator "
        "then while as with by and but when after under unlike like despite vice-president"
    ).split()
)
AFTER_SURNAME = frozenset(["administration", "government", "cabinet", "team", "aides", "officials", "doctrine", "era"])


def stands_alone(doc: Doc, i: int, casing: str) -> bool:
    """Whether a capitalised token is a surname of its own, not part of another name ("Karl Bush", "Ford Motor")."""
    span = doc[i : i + 1]
    return not is_month(span) and ends_alone(span, casing) and begins_alone(span, casing)


def ends_alone(span: Span, casing: str) -> bool:
    """Whether no more of a name follows."""
    after = span.doc[span.end] if span.end < len(span.doc) else None
    if casing != "mixed" or after is None or after.lower_ in AFTER_SURNAME:
        return True
    return not (after.text[:1].isupper() and _is_word(after.text))


def begins_alone(span: Span, casing: str) -> bool:
    """Whether no first name stands before."""
    before = span.doc[span.start - 1] if span.start else None
    if casing != "mixed" or before is None or not before.is_alpha or not before.text[0].isupper():
        return True
    return before.lower_ in TITLES or before.is_stop


def _is_word(text: str) -> bool:
    """Letters, or an initial such as the "R." of "Lee R. Raymond"."""
    return text.removesuffix(".").isalpha()
