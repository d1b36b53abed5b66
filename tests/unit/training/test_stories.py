"""The stories written for the project, as they are read."""

import json

from seeds.reader import CONTEXTS, EVENTS, STATUSES, read_countries
from training.stories import read_stories


def test_spans_are_of_the_whole_text(tmp_path):
    path = tmp_path / "stories.jsonl"
    told = [1, "PER=CHL", "CONSULT", "diplomatic", "actual", 2, [0, 4], None, [5, 8]]
    row = {"id": "a", "published_at": "1990-01-01", "sentences": ["Rain fell.", "They met."], "relations": [told]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (story,) = read_stories(path)
    assert story["text"] == "Rain fell. They met."
    assert [story["text"][slice(*span)] for span in story["sentences"]] == row["sentences"]
    (relation,) = story["relations"]
    assert (relation["source"], relation["target"], relation["symmetric"]) == ("PER", "CHL", True)
    assert story["text"][slice(*relation["source_span"])] == "They"
    assert relation["target_span"] is None
    assert story["text"][slice(*relation["evidence"])] == "met"


def test_every_story_is_coded_in_the_field_s_terms():
    states = {*read_countries(), "EUU", "SUN", "YUG"}
    for story in read_stories():
        for one in story["relations"]:
            assert (one["event"] in EVENTS, one["context"] in CONTEXTS, one["status"] in STATUSES) == (True,) * 3
            assert {one["source"], one["target"]} <= states
            start, end = story["sentences"][one["sent"]]
            assert start <= one["evidence"][0] < one["evidence"][1] <= end
