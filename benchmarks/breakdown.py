"""What the evaluation's scorer leaves out: status and context of relations found, and figures class by class."""

from collections import Counter
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

Rows = dict[str, Any]
Scorer = Callable[[Rows, Rows], dict[str, dict[str, float]]]


def attribute_scorer(scorer: ModuleType) -> Scorer:
    """A scorer like those of score.py: accuracy of status and context where sentence, states and event are right."""

    def score(gold: Rows, coded: Rows) -> dict[str, dict[str, float]]:
        right: Counter[str] = Counter()
        for one, two in _matched(scorer, gold, coded):
            right["n"] += 1
            right.update(name for name in ("status", "context") if one[name] == two[name])
        return {name: {"accuracy": right[name] / max(1, right["n"]), "n": right["n"]} for name in ("status", "context")}

    return score


def _matched(scorer: ModuleType, gold: Rows, coded: Rows) -> Iterator[tuple[Rows, Rows]]:
    for key, doc in gold.items():
        if "sentence_spans" not in doc:
            continue
        sure = [r for r in doc["relations"] if scorer.is_sure(r, "event")]
        wanted = scorer.sentence_units(doc, sure, doc)
        found = scorer.sentence_units(doc, coded.get(key, {}).get("relations", []), doc)
        for sentence, relations in wanted.items():
            answers = {scorer.relation_key(r, "event"): r for r in found.get(sentence, [])}
            for relation in relations:
                answer = answers.get(scorer.relation_key(relation, "event"))
                if answer:
                    yield relation, answer


def class_lines(gold: Rows, coded: Rows) -> Iterator[str]:
    """Per event class of the given pairs: precision, recall, F1, number; what it is taken for most often."""
    answers: Counter[tuple[str, str]] = Counter()
    for key, doc in gold.items():
        for pair, answer in zip(doc["pairs"], coded[key]["pairs"], strict=True):
            merged = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
            answers[merged.get(pair["event"], pair["event"]), merged.get(answer["event"], answer["event"])] += 1
    for name in sorted({wanted for wanted, _ in answers}):
        said = sum(n for (_, b), n in answers.items() if b == name)
        there = sum(n for (a, _), n in answers.items() if a == name)
        hits = answers[name, name]
        wrong = [(n, b) for (a, b), n in answers.items() if a == name != b]
        taken = f"  most taken for {max(wrong)[1]}" if wrong else ""
        f1 = 2 * hits / (said + there)
        precision, recall = hits / max(1, said), hits / there
        yield f"{name:10} precision {precision:.2f} recall {recall:.2f} F1 {f1:.2f}  {there} pairs{taken}"
