import random
from datetime import datetime

import numpy as np
import polars as pl
import pytest

from schemas import ArticleBand, Duplicate
from tasks.clean import duplicates as module
from tasks.clean.duplicates import candidate_pairs, find_duplicates, similarity, superseded_articles
from tasks.clean.minhash import BANDS, band_hashes, shingles_of, signature_bands

DAY = datetime(2001, 5, 1)


def words(seed, count=120):
    """Nonsense words, different for each seed."""
    source = random.Random(seed)  # noqa: S311
    return ["".join(source.choices("abcdefghijklmnop", k=6)) for _ in range(count)]


def frame(*articles):
    """Articles as (number, words, published_at)."""
    rows = [(f"{number:016x}", " ".join(text), published) for number, text, published in articles]
    schema = {"article_id": pl.String, "text": pl.String, "published_at": pl.Datetime}
    return pl.DataFrame(rows, schema=schema, orient="row")


def written(folder, articles, name="new"):
    article, band = folder / f"{name}.parquet", folder / f"{name}_band.parquet"
    articles.write_parquet(article)
    signature_bands(articles).write_parquet(band)
    return article, band


def found(folder, articles, known=None, superseded=()):
    article, band = written(folder, articles)
    gone = [f"{number:016x}" for number in superseded]
    result = Duplicate.validate(find_duplicates([article], [band], known, gone))
    return {int(row["article_id"], 16): int(row["duplicate_of"], 16) for row in result.iter_rows(named=True)}


def edited(text, seed, share):
    """The text with a share of its words replaced, in one run, as an editor rewrites a paragraph."""
    count = int(len(text) * share)
    return text[: len(text) - count] + words(seed, count)


def test_bands_keep_their_contract_and_never_change():
    bands = ArticleBand.validate(
        signature_bands(frame((1, "the envoys signed a pact on the river today".split(), DAY)))
    )
    assert bands.height == BANDS
    # What a warehouse holds must meet what a later version computes.
    assert bands["band_hash"][0] == "a03288c78fa49e08"


def test_case_and_punctuation_do_not_matter():
    assert band_hashes(shingles_of("The envoys signed; the pact holds, they said.")) == band_hashes(
        shingles_of("the envoys signed the pact holds they said")
    )


def test_pairs_of_seven_tenths_are_found():
    missed = 0
    for seed in range(150):
        one = words(seed)
        two = edited(one, seed + 1_000, 0.16)
        a, b = shingles_of(" ".join(one)), shingles_of(" ".join(two))
        jaccard = len(np.intersect1d(a, b)) / len(np.union1d(a, b))
        assert 0.68 < jaccard < 0.74
        missed += not set(band_hashes(a)) & set(band_hashes(b))
    assert missed <= 3


def test_earliest_published_stands_for_its_copies(tmp_path):
    text = words(1)
    articles = frame((1, text, None), (2, edited(text, 9, 0.05), DAY), (3, edited(text, 8, 0.05), datetime(2001, 5, 2)))
    assert found(tmp_path, articles) == {1: 2, 3: 2}


def test_undated_copies_go_by_id(tmp_path):
    text = words(1)
    assert found(tmp_path, frame((5, text, None), (4, [*text, "end"], None), (6, words(2), None))) == {5: 4}


def test_cut_copy_with_a_by_line_is_found(tmp_path):
    text = words(3, 160)
    cut = ["by", "ann", "lee", *text[:100]]
    a, b = shingles_of(" ".join(text)), shingles_of(" ".join(cut))
    assert similarity(a, b) > 0.95
    assert found(tmp_path, frame((1, text, DAY), (2, cut, DAY))) == {2: 1}


def test_brief_inside_a_round_up_is_no_copy(tmp_path):
    brief = words(4, 60)
    assert found(tmp_path, frame((1, words(5, 100) + brief + words(6, 100), DAY), (2, brief, DAY))) == {}


def test_other_stories_are_not_linked(tmp_path):
    assert found(tmp_path, frame(*[(n, words(n), DAY) for n in range(60)])) == {}


@pytest.mark.parametrize(("other", "expected"), [("Oslo signs pact!", {2: 1}), ("oslo signs pacts", {})])
def test_very_short_texts_need_equal_words(tmp_path, other, expected):
    assert found(tmp_path, frame((1, ["oslo", "signs", "pact"], DAY), (2, other.split(), None))) == expected


def known_file(folder, articles, **duplicate_of):
    bands = signature_bands(articles)
    links = {f"{int(key[1:]):016x}": f"{value:016x}" for key, value in duplicate_of.items()}
    path = folder / "known.parquet"
    column = pl.col("article_id").replace_strict(links, default=None, return_dtype=pl.String).alias("duplicate_of")
    (bands.with_columns(column) if links else bands).write_parquet(path)
    return path


def test_known_representative_stays_one(tmp_path):
    text = words(1)
    known = known_file(tmp_path, frame((7, text, DAY)))
    new = frame((1, edited(text, 2, 0.04), datetime(1999, 1, 1)), (2, edited(text, 3, 0.04), DAY), (3, words(4), DAY))
    assert found(tmp_path, new, known) == {1: 7, 2: 7}


def test_copy_of_a_known_copy_goes_to_its_representative(tmp_path):
    text = words(1)
    known = known_file(tmp_path, frame((7, words(50), DAY), (8, text, DAY)), a8=7)
    assert found(tmp_path, frame((1, edited(text, 2, 0.02), DAY)), known) == {1: 7}


def test_known_article_met_again_is_left_as_it_is(tmp_path):
    text = words(1)
    known = known_file(tmp_path, frame((7, text, DAY)))
    assert found(tmp_path, frame((7, text, DAY)), known) == {}


def test_copies_that_are_cleaned_anew_together_stay_copies(tmp_path):
    text = words(1)
    known = known_file(tmp_path, frame((7, text, DAY), (8, edited(text, 2, 0.03), DAY)), a8=7)
    new = frame((1, [*text, "end"], DAY), (2, [*edited(text, 2, 0.03), "end"], datetime(2001, 5, 2)))
    assert found(tmp_path, new, known) == {1: 7, 2: 7}  # and the load would drop 7 and 8
    assert found(tmp_path, new, known, superseded=[7, 8]) == {2: 1}


def test_an_article_cleaned_anew_is_linked_while_another_of_its_story_is_left(tmp_path):
    text = words(1)
    known = known_file(tmp_path, frame((7, text, DAY), (8, edited(text, 2, 0.03), DAY)), a8=7)
    new = frame((1, [*text, "end"], DAY))
    assert found(tmp_path, new, known, superseded=[7]) == {1: 7}  # the load passes the story on to 8
    assert found(tmp_path, new, known, superseded=[8]) == {1: 7}


def documents(folder, name, **articles):
    path = folder / f"{name}.parquet"
    pl.DataFrame({"document_id": list(articles), "article_id": list(articles.values())}).write_parquet(path)
    return path


def test_superseded_are_articles_whose_every_document_has_another_text(tmp_path):
    known = documents(tmp_path, "known", a="one", b="one", c="two", d="two", e="three", f="four", g="five")
    first = documents(tmp_path, "first", a="new", c="new", f="four", x="new")
    second = documents(tmp_path, "second", b="newer", e="three", g="three")
    assert superseded_articles([first, second], known) == {"one", "five"}
    assert superseded_articles([], known) == set()


def test_order_of_files_does_not_matter(tmp_path):
    text = words(1)
    one, two = frame((1, text, DAY)), frame((2, edited(text, 2, 0.05), DAY))
    (tmp_path / "x").mkdir()
    first, second = written(tmp_path, one, "one"), written(tmp_path, two, "two")
    forward = find_duplicates([first[0], second[0]], [first[1], second[1]])
    backward = find_duplicates([second[0], first[0]], [second[1], first[1]])
    assert forward.height == 1
    assert forward.equals(backward)


def test_nothing_in_nothing_out():
    assert find_duplicates([], []).height == 0


def test_a_crowd_pairs_with_its_first_only(monkeypatch):
    monkeypatch.setattr(module, "_CROWD", 10)
    ids = [f"{n:016x}" for n in range(12)]
    crowd = pl.DataFrame({"article_id": ids, "band_no": [0] * 12, "band_hash": ["f" * 16] * 12})
    assert candidate_pairs(crowd) == {(ids[0], other) for other in ids[1:]}
