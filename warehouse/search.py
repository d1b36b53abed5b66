"""Full-text search over the sentences that relations rest on: ranked by DuckDB's fts extension, plain without it."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

_MOST = 20_000  # sentences that are ranked: the newest that hold a word
_WORD = re.compile(r"\w+")
# A stem ends otherwise than its words where Porter's rules write an end anew: "polici" of policy, "file" of filing,
# "possibl" of possibility. All before that end is as in the words.
_ENDS = {"i": "[iy]", "e": "[ei]", "bl": "bi?l"}
_END = re.compile("(i|e|bl)$")

_CANDIDATES = """
SELECT relation_id, sentence
FROM mart_relation
WHERE
    NOT is_copy
    AND sentence IS NOT NULL
    AND CASE
        WHEN $pattern IS NULL
            THEN list_bool_and(list_transform($words, lambda word: contains(lower(sentence), word)))
        ELSE regexp_matches(lower(strip_accents(sentence)), $pattern)
    END
    AND ($first IS NULL OR $first IN (country_a, country_b))
    AND ($second IS NULL OR $second IN (country_a, country_b))
ORDER BY event_date DESC NULLS LAST, relation_id ASC
LIMIT $most
"""
# One line a sentence, however many relations rest on it: the surest of them.
_FOUND = """
SELECT
    list_extract($scores, list_position($ids, relation_id)) AS relevance,
    event_date, date_precision, source, event, target, is_symmetric, intensity, context, status, score, evidence,
    sentence, news_source, title, url, story_id, article_id, relation_id
FROM mart_relation
WHERE relation_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY article_id, sentence_no ORDER BY score DESC, relation_id ASC) = 1
ORDER BY relevance DESC, event_date DESC NULLS LAST, relation_id ASC
LIMIT $limit
"""


def search(
    con: duckdb.DuckDBPyConnection, query: str, *, limit: int = 20, first: str | None = None, second: str | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """Sentences on `query`, the most relevant first, and whether they are ranked.

    With the extension a sentence needs one of the words, in any form of it ("negotiate" finds "negotiations"), and BM25
    ranks it. Without, it needs all of them as they are written, and the newest comes first. `first` and `second` are
    ISO3 codes that the relation must be between. Copies of a story are left out.
    """
    engine = _engine()
    words = _words(query)
    stems = _stems(engine, words) if engine is not None else words
    if not stems:
        return [], engine is not None
    pattern = begins_with_any(stems) if engine is not None else None
    values = {"words": words, "pattern": pattern, "first": first, "second": second, "most": _MOST}
    candidates = con.execute(_CANDIDATES, values).fetchall()
    ranked = _rank(engine, candidates, query) if engine is not None else {row[0]: 0.0 for row in candidates}
    found = con.execute(_FOUND, {"ids": list(ranked), "scores": list(ranked.values()), "limit": limit})
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()], engine is not None


def _words(query: str) -> list[str]:
    """The words to look for, without those of one or two letters where there are longer ones."""
    words = [word.lower() for word in _WORD.findall(query)]
    return [word for word in words if len(word) > 2] or words


def _stems(engine: duckdb.DuckDBPyConnection, words: list[str]) -> list[str]:
    """The stems that the index will hold: of letters of a to z alone, without accents."""
    sql = "SELECT DISTINCT stem(unnest(regexp_extract_all(lower(strip_accents(?)), '[a-z]+')), 'porter') ORDER BY ALL"
    return [stem for (stem,) in engine.execute(sql, [" ".join(words)]).fetchall()]


def begins_with_any(stems: list[str]) -> str:
    """A pattern for texts that may hold a word of one of these stems; it misses no form, and `_rank` drops the rest."""
    begins = [_END.sub(lambda found: _ENDS[found[0]], stem) for stem in stems]
    return f"(^|[^a-z])({'|'.join(begins)})"


def _rank(engine: duckdb.DuckDBPyConnection, candidates: list[tuple[str, str]], query: str) -> dict[str, float]:
    """BM25 of each candidate that holds a word of the query. Frequencies are those among the candidates."""
    if not candidates:
        return {}
    ids, sentences = (list(column) for column in zip(*candidates, strict=True))
    engine.execute(
        "CREATE TABLE told AS SELECT unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS words", [ids, sentences]
    )
    engine.execute("PRAGMA create_fts_index('told', 'id', 'words', stemmer = 'porter', stopwords = 'english')")
    rows = engine.execute(
        "SELECT id, fts_main_told.match_bm25(id, ?) AS relevance FROM told WHERE relevance IS NOT NULL", [query]
    ).fetchall()
    return dict(rows)


def _engine() -> duckdb.DuckDBPyConnection | None:
    """A database of its own in memory with the extension loaded; None where its package or file isn't there."""
    path = extension_path()
    if path is None:
        return None
    con = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    try:
        con.load_extension(str(path))
    except duckdb.Error:  # of another DuckDB, or for another machine
        con.close()
        return None
    return con


def extension_path() -> Path | None:
    """Where the package duckdb-extension-fts keeps the extension for this DuckDB."""
    package = find_spec("duckdb_extension_fts")
    if package is None or not package.submodule_search_locations:
        return None
    folder = Path(next(iter(package.submodule_search_locations)))
    path = folder / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension"
    return path if path.is_file() else None
