"""Who pays whom where one state charges, sues, floats or builds; and names and debts that bind nobody."""

from functools import partial

import pytest

from tasks.extract.money import find_money, link_countries
from tasks.extract.money.continued import continue_links
from tasks.extract.money.model import FoundMoney
from tests.unit.extract import linking

KINDS = {
    "Japan": ("JPN", "name"),
    "Kenya": ("KEN", "name"),
    "Norwegian": ("NOR", "demonym"),
    "Kenyan": ("KEN", "demonym"),
    "Nairobi": ("KEN", "capital"),
    "Statoil": ("NOR", "company"),
    "Finance Ministry": ("KEN", "institution"),
    "DOE": ("LBR", "leader"),
    "Yen": ("TWN", "leader"),
}


linked = partial(linking.linked, kinds=KINDS)
places = partial(linking.places, kinds=KINDS)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # duties: whose goods they are pays; the worth of the goods is another sum
        ("Kenya may lift the 5 mln dlrs of duties it imposed on Norwegian cod.", ("NOR", "KEN", None)),
        ("Kenya imposed tariffs worth up to 5 mln dlrs on Norwegian cod.", ("NOR", "KEN", None)),
        # a deal of two states, however its sum is put
        ("Kenya and Norwegian firms discuss gas deals worth in excess of 5 bln dlrs.", (None, None, ("KEN", "NOR"))),
        # claims
        ("The Kenyan government is demanding more than 5 mln dlrs from Statoil.", ("NOR", "KEN", None)),
        # investors without a state
        ("Foreign firms have invested 5 mln dlrs in offshore Kenya since 1979.", (None, "KEN", None)),
        # issues of a state, and of a firm
        ("Kenya will float a 5 mln dlr bond in London.", (None, "KEN", None)),
        ("Kenya's state-run Tea Board said it arranged a 5 mln yen offering of notes.", (None, "KEN", None)),
        ("Statoil issued a 5 mln dlr bond in London.", (None, None, None)),
        # who builds is paid by whom it is built for
        ("Statoil completed installation of a 5 mln dlr system for Kenya.", ("KEN", "NOR", None)),
        # a state that awards contracts in foreign money pays abroad, in its own at home
        ("Kenya plans to award contracts for three mills valued at 5 mln dlrs.", ("KEN", None, None)),
        # several loans of one size
        ("Kenya had obtained two credits of 5 mln dlrs each for export finance from Japan.", ("JPN", "KEN", None)),
        # a lender is no borrower
        ("The new credit will replace a 5 mln dlr line with Statoil, and cut borrowing costs.", (None, None, None)),
        # a deal names its partner, and where the goods go
        ("Kenya signed a 5 mln dlr agreement with Statoil to promote tea in Japan.", (None, None, ("KEN", "NOR"))),
        # a stake that is taken far behind its taker
        (
            "Statoil said it has at last started its long awaited and previously announced offer to its owners for the"
            " stake in Kenyan Tea that it does not own, for 95 dlrs per share.",
            ("NOR", "KEN", None),
        ),
        # who suspends payments owes
        ("Statoil said Kenya's recent suspension of payments on 5 mln dlrs of bank debt hurt.", ("KEN", None, None)),
        # public debt is owed at home, foreign debt abroad
        ("The Finance Ministry wants to pay off public debt, which stood at 5 mln dlrs.", (None, None, None)),
        ("The borrowing requirement of Kenya was 5 mln dlrs last year.", (None, None, None)),
    ],
)
def test_bound(text, want):
    assert linked(text)[0] == want


@pytest.mark.parametrize(
    "text",
    [
        "Statoil agreed to pay 5 mln dlrs to settle, DOE said.",
        "Statoil arranged a 5 mln dlr loan, its first Euro-Yen loan.",
    ],
)
def test_acronyms_and_currencies_are_no_persons(text):
    assert not {"LBR", "TWN"} & {side for side in linked(text)[0][:2] if side}


def test_growth_of_exports_is_no_aid():
    """The event is the loan's, not that of the exports that it is to bring."""

    class Aid:
        source, target, is_symmetric, event, context, status = "JPN", "KEN", False, "AID", "economic", "actual"
        evidence = (0, 20)

    text = "Japan aids Kenya to help it increase its exports by 5 mln dlrs a year."
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    assert link_countries(found, places(text), [Aid()], text=text)[0].payer is None


def test_the_cost_goes_on_about_the_deal():
    former = FoundMoney(0, 9, payer="KEN", payee="NOR", purpose="investment", sentence=0)
    text = "The minister said the cost would be 6 mln dlrs in cash."
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    [one] = continue_links(found, [], [former], [], text=text, number=1)
    assert (one.payer, one.payee) == ("KEN", "NOR")
