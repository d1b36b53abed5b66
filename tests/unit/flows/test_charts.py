"""The charts of a comparison: a line is not drawn through years that nobody tells of."""

from datetime import date

from flows.charts import intensity_chart, year_chart


def year(number, intensity, stories=1):
    return {"period": date(number, 1, 1), "mean_intensity": intensity, "stories": stories}


def test_a_line_breaks_where_years_are_missing():
    chart = year_chart({"Russia": [year(2001, 2.0), year(1960, -1.5), year(2004, 3.0)]})
    assert '"y":[-1.5,null,2.0,3.0]' in chart
    assert '"x":["1960-01-01","1961-01-01","2001-01-01","2004-01-01"]' in chart


def test_no_chart_of_years_where_none_is_known():
    assert year_chart({"Russia": [year(2001, None)]}) == ""


def test_a_mean_is_shown_with_its_stories():
    row = {"partner": "RUS", "partner_name": "Russia", "mean_intensity": 2.65, "stories": 1, "mentions": 3}
    assert '"+2.6 (1 story)"' in intensity_chart([row, {**row, "mean_intensity": None}])
