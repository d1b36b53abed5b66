"""The shipped model keeps its floor on sentences that it was never trained on, clean and mangled."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tasks.extract.coder import Coder
from tasks.extract.explain import explain_record
from tasks.extract.record import code_records
from training.augment import mangle

GOLDEN = Path(__file__).parents[1] / "golden" / "relations.tsv"
DETENTE = Path(sys.executable).parent / "detente"
# What the shipped model reaches is in its card; the floors leave room for a retrained one to differ a little.
FLOORS = {"directed": 0.9, "event": 0.88}


def read_golden() -> list[tuple[str, set[tuple[str, str, str, str]]]]:
    cases = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, _, coded = line.partition("\t")
        relations = set()
        for item in filter(None, (part.strip() for part in coded.split(";"))):
            pair, event, status = item.split()
            source, target = re.split("[=>]", pair)
            relations.add((source, target, event, status))
            if "=" in pair:
                relations.add((target, source, event, status))
        cases.append((text, relations))
    return cases


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def found(record: dict) -> set[tuple[str, str, str, str]]:
    relations = set()
    for r in record["relations"]:
        relations.add((r["source"], r["target"], r["event"], r["status"]))
        if r["symmetric"]:
            relations.add((r["target"], r["source"], r["event"], r["status"]))
    return relations


def f1(pairs: list[tuple[set, set]], width: int) -> float:
    gold = [{item[:width] for item in one} for one, _ in pairs]
    said = [{item[:width] for item in two} for _, two in pairs]
    hits = sum(len(one & two) for one, two in zip(gold, said, strict=True))
    return 2 * hits / (sum(map(len, gold)) + sum(map(len, said)))


@pytest.mark.parametrize("is_mangled", [False, True])
def test_floor(coder, is_mangled):
    cases = read_golden()
    texts = [mangle({"text": text, "a": [], "b": [], "c": []})["text"] if is_mangled else text for text, _ in cases]
    records = code_records(({"id": str(i), "text": text} for i, text in enumerate(texts)), coder)
    pairs = [(gold, found(record)) for (_, gold), record in zip(cases, records, strict=True)]
    assert f1(pairs, 2) >= FLOORS["directed"]
    assert f1(pairs, 3) >= FLOORS["event"]


def test_nothing_is_made_of_countries_that_do_nothing_to_each_other(coder):
    quiet = [text for text, gold in read_golden() if not gold]
    records = code_records(({"id": str(i), "text": text} for i, text in enumerate(quiet)), coder)
    assert sum(bool(record["relations"]) for record in records) <= 1


def test_neighbours_do_not_change_what_is_coded(coder):
    rows = [{"id": str(i), "text": text} for i, (text, _) in enumerate(read_golden())]
    together = list(code_records(rows, coder))
    alone = [record for row in rows for record in code_records([row], coder)]
    assert together == alone


def test_an_explanation_tells_what_was_coded_and_what_was_not(coder):
    text = "Chile lent Peru $5 million. Lima thanked it, and Bolivian papers were silent."
    (record,) = code_records([{"id": "a", "text": text}], coder)
    found = list(explain_record({"id": "a", "text": text}, coder))
    coded = {(r.source, r.target, r.event, r.score) for one in found for r in one.relations}
    assert coded == {(r["source"], r["target"], r["event"], r["score"]) for r in record["relations"]}
    first = found[0]
    assert (first.first_words, first.second_words, first.context) == ("Chile", "Peru", "")
    assert first.answers == sorted(first.answers, key=lambda answer: -answer.score)
    config = coder.nlp.get_pipe("detente_relations").model.config
    assert (first.threshold, first.further) == (config["threshold"], config["further_threshold"])
    for one in found:
        assert bool(one.relations) == (not one.is_stopped and one.pair >= one.threshold)
        events = {relation.event for relation in one.relations}
        if events:  # what else was weighed would have had to be surer
            assert all(answer.score <= one.further for answer in one.answers if answer.event not in events)
    carried = next(one for one in found if one.context)
    assert "Chile" in carried.context
    assert "Lima" in carried.sentence


def test_the_documented_example_is_what_comes_out(coder):
    page = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
    given = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    shown = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    first, second = code_records(map(json.loads, given[1].splitlines()), coder)
    for one in (*first["relations"], *first["pairs"]):
        one["score"] = None
    assert first == json.loads(shown[1].replace("…", "null"))
    assert [(f["min"], f["max"], f["magnitude"]) for f in second["money"]] == [(None, None, 1e6)]


def test_code_command_explains_a_plain_text(tmp_path):
    (tmp_path / "a.txt").write_text("Chile lent Peru $5 million.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["code", str(tmp_path / "a.txt"), "--explain"])
    assert done.exit_code == 0, done.stderr
    assert "Chile lent Peru" in done.stdout
    assert "CHL" in done.stdout


def test_code_command_keeps_order_ids_and_offsets(tmp_path):
    texts = ["Chile lent Peru $5 million.\r\n\r\n“Peru” thanked Chile — café 😀 Côte d'Ivoire watched.", "", "…"]
    rows = [{"id": f"n{i}", "text": text} for i, text in enumerate(texts)]
    rows.append({"id": "pair", "text": "Chile thanked Peru.", "pairs": [{"source": [0, 5], "target": None}]})
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = CliRunner().invoke(app, ["code", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 0, done.stderr
    coded = [json.loads(line) for line in (tmp_path / "out.jsonl").open(encoding="utf-8")]
    assert [record["id"] for record in coded] == ["n0", "n1", "n2", "pair"]
    first, text = coded[0], texts[0]
    assert {country["iso3"] for country in first["countries"]} == {"CHL", "PER", "CIV"}
    for country in first["countries"]:
        for mention in country["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
    (money,) = first["money"]
    assert (text[money["start"] : money["end"]], money["min"]) == ("$5 million", 5e6)
    assert len(coded[3]["pairs"]) == 1


def test_a_broken_record_is_one_line_on_standard_error(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "Peru met Chile."}\n{"id": \n', encoding="utf-8")
    command = [str(DETENTE), "code", str(tmp_path / "in.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "line 2 is not JSON" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pair_of_a_mangled_text_is_explained_by_what_was_read(coder):
    filler = "nobody knows when the rain will stop in the long valley of the river "
    text = f"peru paid chile {filler * 3}brazil asked chile for wheat"
    found = {one.first_words + one.second_words: one for one in explain_record({"id": "a", "text": text}, coder)}
    assert found["peruchile"].read.startswith("peru paid chile nobody")
    assert "brazil" not in found["peruchile"].read
    assert found["chilebrazil"].read.endswith("of the river brazil asked chile for wheat")
    whole = explain_record({"id": "a", "text": "Peru paid Chile. Brazil asked Chile for wheat."}, coder)
    assert {one.read for one in whole} == {""}
