"""Makes a warehouse of any size: articles, sentences and relations that look like news in number, not in meaning."""

from pathlib import Path

import duckdb

from schemas import TABLES

# Two relations a sentence, two coded sentences an article, one article in ten a copy of another's story.
RELATIONS_AN_ARTICLE = 4
_DAYS = 20 * 365

_ARTICLES = """
CREATE TEMP TABLE made AS
SELECT
    number,
    printf('%016x', number) AS article_id,
    TIMESTAMP '2004-01-01' + to_days((number * 7919 % {days})::INTEGER) AS published_at,
    number % 10 = 9 AS is_copy
FROM range({articles}) AS counted (number);

-- A few countries fill most of the news, as they do: the rank falls off with the square of a uniform number.
CREATE TEMP TABLE ranked AS
SELECT iso3, name, row_number() OVER (ORDER BY hash(iso3)) - 1 AS place
FROM country WHERE kind = 'state';

CREATE TEMP TABLE acted AS
SELECT
    made.*,
    turn,
    a.iso3 AS source,
    b.iso3 AS target,
    a.name AS source_name,
    b.name AS target_name,
    e.event, e.quad, e.intensity, e.is_symmetric, c.context
FROM made
CROSS JOIN range({turns}) AS turns (turn)
CROSS JOIN (SELECT count(*) AS states FROM ranked) AS total
INNER JOIN ranked AS a ON a.place = floor(total.states * (hash(number, turn, 1) % 1000003 / 1000003) ** 3)
INNER JOIN ranked AS b
    ON b.place = (a.place + 1 + floor((total.states - 1) * (hash(number, turn, 2) % 1000003 / 1000003) ** 3))
    % total.states
INNER JOIN (SELECT *, row_number() OVER (ORDER BY event) - 1 AS place FROM event_type) AS e
    ON e.place = hash(number, turn, 3) % 16
INNER JOIN (SELECT *, row_number() OVER (ORDER BY context) - 1 AS place FROM context) AS c
    ON c.place = hash(number, turn, 4) % 13;
"""

_SENTENCES = """
CREATE TEMP TABLE told AS
SELECT
    number, article_id, published_at, is_copy, turn // 2 AS sentence_no,
    string_agg(
        'The government of ' || source_name || ' spoke of ' || target_name || ' on ' || context, ' and ' ORDER BY turn
    ) || '.' AS words
FROM acted
GROUP BY ALL
"""

_TABLES = {
    "article": """
        SELECT
            article_id, 'wire ' || number % 7 AS source, article_id || '.txt' AS uri,
            'https://news.example/' || article_id AS url, published_at, 'day' AS date_precision, '' AS title,
            0 AS title_end, string_agg(words, ' ' ORDER BY sentence_no) AS text, 'en' AS language,
            1.0::DOUBLE AS language_score, TRUE AS is_codable, 'mixed' AS casing, TRUE AS has_punctuation,
            FALSE AS has_digits
        FROM told GROUP BY number, article_id, published_at""",
    "document": """
        SELECT
            'd' || substr(article_id, 2) AS document_id, article_id, 'wire ' || number % 7 AS source,
            article_id || '.txt' AS uri, '' AS item, NULL::VARCHAR AS url, published_at, 'field' AS date_source,
            'day' AS date_precision, repeat('0', 48) || article_id AS raw_sha256, [0]::INTEGER[] AS offset_map
        FROM made""",
    "sentence": """
        SELECT
            article_id, sentence_no,
            coalesce(sum(length(words) + 1) OVER before, 0)::INTEGER AS start,
            (coalesce(sum(length(words) + 1) OVER before, 0) + length(words))::INTEGER AS "end",
            FALSE AS is_boilerplate
        FROM told
        WINDOW before AS (
            PARTITION BY article_id ORDER BY sentence_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )""",
    "article_band": "SELECT article_id, 0 AS band_no, article_id AS band_hash FROM made",
    "duplicate": """
        SELECT article_id, printf('%016x', number - 1) AS duplicate_of, 0.9::DOUBLE AS similarity
        FROM made WHERE is_copy""",
    "coding": "SELECT article_id, 'generated' AS coder_version FROM made",
    "mention": """
        SELECT
            printf('%016x', number * 16 + turn) AS mention_id, article_id, turn // 2 AS sentence_no,
            starts.start + length('The government of ') AS start,
            starts.start + length('The government of ') + length(source_name) AS "end",
            source_name AS text, 'country' AS label, 'name' AS kind, source AS iso3
        FROM acted INNER JOIN starts USING (article_id) WHERE turn % 2 = 0 AND starts.sentence_no = turn // 2""",
    "relation": """
        SELECT
            printf('%016x', number * 16 + turn) AS relation_id, article_id, turn // 2 AS sentence_no,
            if(is_symmetric, least(source, target), source) AS source,
            if(is_symmetric, greatest(source, target), target) AS target,
            is_symmetric, event, quad, context,
            ['actual', 'actual', 'actual', 'future', 'hypothetical', 'negated'][1 + (hash(number, turn, 5) % 6)::BIGINT]
                AS status,
            intensity, 0.5 + hash(number, turn, 6) % 50 / 100 AS score,
            -- the whole sentence, short of its full stop
            starts.start AS evidence_start, starts."end" - 1 AS evidence_end, published_at::DATE AS event_date,
            'generated' AS coder_version
        FROM acted INNER JOIN starts USING (article_id) WHERE starts.sentence_no = turn // 2""",
    "money": """
        SELECT
            printf('%016x', number * 16) AS money_id, article_id, 0 AS sentence_no, 0 AS start, 3 AS "end",
            'The' AS text, 'USD' AS currency, 1e9::DOUBLE AS amount_min, 1e9::DOUBLE AS amount_max,
            1e9::DOUBLE AS magnitude, 'exact' AS qualifier, 'amount' AS kind, source AS payer, target AS payee,
            NULL::VARCHAR AS pair_a, NULL::VARCHAR AS pair_b, 'loan' AS purpose, published_at::DATE AS published_date,
            1e9::DOUBLE AS usd_min, 1e9::DOUBLE AS usd_max, 1::DOUBLE AS usd_rate, published_at::DATE AS rate_date,
            NULL::VARCHAR AS usd_null_reason, printf('%016x', number * 16) AS relation_id,
            'generated' AS coder_version
        FROM acted WHERE turn = 0 AND number % 5 = 0""",
}


def generate(con: duckdb.DuckDBPyConnection, relations: int, folder: Path) -> dict[str, list[Path]]:
    """Write Parquet files of about `relations` relations into `folder`, as `warehouse.writer.load` takes them.

    `con` is a built warehouse, whose dimensions are used. The same number gives the same files.
    """
    folder.mkdir(parents=True)
    articles = relations // RELATIONS_AN_ARTICLE
    con.execute(_ARTICLES.format(days=_DAYS, articles=articles, turns=RELATIONS_AN_ARTICLE))
    con.execute(_SENTENCES)
    con.execute(f"CREATE TEMP TABLE starts AS {_TABLES['sentence']}")
    files: dict[str, list[Path]] = {table: [] for table in TABLES if table not in {"quarantine", "run"}}
    for table, query in _TABLES.items():
        path = folder / f"{table}.parquet"
        missing = [name for name in TABLES[table].columns() if f"{name}" not in _columns(con, query)]
        nulls = "".join(f", NULL AS {name}" for name in missing)  # columns that later schemas added
        con.execute(f"COPY (SELECT *{nulls} FROM ({query})) TO '{path}' (FORMAT parquet)")
        files[table] = [path]
    for table in ("made", "ranked", "acted", "told", "starts"):
        con.execute(f"DROP TABLE {table}")
    return files


def _columns(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [column[0] for column in con.execute(f"SELECT * FROM ({query}) LIMIT 0").description]
