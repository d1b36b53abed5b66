import pytest

from tasks.clean.boilerplate import dateline_end, is_boilerplate


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON (Reuters) -",
        "WASHINGTON, March 3 (Reuters) -",
        "LONDON (AP) —",
        "NEW YORK/GENEVA (Reuters) -",
        "AUSTIN, Texas (Reuters) -",
        "(Reuters) -",
        "ISLAMABAD, Jan 10 -",
        "TASHKENT, Jan 10 1966 -",
        "BEIJING, Jan. 3 (Xinhua) --",
        "Moscow, Jan. 10 -",
    ],
)
def test_dateline_is_found_whole(dateline):
    assert dateline_end(dateline + " The ministers met.") == len(dateline)


@pytest.mark.parametrize("dateline", ["GENEVA -", "KARACHI:"])
def test_bare_dateline_only_at_the_top(dateline):
    assert dateline_end(dateline + " The ministers met.", is_lead=True) == len(dateline)
    assert dateline_end(dateline + " The ministers met.") == 0


@pytest.mark.parametrize(
    "line",
    [
        "The minister met reporters in Geneva.",
        "It was a sunny morning on Saturday 31 August 2013 – a day to remember.",
        "NOTE: the full name is Acme.",
        "Talks in Tashkent, January 1966, ended the war.",
        "islamabad reuters as influence wanes",
    ],
)
def test_no_dateline(line):
    assert dateline_end(line, is_lead=True) == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "(Reporting by Ann Lee; Editing by Bo Kim)",
        "(Additional reporting by Ann Lee in Oslo)",
        "Writing by Ann Lee",
        "reporting by ann lee additional reporting by bo kim in oslo editing by cy fox",
        "REUTER",
        "Reuter",
        "END",
        "Copyright 1987 Example News. All rights reserved.",
        "© 2016 Example",
        "Read more: the week in pictures",
        "Follow us on the web",
        "Email desk@example.org",
        "* * *",
    ],
)
def test_boilerplate_is_marked(sentence):
    assert is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The report was edited by a committee.",
        "Reuters reported the deal on Friday.",
        "The end of the war is near.",
        "More troops arrived on Monday.",
        "By Friday the Army had left.",
        "End the war, the Pope said.",
    ],
)
def test_news_is_not(sentence):
    assert not is_boilerplate(sentence, is_lead=True)


def test_by_line_counts_at_the_top_only():
    assert is_boilerplate("By Ann Lee, Example News", is_lead=True)
    assert not is_boilerplate("By Ann Lee, Example News")
