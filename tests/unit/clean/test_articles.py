import json
from datetime import datetime

import pytest

from schemas import Article, ArticleBand, Document, Quarantine, RawDocument, Sentence
from tasks.clean import articles as module
from tasks.clean.articles import article_id_of, clean_documents
from tasks.clean.offsets import OffsetMap

TEXT = "The two governments signed a pact on Monday. They will meet again next year, the envoy said."


def document(number, text=TEXT, title="Pact signed", published_at=None, **changes):
    row = {
        "document_id": f"{number:016x}",
        "source": "example.org",
        "uri": "news.jsonl",
        "item": f"line {number}",
        "url": None,
        "title": title,
        "text": text,
        "published_at": published_at,
        "date_source": "field" if published_at else "none",
        "date_precision": "day" if published_at else None,
        "raw_sha256": "0" * 64,
    }
    return row | changes


def cleaned(*rows):
    return clean_documents(RawDocument.frame(list(rows)))


def only(frame):
    assert frame.height == 1
    return frame.row(0, named=True)


def test_every_frame_keeps_its_contract():
    batch = cleaned(
        document(1), document(2, text="…!!"), document(3, text="Les deux gouvernements ont signé un accord lundi.")
    )
    Article.validate(batch.article)
    Sentence.validate(batch.sentence)
    Document.validate(batch.document)
    ArticleBand.validate(batch.article_band)
    Quarantine.validate(batch.quarantine)


def test_no_documents_give_empty_frames():
    batch = cleaned()
    assert [batch.article.height, batch.sentence.height, batch.quarantine.height, batch.article_band.height] == [
        0,
        0,
        0,
        0,
    ]


def test_an_article_and_its_sentences():
    batch = cleaned(document(1))
    article = only(batch.article)
    assert article["article_id"] == article_id_of("Pact signed\n\n" + TEXT)
    assert article["title"] == "Pact signed"
    found = [article["text"][s["start"] : s["end"]] for s in batch.sentence.iter_rows(named=True)]
    assert found == [
        "Pact signed",
        "The two governments signed a pact on Monday.",
        "They will meet again next year, the envoy said.",
    ]


def test_one_text_twice_is_one_article_of_the_earliest():
    early, late = datetime(1987, 3, 1), datetime(1987, 3, 2)
    batch = cleaned(
        document(1, source="undated"),
        document(2, published_at=late),
        document(3, published_at=early, source="first", date_precision="month"),
    )
    article = only(batch.article)
    assert (article["source"], article["published_at"], article["date_precision"]) == ("first", early, "month")
    assert batch.document["article_id"].to_list() == [article["article_id"]] * 3


def test_offset_map_of_a_document_leads_to_its_text():
    raw = "Caf&eacute; talks \u00ad went on. They   ended."
    batch = cleaned(document(1, text=raw, title=""))
    article, row = only(batch.article), only(batch.document)
    offsets = OffsetMap.from_flat(row["offset_map"])
    start = article["text"].index("ended")
    assert raw[slice(*offsets.span(start, start + 5))] == "ended"


@pytest.mark.parametrize(
    ("text", "title", "check"),
    [
        (" \n \u200b\n", "", "no_text"),
        ("12 / 34 -- 56", "", "no_text"),
        ("PK\x03\x04\x00\x00\ufffd\ufffd\x01\x02abc", "", "not_text"),
        ("a =#=#=#= ##### ***** $$$$$ %%%%% ^^^^^", "Archive", "not_text"),
        ("QUJD" * 200, "Attachment", "not_text"),
        ("word " * 50_000, "Book", "too_long"),
    ],
)
def test_refused_with_its_reason(text, title, check):
    batch = cleaned(document(7, text=text, title=title), document(8))
    refused = only(batch.quarantine)
    assert (refused["stage"], refused["check_name"], refused["item"]) == ("clean", check, "news.jsonl#line 7")
    assert json.loads(refused["row_json"])["document_id"] == f"{7:016x}"
    assert batch.article.height == 1


def test_another_language_is_kept_and_reported():
    batch = cleaned(document(1, text="两国政府星期一签署了关于边境贸易的协议，双方表示将继续谈判。" * 3, title=""))
    assert only(batch.article)["is_codable"] is False
    refused = only(batch.quarantine)
    assert (refused["check_name"], refused["reason"]) == ("language", "written in zh; the coder reads English")


def test_a_failing_text_does_not_stop_the_batch(monkeypatch):
    real = module.clean_text

    def failing(raw, title=""):
        if "hostile" in raw:
            raise RuntimeError("boom")
        return real(raw, title)

    monkeypatch.setattr(module, "clean_text", failing)
    batch = cleaned(document(1, text="a hostile text"), document(2))
    assert only(batch.quarantine)["check_name"] == "clean_error"
    assert "RuntimeError: boom" in only(batch.quarantine)["reason"]
    assert batch.article.height == 1


def test_quarantined_row_stays_short_whatever_it_holds():
    batch = cleaned(document(1, text='"\\' * 200_000, uri='"' * 3_000, item="\x01" * 500))
    assert only(batch.quarantine)["check_name"] == "too_long"
    assert len(only(batch.quarantine)["row_json"]) <= 2_000


def test_same_input_gives_the_same_rows():
    one, two = cleaned(document(1), document(2, text="!?")), cleaned(document(1), document(2, text="!?"))
    assert one.article.equals(two.article)
    assert one.quarantine.equals(two.quarantine)
    assert one.article_band.equals(two.article_band)
