"""Recognises a text's language, also where it lacks case, punctuation and digits."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
_MIN_LETTERS = 20
_MIN_SCORE = 0.4  # lists of prices and of names score less, whatever the language
_SAMPLE = 1_000  # characters; a news text is in one language
# A headline's names look Dutch or Slovenian to the model: its other words must rule English out, too.
_FEW_LETTERS = 120
_RULED_OUT = 0.02


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Languages that news is written in. The model's others (Nigerian Pidgin, Volapük) win on tables of figures.
_LANGUAGES = _words(
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km "
    "kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz "
    "vi zh"
)
# Words of English and of hardly another language in Latin letters.
_ENGLISH = _words(
    "the of to and for that with by it at from has have are were would which said but they their been its this had who"
)
_ENGLISH_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier


def recognise(text: str) -> tuple[str, float]:
    """Language as ISO 639 code and its probability; "und" for under 20 letters or a low probability."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    if letters < _MIN_LETTERS:
        return UNDETERMINED, 0.0
    plain = " ".join(words).lower()
    # Lower case: the model takes capitals of headlines for other languages' abbreviations.
    language, score = _identifier().classify(plain)
    score = round(min(1.0, float(score)), 4)
    if language != "en" and sample.isascii() and _english_share(words) >= _ENGLISH_SHARE:
        return "en", round(_english(plain), 4)
    if language != "en" and letters < _FEW_LETTERS and _english(_without_names(words)) >= _RULED_OUT:
        return UNDETERMINED, score
    return (str(language), score) if score >= _MIN_SCORE else (UNDETERMINED, score)


def _english(plain: str) -> float:
    """The probability that the words are English."""
    return float(dict(_identifier().rank(plain))["en"])


def _without_names(words: list[str]) -> str:
    """The words in lower case, which are no names; all of a headline in capitals."""
    return " ".join([word for word in words if word.islower()] or words).lower()


def _english_share(words: list[str]) -> float:
    return sum(1 for word in words if word.lower() in _ENGLISH) / max(1, len(words))


def is_codable(text: str, language: str) -> bool:
    """Can the coder, which reads English, read it? An undetermined text counts where its words are mostly ASCII."""
    if language != UNDETERMINED:
        return language == "en"
    words = _WORD.findall(text)
    return bool(words) and sum(1 for word in words if word.isascii()) > len(words) / 2
