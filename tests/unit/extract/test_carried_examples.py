"""Training reads the passages that the coder reads."""

from tasks.extract.components.relations import find_candidates
from training.carried import carried_examples

TEXTS = ("Moscow received Pakistan's envoy.", "He stayed a week.", "Russia will sell him helicopters.")


def test_training_and_coder_mark_the_same_passage(read):
    doc = read(*TEXTS)
    (candidate,) = (one for one in find_candidates(doc) if one.kind == "carried")
    bounds = [[sent.start_char, sent.end_char] for sent in doc.sents]
    at = doc.text.index
    found = [
        {"RUS": [{"span": [0, 6]}], "PAK": [{"span": [at("Pakistan"), at("Pakistan") + 8]}]},
        {},
        {"RUS": [{"span": [at("Russia"), at("Russia") + 6]}]},
    ]
    sale = {"source": "RUS", "target": "PAK", "symmetric": False, "event": "COOPERATE", "status": "future"}
    evidence = [at("will sell"), at("will sell") + 9]
    relations = [{**sale, "context": "military", "confidence": 1, "evidence": evidence}]
    (example,) = carried_examples(doc.text, bounds, found, 2, relations, {"split": "train", "from": "carried"})
    assert (example["text"], example["focus"]) == (candidate.passage.text, candidate.passage.focus)
    assert [example["text"][slice(*m["span"])] for m in example["b"]] == ["Pakistan"]
    (relation,) = example["relations"]
    assert (relation["direction"], relation["weight"]) == ("forward", 0.5)
    assert example["text"][slice(*relation["evidence"])] == "will sell"


def test_a_pair_without_a_relation_is_kept_when_held_back():
    bounds, text = [[0, 11], [12, 27]], "Chile paid. Peru was silent"
    found = [{"CHL": [{"span": [0, 5]}]}, {"PER": [{"span": [12, 16]}]}]
    (example,) = carried_examples(text, bounds, found, 1, [], {"split": "held"})
    assert example["relations"] == []


def test_training_and_coder_mark_the_same_passage_for_a_sentence_that_names_no_state(read):
    doc = read("Peru has a long border with Chile.", "Nobody guards the desert.", "They agreed to share the port.")
    coded = [one for one in find_candidates(doc) if one.kind == "unnamed" and one.sentence_no == 2]
    bounds, at = [[sent.start_char, sent.end_char] for sent in doc.sents], doc.text.index
    found = [{"PER": [{"span": [0, 4]}], "CHL": [{"span": [at("Chile"), at("Chile") + 5]}]}, {}, {}]
    deal = {"source": "CHL", "target": "PER", "symmetric": True, "event": "AGREE", "status": "future"}
    relations = [{**deal, "context": "economic", "confidence": 2, "evidence": [at("agreed"), at("agreed") + 6]}]
    (example,) = carried_examples(doc.text, bounds, found, 2, relations, {"split": "train", "from": "carried"})
    assert [(one.passage.text, one.passage.focus) for one in coded] == [(example["text"], example["focus"])]
    assert [example["text"][slice(*m["span"])] for m in (*example["a"], *example["b"])] == ["Peru", "Chile"]
    assert [relation["direction"] for relation in example["relations"]] == ["symmetric"]


def test_two_carried_states_are_a_pair_only_where_the_sentence_names_none():
    bounds, text = [[0, 21], [22, 27]], "Chile met Peru there. Cuba."
    found = [{"CHL": [{"span": [0, 5]}], "PER": [{"span": [10, 14]}]}, {"CUB": [{"span": [22, 26]}]}]

    def pairs(*states):
        return [one["iso3"] for one in carried_examples(text, bounds, list(states), 1, [], {"split": "held"})]

    assert pairs(*found) == [["CUB", "CHL"], ["CUB", "PER"]]
    assert pairs(found[0], {}) == [["CHL", "PER"]]
