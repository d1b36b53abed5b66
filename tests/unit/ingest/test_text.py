"""Plain text files: titles, dates, bodies."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.ingest.sources.text import split_article

from .conftest import Read, read_all

BODY = "The two ministers met on Monday.\nThey spoke about grain."


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"Ministers meet\n\n{BODY}\n", "Ministers meet", f"{BODY}\n"),
        (f"Ministers meet\n{BODY}", "Ministers meet", BODY),
        (f"\n\nMinisters meet\r\n\r\n{BODY}", "Ministers meet", BODY),
        (f"Title: Ministers meet\n\n{BODY}", "Ministers meet", BODY),
        ("ministers meet\nthe two ministers met on monday to speak of grain", "ministers meet", None),
        ("One line only", "", "One line only"),
        (f"The first sentence ends here.\n{BODY}", "", None),
        (f"{'long ' * 60}\n\n{BODY}", "", None),
        ("The president of the republic said on Monday that his\ncountry would pay.", "", None),
        (
            "The foreign minister flew to Nairobi on Monday, and the\n"
            "Kenyan government received him with the honours of a\nstate visit.",
            "",
            None,
        ),
        (
            "the foreign minister flew to nairobi on monday where the\nkenyan government received him with honours",
            "",
            None,
        ),
        ("Ministers meet,\nand agree", "", None),
    ],
)
def test_title(text: str, title: str, body: str | None) -> None:
    found, _, rest = split_article(text)
    assert found == title
    assert body is None or rest == body


@pytest.mark.parametrize("gap", ["", "\n"])
def test_date_line(tmp_path: Path, read: Read, gap: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Ministers meet\n{gap}Date: 2017-12-30\n{gap}{BODY}")
    (item,), rejected = read(path)
    assert not rejected
    assert (item.title, item.text) == ("Ministers meet", BODY)
    assert (item.published_at, item.date_source, item.date_precision) == (datetime(2017, 12, 30), "field", "day")


def test_a_date_line_that_is_no_date_stays_in_the_text() -> None:
    title, published, body = split_article(f"Ministers meet\nDate: soon\n{BODY}")
    assert (title, published.at, body) == ("Ministers meet", None, f"Date: soon\n{BODY}")


def test_date_of_dateline_before_that_of_the_file_name(tmp_path: Path, read: Read) -> None:
    (tmp_path / "2019-01-02.txt").write_text("Leaders sign\n\nTASHKENT, Jan 10 1966 - The leaders signed.")
    (tmp_path / "2019-01-03.txt").write_text("Leaders sign\n\nThe leaders signed.")
    (tmp_path / "none.txt").write_text("Leaders sign\n\nTASHKENT, Jan 10 - The leaders signed.")
    items, _ = read(tmp_path)
    assert [(i.published_at, i.date_source) for i in items] == [
        (datetime(1966, 1, 10), "dateline"),
        (datetime(2019, 1, 3), "file_name"),
        (None, "none"),
    ]


@given(st.text())
def test_no_character_of_the_text_is_lost(text: str) -> None:
    title, published, body = split_article(text)
    if published.at is None:
        labelled = text.strip().lower().startswith("title")
        assert labelled or "".join((title + body).split()) == "".join(text.split())


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1))
def test_any_text_survives_a_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("t") / "a.txt"
    path.write_bytes(text.encode())
    items, rejected = read_all(path)
    assert len(items) + len(rejected) == 1
    if items:
        assert items[0].title == ""
        assert items[0].text == text.removeprefix("\ufeff")
    else:
        assert not text.strip("\ufeff").strip() or text.startswith(("PK", "%PDF"))
