import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.text import clean_text

NEWS = """GENEVA, March 3 (AP) - The two governments signed a pact. "It is historic," the U.S. envoy said.

The neighbours will meet again. They gave no date.

(Reporting by Ann Lee; Editing by Bo Kim)"""

MANGLED = """two neighbours sign a pact on the river
the two governments signed a pact on the river on monday after years of talks
it is historic the envoy said in the capital
reporting by ann lee additional reporting by bo kim in oslo editing by cy fox"""


def sentences(cleaned, kind=None):
    return [cleaned.text[s.start : s.end] for s in cleaned.sentences if kind is None or s.is_boilerplate is kind]


def test_title_is_put_in_front():
    cleaned = clean_text(NEWS, "Neighbours sign pact")
    assert cleaned.text.startswith("Neighbours sign pact\n\nGENEVA")
    assert cleaned.title_end == len("Neighbours sign pact")
    assert cleaned.offsets.span(0, cleaned.title_end) == (0, 0)
    body = cleaned.text.index("The two governments")
    assert NEWS[slice(*cleaned.offsets.span(body, body + 19))] == "The two governments"


def test_title_that_is_there_already_is_not_doubled():
    raw = "Neighbours  sign pact\n\nThe two governments signed it."
    cleaned = clean_text(raw, "NEIGHBOURS SIGN PACT")
    assert cleaned.text == "Neighbours sign pact\n\nThe two governments signed it."
    assert cleaned.title_end == 20


def test_a_title_that_only_begins_the_first_sentence_is_put_in_front():
    cleaned = clean_text("Neighbours sign pact on water, officials say.", "Neighbours sign pact")
    assert cleaned.text == "Neighbours sign pact\n\nNeighbours sign pact on water, officials say."


def test_title_without_body():
    assert clean_text("", "Neighbours sign pact").text == "Neighbours sign pact"


def test_first_line_is_found_to_be_the_title():
    assert clean_text("Pact signed\n\nThe two governments signed a pact.").title_end == len("Pact signed")
    assert clean_text(MANGLED).title_end == len("two neighbours sign a pact on the river")
    assert (
        clean_text("The governments signed a pact. It holds.\nThe neighbours will meet again in the autumn.").title_end
        == 0
    )
    assert clean_text("One line and no more").title_end == 0


def test_sentences_and_boilerplate_of_wire_copy():
    cleaned = clean_text(NEWS, "Neighbours sign pact")
    assert sentences(cleaned) == [
        "Neighbours sign pact",
        "GENEVA, March 3 (AP) -",
        "The two governments signed a pact.",
        '"It is historic," the U.S. envoy said.',
        "The neighbours will meet again.",
        "They gave no date.",
        "(Reporting by Ann Lee; Editing by Bo Kim)",
    ]
    assert sentences(cleaned, True) == ["GENEVA, March 3 (AP) -", "(Reporting by Ann Lee; Editing by Bo Kim)"]


def test_a_mangled_text_has_one_sentence_a_line():
    cleaned = clean_text(MANGLED)
    assert sentences(cleaned) == MANGLED.split("\n")
    assert sentences(cleaned, True) == [MANGLED.rsplit("\n", 1)[1]]
    assert (cleaned.language, cleaned.is_codable) == ("en", True)


@pytest.mark.parametrize(
    ("text", "casing", "has_punctuation", "has_digits"),
    [
        ("The pact of 1966 was signed. It held.", "mixed", True, True),
        ("the pact was signed. it held.", "lower", True, False),
        ("THE PACT WAS SIGNED", "upper", False, False),
        ("the pact, they said, was signed", "lower", False, False),
        ("12 34", "none", False, True),
    ],
)
def test_profile(text, casing, has_punctuation, has_digits):
    profile = clean_text(text).profile
    assert (profile.casing, profile.has_punctuation, profile.has_digits) == (casing, has_punctuation, has_digits)


@pytest.mark.parametrize(
    ("text", "language", "is_codable"),
    [
        ("两国政府星期一签署了关于边境贸易的协议，双方表示将继续谈判并扩大合作。", "zh", False),
        (
            "Les deux gouvernements ont signé lundi un accord sur le commerce, ont déclaré des responsables.",
            "fr",
            False,
        ),
        ("Оба правительства подписали в понедельник соглашение о торговле.", "ru", False),
        ("the two governments signed an accord on trade across the border officials said on monday", "en", True),
        ("Il ministro degli esteri arriva a Roma domani", "it", False),
        ("Oslo: 5", "und", True),
        ("Slobodan Milosevic met Franjo Tudjman in Dayton.", "und", True),  # names look like another language
        ("PERU RAISES SOVIET GRAIN IMPORT ESTIMATE", "und", True),  # neither do capitals tell
        ("Rusia impone sanciones a Ucrania", "es", False),
        ("RUSIA IMPONE SANCIONES A UCRANIA", "es", False),
        ("中国", "und", False),
    ],
)
def test_language(text, language, is_codable):
    cleaned = clean_text(text)
    assert (cleaned.language, cleaned.is_codable) == (language, is_codable)


def test_empty_text_has_nothing():
    cleaned = clean_text(" \n\t\n")
    assert (cleaned.text, cleaned.sentences, cleaned.title_end, cleaned.is_codable) == ("", (), 0, False)


WORDS = st.sampled_from(
    [
        "Oslo",
        "signed",
        "U.S.",
        "pact.",
        "The",
        "it",
        "5.3",
        "(Reuters)",
        "-",
        "“quoted”",
        "don’t",
        "end?",
        "\n",
        "\n\n",
        "\n   ",
    ]
)


@given(st.lists(WORDS, max_size=60), st.sampled_from(["", "Pact signed", "The"]))
def test_sentence_spans_map_back_to_the_given_words(pieces, title):
    raw = " ".join(pieces)
    cleaned = clean_text(raw, title)
    straight = raw.translate(str.maketrans("“”’", '""\''))
    is_added = len(cleaned.text.split()) > len(raw.split())
    for sentence in cleaned.sentences:
        if is_added and sentence.end <= cleaned.title_end:
            continue
        start, end = cleaned.offsets.span(sentence.start, sentence.end)
        assert straight[start:end].split() == cleaned.text[sentence.start : sentence.end].split()


@given(st.text(), st.text(max_size=20))
def test_cleaning_is_total_and_its_spans_are_sound(raw, title):
    cleaned = clean_text(raw, title)
    assert 0 <= cleaned.title_end <= len(cleaned.text)
    assert cleaned.offsets.length == len(cleaned.text)
    covered = 0
    for sentence in cleaned.sentences:
        assert covered <= sentence.start < sentence.end <= len(cleaned.text)
        assert "\n" not in cleaned.text[sentence.start : sentence.end]
        assert not cleaned.text[covered : sentence.start].strip()
        start, end = cleaned.offsets.span(sentence.start, sentence.end)
        assert 0 <= start <= end <= len(raw)
        covered = sentence.end
    assert not cleaned.text[covered:].strip()


@given(
    st.text(alphabet=st.sampled_from("aB .\n\t&;lt\u2019\u0301\xa0Ã©â€œ12\u200b\r-"), max_size=120),
    st.sampled_from(["", "Title x"]),
)
def test_cleaning_again_changes_nothing(raw, title):
    once = clean_text(raw, title).text
    assert clean_text(once).text == once
