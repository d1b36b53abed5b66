"""Signatures of articles: word shingles, MinHash over them, and the LSH bands by which near-duplicates meet."""

import hashlib
import re
import zlib
from functools import cache

import numpy as np
import polars as pl
from datasketch import MinHash
from numpy.typing import NDArray

from schemas import ArticleBand

SHINGLE_WORDS = 4
BANDS = 20
ROWS = 3
# A pair of Jaccard similarity s shares a band with probability 1 - (1 - s**ROWS)**BANDS: 0.9998 at 0.7, 0.93 at 0.5.
MIN_WORDS = 8  # a shorter text has too few shingles to be like another: only equal words make it a copy

Shingles = NDArray[np.uint32]

_WORD = re.compile(r"\w+")
_MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint64)


def folded_words(text: str) -> list[str]:
    """The text's words in lower case, without punctuation."""
    return _WORD.findall(text.casefold())


def shingles_of(text: str) -> Shingles:
    """Sorted distinct 32-bit hashes of the text's runs of four words; of a text of under eight words one hash."""
    words = folded_words(text)
    if len(words) < MIN_WORDS:
        return np.array([zlib.crc32(" ".join(words).encode())], dtype=np.uint32)
    hashes = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(hashes, SHINGLE_WORDS)
    mixed = (runs * _MULTIPLIERS).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


@cache
def _blank() -> MinHash:
    # The seed and scheme are part of what the warehouse keeps: change them and known bands no longer meet new ones.
    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32", hashfunc=int)


def band_hashes(shingles: Shingles) -> list[str]:
    """One hash a band of the MinHash signature, each with its band number in it."""
    sketch = _blank().copy()
    sketch.update_batch(shingles.tolist())
    rows = np.ascontiguousarray(sketch.hashvalues, dtype="<u8").reshape(BANDS, ROWS)
    return [
        hashlib.blake2b(row.tobytes(), digest_size=8, salt=number.to_bytes(16, "little")).hexdigest()
        for number, row in enumerate(rows)
    ]


def signature_bands(articles: pl.DataFrame) -> pl.DataFrame:
    """ArticleBand rows of the articles (columns `article_id` and `text`): 20 bands each."""
    ids: list[str] = []
    hashes: list[str] = []
    for article_id, text in articles.select("article_id", "text").iter_rows():
        hashes.extend(band_hashes(shingles_of(text)))
        ids.extend([article_id] * BANDS)
    numbers = list(range(BANDS)) * articles.height
    columns = {"article_id": ids, "band_no": numbers, "band_hash": hashes}
    return pl.DataFrame(columns, schema=ArticleBand.columns())
