"""Finds articles that tell the same story in nearly the same words, and one representative for each story."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

from schemas import Duplicate
from tasks.clean.minhash import BANDS, ROWS, SHINGLE_WORDS, Shingles, shingles_of

MIN_JACCARD = 0.7
MIN_CONTAINMENT = 0.8
_CONTAINMENT_WORDS = 30  # the shorter text's least length for containment to count
_CONTAINMENT_RATIO = 0.5  # and its least share of the longer: a brief inside a round-up is another article
_CROWD = 200  # members of one band that are all compared with each other; a larger crowd is compared with its first
# Of a known article only the bands are at hand. Sharing 5 of 20 estimates a Jaccard similarity of 0.63 (the cube root
# of the share); a pair of 0.8 shares as many with probability 0.99, one of 0.7 with 0.88, one of 0.4 with 0.01.
_KNOWN_BANDS = 5

Pairs = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class _Known:
    """A new article's best match among the articles of earlier runs."""

    representative: str
    similarity: float


def similarity(one: Shingles, two: Shingles) -> float:
    """Jaccard similarity of two shingle sets, or the share of the shorter one in the longer where that counts more.

    Containment finds a copy with a by-line added and a paragraph cut. It counts from 30 words on, where the shorter has
    at least half the length of the longer.
    """
    shared = len(np.intersect1d(one, two, assume_unique=True))
    jaccard = shared / (len(one) + len(two) - shared)
    shorter, longer = sorted((len(one), len(two)))
    if shorter + SHINGLE_WORDS - 1 < _CONTAINMENT_WORDS or shorter < _CONTAINMENT_RATIO * longer:
        return jaccard
    containment = shared / shorter
    return max(jaccard, containment) if containment >= MIN_CONTAINMENT else jaccard


def find_duplicates(
    article_paths: Sequence[str | Path],
    band_paths: Sequence[str | Path],
    known_path: str | Path | None = None,
    superseded: Collection[str] = (),
) -> pl.DataFrame:
    """Near-duplicates among new articles, and of new articles with known ones, as a Duplicate frame.

    `article_paths` and `band_paths` are Parquet files of Article and ArticleBand rows of this run. `known_path` is a
    Parquet file of ArticleBand rows of the warehouse, with a column `duplicate_of` where known duplicates are among
    them; `superseded` are the known articles that the load of this run will drop.

    Candidates share a band. Among new ones the shingles decide (Jaccard 0.7, or containment: see `similarity`); with a
    known one the number of shared bands does. Linked articles form a cluster; a known representative stays one, else
    the earliest published stands for it, then the lowest id.
    """
    if not article_paths or not band_paths:
        return Duplicate.frame([])
    bands = pl.read_parquet([str(path) for path in band_paths]).unique()
    known = _known_bands(known_path, superseded) if known_path else None
    if known is not None:
        bands = bands.join(known, on="article_id", how="anti")
    matches = _known_matches(bands, known) if known is not None else {}
    candidates = candidate_pairs(bands)
    shingles = _read_shingles(article_paths, {article for pair in candidates for article in pair})
    links = {
        pair: score for pair in candidates if (score := similarity(shingles[pair[0]], shingles[pair[1]])) >= MIN_JACCARD
    }
    order = _publication_order(article_paths, {a for pair in links for a in pair} | matches.keys())
    best = _best_links(links)
    rows = [row for cluster in clusters(links, matches) for row in _rows(cluster, order, matches, shingles, best)]
    return Duplicate.frame(sorted(rows, key=lambda row: row["article_id"]))


def superseded_articles(document_paths: Sequence[str | Path], known_path: str | Path) -> set[str]:
    """Known articles whose every document has another text in this run, as after a change of cleaning.

    `document_paths` are Parquet files of Document rows of this run, `known_path` names each document's known article.
    """
    if not document_paths:
        return set()
    now = pl.read_parquet([str(path) for path in document_paths], columns=["document_id", "article_id"])
    known = pl.read_parquet(known_path, columns=["document_id", "article_id"])
    is_another = (pl.col("article_id_now") != pl.col("article_id")).fill_null(value=False)
    told = known.join(now, on="document_id", how="left", suffix="_now").group_by("article_id").agg(is_another.all())
    return set(told.filter("article_id_now")["article_id"]) - set(now["article_id"])


def _known_bands(path: str | Path, superseded: Collection[str]) -> pl.DataFrame:
    """The known bands with a column `duplicate_of`, without the stories of which this run leaves no article.

    What was matched with those would lose its story with them. Where an article is left, it comes to stand for the
    story when the representative is dropped, so that a match with either is as good.
    """
    known = pl.read_parquet(path)
    if "duplicate_of" not in known.columns:
        known = known.with_columns(pl.lit(None, dtype=pl.String).alias("duplicate_of"))
    if not superseded:
        return known
    stays = ~pl.col("article_id").is_in(list(superseded))
    return known.filter(stays.any().over(pl.coalesce("duplicate_of", "article_id")))


def candidate_pairs(bands: pl.DataFrame) -> set[tuple[str, str]]:
    """Pairs of articles (lower id first) that share a band hash. A crowd's members pair with its first only."""
    crowds = (
        bands.select("band_hash", "article_id")
        .group_by("band_hash")
        .agg(pl.col("article_id").unique().sort())
        .filter(pl.col("article_id").list.len() > 1)
        .select("article_id")
        .unique()
    )
    return {pair for (members,) in crowds.iter_rows() for pair in _pairs_of(members)}


def _pairs_of(members: list[str]) -> Iterable[tuple[str, str]]:
    if len(members) <= _CROWD:
        return combinations(members, 2)
    return ((members[0], other) for other in members[1:])


def _known_matches(bands: pl.DataFrame, known: pl.DataFrame) -> dict[str, _Known]:
    """For each new article the known representative that shares most bands, if enough of them."""
    representative = pl.coalesce("duplicate_of", "known_id")
    shared = (
        bands.join(known.rename({"article_id": "known_id"}), on="band_hash")
        .group_by("article_id", "known_id", representative.alias("representative"))
        .agg(pl.col("band_hash").n_unique().alias("shared"))
        .filter(pl.col("shared") >= _KNOWN_BANDS)
        .sort(["article_id", "shared", "representative"], descending=[False, True, False])
        .unique("article_id", keep="first", maintain_order=True)
    )
    return {
        row["article_id"]: _Known(row["representative"], round((row["shared"] / BANDS) ** (1 / ROWS), 4))
        for row in shared.iter_rows(named=True)
    }


def _read_shingles(paths: Sequence[str | Path], wanted: set[str]) -> dict[str, Shingles]:
    """Shingles of the wanted articles, a file at a time, so that only one file's texts are in memory."""
    ids = pl.Series(sorted(wanted), dtype=pl.String)
    return {
        article_id: shingles_of(text)
        for path in paths
        for article_id, text in pl.scan_parquet(path)
        .select("article_id", "text")
        .filter(pl.col("article_id").is_in(ids.implode()))
        .collect()
        .iter_rows()
    }


def _publication_order(paths: Sequence[str | Path], wanted: set[str]) -> dict[str, int]:
    """Rank of each wanted article: earliest published first, undated last, then by id."""
    ids = pl.Series(sorted(wanted), dtype=pl.String)
    found = (
        pl.scan_parquet([str(path) for path in paths])
        .select("article_id", "published_at")
        .filter(pl.col("article_id").is_in(ids.implode()))
        .sort("published_at", "article_id", nulls_last=True)
        .collect()["article_id"]
    )
    return {article: rank for rank, article in enumerate(found.unique(maintain_order=True))}


def clusters(links: Pairs, matches: dict[str, _Known]) -> Iterator[list[str]]:
    """Connected sets of new articles (union-find); a set of one only where it matches a known article."""
    parent: dict[str, str] = {article: article for pair in links for article in pair} | {a: a for a in matches}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for one, two in links:
        parent[root(two)] = root(one)
    members: dict[str, list[str]] = {}
    for article in sorted(parent):
        members.setdefault(root(article), []).append(article)
    yield from members.values()


def _rows(
    cluster: list[str],
    order: dict[str, int],
    matches: dict[str, _Known],
    shingles: dict[str, Shingles],
    best: dict[str, float],
) -> Iterator[dict[str, object]]:
    known = sorted((-matches[a].similarity, matches[a].representative) for a in cluster if a in matches)
    if known:
        representative = known[0][1]
        for article in cluster:
            own = matches[article].similarity if article in matches else round(best[article], 4)
            yield {"article_id": article, "duplicate_of": representative, "similarity": own}
        return
    representative = min(cluster, key=lambda article: order[article])
    for article in cluster:
        if article != representative:
            score = similarity(shingles[article], shingles[representative])
            yield {"article_id": article, "duplicate_of": representative, "similarity": round(score, 4)}


def _best_links(links: Pairs) -> dict[str, float]:
    best: dict[str, float] = {}
    for pair, score in links.items():
        for article in pair:
            best[article] = max(score, best.get(article, 0.0))
    return best
