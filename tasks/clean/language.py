"""Recognises a text's language, also where it lacks case, punctuation and digits."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
_MIN_LETTERS = 20
_SAMPLE = 1_000  # characters from the middle of the text as well as its start are not needed: news is in one language
# Languages that news is written in. The model's others (Nigerian Pidgin, Volapük, Walloon …) win on tables of figures.
_LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku "
    "ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh"
).split()
_ENGLISH = frozenset(
    "the of to and in a for on that is was with by as it be at from has have he his are were an not will would which "
    "said but they their been its after this or had who".split()
)
_ENGLISH_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier


def recognise(text: str) -> tuple[str, float]:
    """Language as ISO 639 code and its probability; ("und", 0.0) for a text of under 20 letters."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    if sum(map(len, words)) < _MIN_LETTERS:
        return UNDETERMINED, 0.0
    # Lower case: the model takes capitals of headlines for other languages' abbreviations.
    language, score = _identifier().classify(" ".join(words).lower())
    if language != "en" and _english_share(words) >= _ENGLISH_SHARE and sample.isascii():
        return "en", round(float(score), 4)
    return str(language), round(min(1.0, float(score)), 4)


def _english_share(words: list[str]) -> float:
    return sum(1 for word in words if word.lower() in _ENGLISH) / max(1, len(words))


def is_codable(text: str, language: str) -> bool:
    """Can the coder, which reads English, read it? An undetermined text counts where its words are mostly ASCII."""
    if language != UNDETERMINED:
        return language == "en"
    words = _WORD.findall(text)
    return bool(words) and sum(1 for word in words if word.isascii()) > len(words) / 2
