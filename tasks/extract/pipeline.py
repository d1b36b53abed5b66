"""Builds the spaCy pipeline: the one place where components are registered and put in order."""

import re

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

from tasks.extract import extensions
from tasks.extract.components import anaphora, countries, persons, relations

# Order matters: countries before whatever stands for them.
COMPONENTS = (
    "detente_countries",
    "detente_persons",
    "detente_anaphora",
    "detente_relations",
)
# Imported for their registration with spaCy.
REGISTERED = (anaphora, countries, persons, relations)
# Newswire joins states with hyphens and slashes: "U.S.-led", "Sino-Soviet", "Russian/Ukrainian".
EXTRA_INFIXES = (r"(?<=[A-Za-z.])[-/](?=[A-Za-z])",)


def build_pipeline(components: tuple[str, ...] = COMPONENTS) -> Language:
    """A blank English pipeline with Detente's components; Docs need sentence boundaries set beforehand."""
    extensions.register()
    nlp = spacy.blank("en")
    infixes = [*nlp.Defaults.infixes, *EXTRA_INFIXES]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    # Mangled text has no apostrophes left, so "shell", "well" and "id" must stay whole words.
    nlp.tokenizer.rules = {
        word: rule for word, rule in nlp.tokenizer.rules.items() if not re.fullmatch(r"[a-z]+", word)
    }
    for name in components:
        nlp.add_pipe(name)
    return nlp
