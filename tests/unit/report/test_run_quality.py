"""The judgement on one run: its own rows, what the runs before let expect, contracts, silence."""

import base64
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from schemas import TABLES
from tasks.load.step import load_batches
from tasks.report.charts import bars
from tasks.report.contract import checks_of, contract_results
from tasks.report.drift import drift_of
from tasks.report.judged import judged_run
from tasks.report.quality import measure_quality
from tasks.report.quality_report import ReportData, quality_markdown
from tasks.report.run_quality import RunEvidence, RunQuality, judge_run
from tasks.report.silent import silent_countries
from tasks.report.step import RunTold, assess
from tasks.report.verdict import Limit, Thresholds
from tasks.validate.gate import gate
from tests.unit.conftest import HOSTILE, NEWEST_RUN, insert, make_id
from warehouse.connection import open_writer

LIMITS = Thresholds()
VERSIONS = {"coder": "v2", "model": "0" * 12, "seeds": "1" * 12}


@pytest.fixture
def files(told: Path, tmp_path: Path) -> dict[str, list[Path]]:
    """All tables of the hand-told warehouse as the files of a run."""
    folder = tmp_path / "files"
    folder.mkdir()
    with duckdb.connect(str(told), read_only=True) as con:
        for table in TABLES:
            if table not in {"run", "run_verdict", "run_measure", "source", "watermark"}:
                con.execute(f"COPY {table} TO '{folder / table}.parquet'")
    return {path.stem: [path] for path in folder.glob("*.parquet")}


def judged(files: dict[str, list[Path]], candidate: Path, limits: Thresholds = LIMITS, **more) -> RunQuality:
    with duckdb.connect(str(candidate)) as con:
        return judge_run(RunEvidence(files, "v2", **more), con, limits)


def test_the_run_is_counted_apart_and_by_source(told: Path, files: dict[str, list[Path]]) -> None:
    found = {(one.measure, one.subject): one for one in judged(files, told).measures}
    assert found["articles", ""].value == 8
    assert (found["documents without a date", ""].part, found["documents without a date", ""].whole) == (1, 8)
    assert found["documents of a source", "daily"].value == 4
    assert found["contract", "relation.score: less_than_or_equal_to"].part == 0
    assert found["contract", "relation.score: less_than_or_equal_to"].whole == 7


def test_documents_dated_to_a_year_or_month_are_counted(told: Path, files: dict[str, list[Path]]) -> None:
    (path,) = files["document"]
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE document AS FROM '{path}'")
        con.execute("UPDATE document SET date_precision = if(source = 'wire', 'year', 'day')")
        con.execute(f"COPY document TO '{path}'")
    (found,) = [one for one in judged(files, told).measures if one.measure == "documents without a day"]
    assert (found.part, found.whole, found.verdict) == (4, 8, "look")
    with duckdb.connect(str(told)) as con:
        con.execute("UPDATE document SET date_precision = 'month' WHERE source = 'daily'")
        assert measure_quality(con).counts.documents_without_day == 4


def test_a_check_of_the_whole_warehouse_that_fails_stops_the_run(told: Path, files: dict[str, list[Path]]) -> None:
    quality = judged(files, told, failed_checks=[("relation_with_itself", "relation_with_itself: 1 rows break it")])
    assert quality.verdict == "stop"
    assert quality.reasons[0] == "relation_with_itself: 1 rows break it"


def test_a_source_that_failed_wants_a_look(told: Path, files: dict[str, list[Path]]) -> None:
    quality = judged(files, told, failed_sources=[("gazette", "the server answered 503")])
    assert "source gazette: the server answered 503" in quality.reasons


def test_a_source_that_was_read_and_is_silent_wants_a_look(told: Path, files: dict[str, list[Path]]) -> None:
    with duckdb.connect(str(told)) as con:
        for day in range(7):
            run_id, at = make_id("run", day), datetime(2020, 1, 1 + day)
            con.execute(
                "INSERT INTO run BY NAME (SELECT * REPLACE (? AS run_id, ? AS finished_at) FROM run LIMIT 1)",
                [run_id, at],
            )
            for name in ("gazette", "daily"):  # of daily the run at hand brings something new
                row = {"measure_id": make_id(day, name), "run_id": run_id, "measure": "documents of a source"}
                values = [*row.values(), name, 3.0, "trust", ""]
                con.execute(
                    "INSERT INTO run_measure (measure_id, run_id, measure, subject, value, verdict, reason)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
    quality = judged(files, told, asked=["gazette", "daily"])
    silent = [one.subject for one in quality.measures if one.measure == "source silent"]
    assert silent == ["gazette"]
    assert any("gazette is silent: nothing new since 2020-01-07" in reason for reason in quality.reasons)


def test_a_source_that_is_bad_enough_by_itself_is_a_suspect(told: Path, files: dict[str, list[Path]]) -> None:
    strict = Thresholds(enough=1, mangled=Limit(0.1, 0.3), items_refused=Limit(1.0), rows_refused=Limit(1.0))
    quality = judged(files, told, strict)
    assert quality.verdict == "stop"
    assert set(quality.suspects) <= {"daily", "wire"}
    assert quality.suspects
    assert any(reason.startswith(f"source {quality.suspects[0]}: ") for reason in quality.reasons)


def with_earlier_runs(told: Path, values: list[float], measure: str) -> None:
    with duckdb.connect(str(told)) as con:
        for number, value in enumerate(values):
            run_id = f"{number:016x}"
            at = datetime(2024, 1, 1) + timedelta(hours=number)
            counts = {"sources_json": "[]", "timings_json": "{}", "coder_version": "v2", "detente_version": "0"}
            zeros = "documents_read documents_known articles_new articles_recoded duplicates mentions relations"
            insert(con, "run", run_id=run_id, started_at=at, finished_at=at, **counts,
                   **dict.fromkeys([*zeros.split(), "money", "quarantined"], 0))  # fmt: skip
            insert(con, "run_verdict", run_id=run_id, verdict="trust", reasons_json="[]", earlier_runs=0,
                   coder_version="v2", model_digest="", seeds_digest="")  # fmt: skip
            insert(con, "run_measure", measure_id=make_id("m", number), run_id=run_id, measure=measure, subject="",
                   value=value, verdict="trust", reason="")  # fmt: skip


def test_a_volume_far_from_the_runs_before_wants_a_look(told: Path, files: dict[str, list[Path]]) -> None:
    with_earlier_runs(told, [200.0, 210.0, 190.0, 205.0, 195.0], "articles")
    (found,) = [one for one in judged(files, told).measures if one.measure == "articles"]
    assert (found.verdict, found.expected) == ("look", 200.0)
    assert found.reason == "articles: 8, the runs before had 200"


def test_a_share_of_few_articles_proves_nothing_against_the_runs_before(
    told: Path, files: dict[str, list[Path]]
) -> None:
    with_earlier_runs(told, [0.0] * 6, "articles mangled")
    (found,) = [one for one in judged(files, told).measures if one.measure == "articles mangled"]
    assert (found.verdict, found.expected) == ("trust", 0.0)
    few = Thresholds(enough=5)
    (found,) = [one for one in judged(files, told, few).measures if one.measure == "articles mangled"]
    assert found.verdict == "stop"  # 37.5 % after six runs with none


def test_the_judgement_is_kept_and_found_again(told: Path, files: dict[str, list[Path]], tmp_path: Path) -> None:
    run_id = "c" * 16
    data = assess(told, tmp_path / "q", RunEvidence(files, "v2"), RunTold(run_id, VERSIONS, [], {}), LIMITS)
    with duckdb.connect(str(told), read_only=True) as con:
        kept = judged_run(con, run_id)
        assert judged_run(con, "d" * 16) is None
    assert kept
    assert (kept.verdict, kept.reasons) == (data.quality.verdict, data.quality.reasons)
    assert len(kept.measures) == len(data.quality.measures)
    assert load_batches(told, {"run_verdict": [tmp_path / "q" / "run_verdict.parquet"]})["run_verdict"].changed == 0


def test_the_report_says_the_verdict_first_and_shows_hostile_text_as_text(
    told: Path, files: dict[str, list[Path]], tmp_path: Path
) -> None:
    with_earlier_runs(told, [200.0] * 6, "articles")
    deliveries = [{"source": HOSTILE, "outcome": "failed", "read": 0, "refused": 1, "seconds": 1.0, "reason": HOSTILE}]
    told_of = RunTold(NEWEST_RUN, VERSIONS, deliveries, {"ingest": 1.5, "extract": 3.0})
    data = assess(told, tmp_path / "q", RunEvidence(files, "v2", [("gazette", HOSTILE)]), told_of, LIMITS)
    text = quality_markdown(data)
    assert re.match(r"# look: usable, but look at this first\n\n!\[look\]\(data:image/svg\+xml;\S+\)\n\n- ", text)
    assert "<" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert re.search(r"\| articles \| 8 \| 200 \| !\[look\]\S+ \| !\[articles\]\(data:image/svg\+xml;base64,", text)
    assert "| relation | 7 |" in text
    assert "jane \\[red\\]doe" in text
    assert re.search(r"\| extract \| 3\.0 \| !\[\]\(data:image/svg\+xml;base64,", text)


def test_the_report_of_a_run_that_ended_early_says_so_and_shows_commands() -> None:
    quality = RunQuality("stop", ("30 of 40 items were refused",), (), 0)
    data = ReportData("b" * 16, quality, {}, (), (), (), (), (), {}, VERSIONS, todo="look with `detente quality bbbb`")
    text = quality_markdown(data)
    assert "## Measures\n\nThis run ended before it was measured.\n" in text
    assert "first run" not in text
    assert "**What to do:** look with `detente quality bbbb`" in text


@pytest.mark.parametrize(
    ("value", "earlier", "is_share", "verdict"),
    [
        (100, [100] * 4, False, None),
        (100, [100] * 5, False, "trust"),
        (150, [100, 110, 90, 105, 95], False, "trust"),
        (400, [100, 110, 90, 105, 95], False, "look"),
        (0, [100, 110, 90, 105, 95], False, "look"),
        (10_000, [100, 110, 90, 105, 95, 9_000], False, "look"),  # one odd run before moves nothing
        (0.05, [0.0] * 5, True, "trust"),
        (0.1, [0.0] * 5, True, "look"),
        (0.3, [0.0] * 5, True, "stop"),
    ],
)
def test_drift(value: float, earlier: list[float], is_share: bool, verdict: str | None) -> None:
    found = drift_of(value, earlier, LIMITS, is_share)
    assert (found.verdict if found else None) == verdict


def test_chance_is_no_drift_of_a_small_count_but_may_be_of_a_ratio() -> None:
    few = [5.0, 4.0, 6.0, 5.0, 5.0]
    assert drift_of(12, few, LIMITS, False).verdict == "trust"
    assert drift_of(16, few, LIMITS, False).verdict == "look"
    assert drift_of(0.5, [3.3, 3.2, 3.4, 3.3, 3.3], LIMITS, False, is_count=False).verdict == "look"


def test_each_check_of_the_contract_is_counted_with_the_rows_that_broke_it(files: dict[str, list[Path]]) -> None:
    import polars as pl

    frame = pl.read_parquet(files["mention"][0])
    frame = frame.select(pl.col(name).cast(kind) for name, kind in TABLES["mention"].columns().items())
    spoiled = frame.with_columns(
        label=pl.Series(["nonsense", *frame["label"][1:]]), start=pl.Series([-1, *frame["start"][1:]])
    )
    gated = gate(spoiled, "mention")
    results = {
        one.check: one for one in contract_results({"mention": gated.accepted.height}, gated.rejected.to_dicts())
    }
    assert results["label: isin"].failed == 1
    assert results["start: greater_than_or_equal_to"].failed == 1
    assert results["label: isin"].rows == frame.height
    assert results["text: str_length"].failed == 0
    assert set(checks_of("mention")) <= set(results)
    assert "is_between_two" in checks_of("relation")


def test_a_country_that_was_told_of_every_week_and_is_no_more_is_silent(
    empty_con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    empty_con.close()
    newest = datetime(2024, 5, 31, 12)
    with duckdb.connect(str(tmp_path / "empty.duckdb")) as con:
        for week in range(5):
            for number in range(6):
                tell(con, f"{week}{number}", newest - timedelta(days=7 * week), ("PAK", "IND") if week else ("IND",))
        found = silent_countries(con, days=7, enough=5)
        assert [(row["iso3"], row["name"], row["days"]) for row in found] == [("PAK", "Pakistan", 7)]
        assert silent_countries(con, days=7, enough=7) == []


def tell(con: duckdb.DuckDBPyConnection, name: str, at: datetime, countries: tuple[str, ...]) -> None:
    """An article of some day that names countries."""
    article = {"article_id": make_id(name), "published_at": at, "language": "en", "casing": "mixed"}
    flags = dict.fromkeys(["is_codable", "has_punctuation", "has_digits"], True)
    words = dict.fromkeys(["source", "uri", "title", "text"], "t")
    insert(con, "article", **article, **flags, **words, title_end=0, language_score=1.0)
    for iso3 in countries:
        where = {"sentence_no": 0, "start": 0, "end": 1, "text": "t", "label": "country", "kind": "name"}
        insert(con, "mention", mention_id=make_id(name, iso3), article_id=make_id(name), iso3=iso3, **where)


def test_bars_colour_the_last_and_draw_what_was_expected() -> None:
    image = bars([1, 2, 4], "stop", 2.0, "articles")
    found = re.fullmatch(r"!\[articles\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)", image)
    assert found
    svg = base64.b64decode(found[1]).decode()
    assert svg.count("<rect") == 3
    assert svg.count("#c53030") == 1
    assert 'y1="16.0"' in svg
    assert bars([], "trust") == ""


def test_limits_can_be_set_anew_one_by_one() -> None:
    changed = Thresholds().changed({"without_date": {"look": "0.5"}, "drift_look": "6", "enough": "3"})
    assert (changed.without_date, changed.drift_look, changed.enough) == (Limit(0.5), 6.0, 3)
    assert changed.items_refused == Thresholds().items_refused
    for wrong, said in (
        ({"without_dates": {"look": 1}}, "no limit of quality is named 'without_dates'"),
        ({"without_date": {"lok": 1}}, "takes look and stop with numbers"),
        ({"without_date": 3}, "takes look and stop with numbers"),
        ({"drift_look": "much"}, "takes a number, not 'much'"),
    ):
        with pytest.raises(ValueError, match=said):
            Thresholds().changed(wrong)


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.settings import Settings

    monkeypatch.setenv("DETENTE_QUALITY__WITHOUT_DATE__LOOK", "0.5")
    monkeypatch.setenv("DETENTE_QUALITY__DRIFT_STOP", "9")
    limits = Settings().thresholds
    assert (limits.without_date.look, limits.drift_stop) == (0.5, 9.0)
    json.dumps(limits.without_date.look)


@pytest.mark.parametrize(("accepted_at", "stands"), [(None, "stop"), (datetime(2024, 6, 1), "look")])
def test_the_verdict_on_the_run_counts_for_the_whole(told: Path, accepted_at: datetime | None, stands: str) -> None:
    with open_writer(told) as con:
        insert(con, "run_verdict", run_id="b" * 16, verdict="stop", reasons_json='["wire: silent"]', earlier_runs=3,
               coder_version="v2", model_digest="", seeds_digest="", accepted_at=accepted_at)  # fmt: skip
    with duckdb.connect(str(told), read_only=True) as con:
        quality = measure_quality(con)
    assert quality.verdict == stands
    assert quality.reasons[0] == "wire: silent"
