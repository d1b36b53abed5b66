"""Builds the spaCy pipeline: the one place where components are registered and put in order."""

import re
from typing import Any, cast

import spacy
from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex

from tasks.extract import extensions
from tasks.extract.components import anaphora, countries, firms, money, persons, relations
from tasks.extract.gazetteer import fold

# What finds the states and whatever stands for them. Order matters: countries first.
NAMING = ("detente_countries", "detente_persons", "detente_firms", "detente_anaphora")
COMPONENTS = (*NAMING, "detente_relations", "detente_money")
# Imported for their registration with spaCy.
REGISTERED = (anaphora, countries, firms, money, persons, relations)
# Newswire joins states with hyphens and slashes: "U.S.-led", "Sino-Soviet", "Russian/Ukrainian".
EXTRA_INFIXES = (r"(?<=[A-Za-z.])[-–/](?=[A-Za-z])",)
# "US- and Iran-backed"
EXTRA_SUFFIXES = (r"(?<=[A-Za-z.])[-–]",)


def build_pipeline(components: tuple[str, ...] = COMPONENTS) -> Language:
    """A blank English pipeline with Detente's components; Docs need sentence boundaries set beforehand."""
    extensions.register()
    nlp = spacy.blank("en")
    # Names are written with diacritics and without: a token's `lower_` has none.
    vocab: Any = nlp.vocab  # whose stub lacks this
    vocab.lex_attr_getters = {**vocab.lex_attr_getters, LOWER: fold}
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *EXTRA_INFIXES]).finditer
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), *EXTRA_SUFFIXES]).search
    # Mangled text has no apostrophes left, so "shell", "well" and "id" must stay whole words.
    rules = tokenizer.rules or {}
    tokenizer.rules = {word: rule for word, rule in rules.items() if not re.fullmatch(r"[a-z]+", word)}
    for name in components:
        nlp.add_pipe(name)
    return nlp
