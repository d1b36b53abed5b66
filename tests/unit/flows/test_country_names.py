"""Countries as analysts type them."""

import pytest

from flows.country_names import UnknownCountryError, find_country, suggest
from seeds.reader import read_countries


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("RUS", "RUS"),
        ("rus", "RUS"),
        ("ru", "RUS"),
        (" Russia ", "RUS"),
        ("RUSSIAN", "RUS"),
        ("Moscow", "RUS"),
        ("Soviet Union", "SUN"),
        ("US", "USA"),
        ("the U.S.", "USA"),
        ("America", "USA"),
        ("united kingdom", "GBR"),
        ("UK", "GBR"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d ivoire", "CIV"),
        ("Bosnia & Herzegovina", "BIH"),
        ("EU", "EUU"),
        ("Prague", "CZE"),
    ],
)
def test_common_spellings(name: str, iso3: str) -> None:
    assert find_country(name) == iso3


def test_every_country_is_found_by_its_code_and_its_name() -> None:
    countries = read_countries().values()
    assert [one.iso3 for one in countries if find_country(one.iso3.lower()) != one.iso3] == []
    assert [one.name for one in countries if find_country(one.name) != one.iso3] == []


def test_misspelt_names_get_the_closest() -> None:
    with pytest.raises(UnknownCountryError, match=r"^no country 'Pakstan': did you mean Pakistan \(PAK\)\?$"):
        find_country("Pakstan")
    assert suggest("Rusia")[0] == "Russia (RUS)"


@pytest.mark.parametrize("name", ["", "...", "xyzzy-plugh", "Gazprom", "☃" * 10, "a" * 1_000_000])
def test_what_is_no_country_is_an_error_on_one_short_line(name: str) -> None:
    with pytest.raises(UnknownCountryError) as raised:
        find_country(name)
    assert len(str(raised.value)) < 300
