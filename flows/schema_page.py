"""The description of the warehouse as Markdown: what docs/warehouse.md ends with."""

from collections.abc import Sequence

from warehouse.describe import KINDS, Thing

# Which table's rows belong to which other table's: the keys that joins go by.
TIES = (
    ("article", "document", "article_id"),
    ("article", "sentence", "article_id"),
    ("article", "article_band", "article_id"),
    ("article", "coding", "article_id"),
    ("article", "duplicate", "article_id, duplicate_of"),
    ("article", "mention", "article_id"),
    ("article", "relation", "article_id"),
    ("article", "money", "article_id"),
    ("sentence", "relation", "article_id, sentence_no"),
    ("sentence", "money", "article_id, sentence_no"),
    ("relation", "money", "relation_id"),
    ("country", "mention", "iso3"),
    ("country", "relation", "source, target"),
    ("country", "money", "payer, payee, pair_a, pair_b"),
    ("event_type", "relation", "event"),
    ("context", "relation", "context"),
    ("currency", "money", "currency"),
    ("source", "document", "source"),
    ("source", "watermark", "source"),
    ("run", "run_verdict", "run_id"),
    ("run", "run_measure", "run_id"),
    ("run", "revision", "run_id"),
    ("revision", "article_revision", "revision_no"),
)
_ONE_TO_ONE = {"coding", "duplicate", "run_verdict", "revision"}
_HEADINGS = {"table": "Tables", "view": "Views", "mart": "Marts", "macro": "Macros"}
_INTRODUCTIONS = {
    "table": "What the loader writes. Everything else is made from these.",
    "view": "Always of the moment, and slower than the marts on a large warehouse.",
    "mart": "Made anew by every run that publishes, from tables and views alone.",
    "macro": "Called like a table: `SELECT * FROM compare('PAK', ['RUS'])`. A country is its ISO3 code or English "
    "name; what is given with `:=` may be left out. A wrong name is an error with a suggestion, not an empty answer.",
}


def schema_markdown(things: Sequence[Thing]) -> str:
    """The whole description, with a diagram of the tables."""
    parts = ["### How the tables hang together", _diagram(things)]
    for kind in KINDS:
        parts += [f"### {_HEADINGS[kind]}", _INTRODUCTIONS[kind]]
        parts += [_thing(thing) for thing in things if thing.kind == kind]
    return "\n\n".join(parts) + "\n"


def _diagram(things: Sequence[Thing]) -> str:
    """The tables with their keys; a crow's foot stands where many rows belong to one."""
    lines = ["```mermaid", "erDiagram"]
    for one, many, key in TIES:
        foot = "|o" if many in _ONE_TO_ONE else "o{"
        lines.append(f'    {one} ||--{foot} {many} : "{key}"')
    keys = {name for tie in TIES for name in tie[2].split(", ")}
    for thing in things:
        if thing.kind == "table" and any(thing.name in tie[:2] for tie in TIES):
            shown = [column for column in thing.columns if column.name in keys or column.name.endswith("_id")]
            lines += [f"    {thing.name} {{", *(f"        {c.type} {c.name}" for c in shown), "    }"]
    return "\n".join([*lines, "```"])


def _thing(thing: Thing) -> str:
    lines = [f"#### `{thing.name}`", "", thing.comment.replace("|", "\\|").replace("*", "\\*")]
    if thing.columns:
        lines += ["", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.type} | {c.comment.replace('|', chr(92) + '|')} |" for c in thing.columns]
    return "\n".join(lines)
