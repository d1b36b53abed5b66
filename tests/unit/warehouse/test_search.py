"""Full-text search: ranked with the extension, plain without it, and never SQL built from words."""

import re

import pytest

from seeds import seeds_path
from warehouse import search as module
from warehouse.connection import open_reader, open_writer
from warehouse.search import begins_with_any, extension_path, search

needs_extension = pytest.mark.skipif(extension_path() is None, reason="no duckdb-extension-fts for this machine")


@pytest.fixture
def reader(published):
    with open_reader(published) as con:
        yield con


def sentences(found):
    return [row["sentence"] for row in found]


@needs_extension
def test_any_form_of_a_word_is_found_and_ranked(reader):
    found, is_ranked = search(reader, "lending deals")
    assert is_ranked
    assert set(sentences(found)) == {"Russia and Pakistan signed a deal.", "Moscow will lend Pakistan $2 billion."}
    assert all(row["relevance"] > 0 for row in found)
    best, _ = search(reader, "accuse Pakistan", limit=1)
    assert sentences(best) == ["The United States accused Pakistan."]


@needs_extension
@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("treaty", "They signed two treaties."),
        ("treaties", "The Treaty was signed."),
        ("energy", "It buys energy."),
        ("military", "Military aid went on."),
        ("policy", "Its policies changed."),
        ("filing", "They file a complaint."),
        ("possible", "There is a possibility."),
        ("Erdogan", "Talks with Erdoğan ended."),
    ],
)
def test_a_word_whose_stem_ends_otherwise_is_found(published, word, told):
    with open_writer(published) as con:
        con.execute("UPDATE mart_relation SET sentence = ? WHERE sentence LIKE '%signed a deal%'", [told])
    with open_reader(published) as con:
        assert sentences(search(con, word)[0]) == [told]
        assert search(con, "tree")[0] == []


@needs_extension
def test_no_form_of_a_word_is_lost_before_it_is_ranked():
    texts = [path.read_text(encoding="utf-8", errors="ignore") for path in seeds_path("sample").rglob("*.txt")]
    words = sorted(set(re.findall("[a-z]+", " ".join(texts).lower())))
    assert len(words) > 500
    sql = "SELECT word, stem(word, 'porter') FROM (SELECT unnest(?::VARCHAR[]) AS word)"
    stemmed = module._engine().execute(sql, [words]).fetchall()
    assert [word for word, stem in stemmed if not re.match(begins_with_any([stem]), word)] == []


def test_without_the_extension_all_words_must_stand_as_written(reader, monkeypatch):
    monkeypatch.setattr(module, "extension_path", lambda: None)
    assert sentences(search(reader, "signed deal")[0]) == ["Russia and Pakistan signed a deal."]
    assert search(reader, "lending deals") == ([], False)


def test_a_broken_extension_is_as_none(reader, monkeypatch, tmp_path):
    broken = tmp_path / "fts.duckdb_extension"
    broken.write_bytes(b"no extension")
    monkeypatch.setattr(module, "extension_path", lambda: broken)
    assert search(reader, "signed deal")[1] is False


def test_countries_narrow_and_copies_count_once(reader):
    assert len(search(reader, "deal")[0]) == 1
    assert search(reader, "deal", first="RUS", second="PAK")[0]
    assert search(reader, "deal", first="USA")[0] == []


@pytest.mark.parametrize("words", ["", "…", "' OR 1=1 --", '"; DROP TABLE relation', "%", "zzz"])
def test_odd_words_are_words(reader, words):
    found, _ = search(reader, words)
    assert all("OR" in sentence or "drop" in sentence for sentence in sentences(found))
    assert reader.execute("SELECT count(*) FROM relation").fetchone() == (10,)
