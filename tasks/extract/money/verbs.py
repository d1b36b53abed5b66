"""Verbs and nouns of giving, taking, buying and selling, and whether a word is the verb here."""

from tasks.extract.money.places import Place, is_noun
from tasks.extract.money.tokens import Token, at

GIVE = frozenset(
    """give gives gave given giving grant grants granted granting pledge pledges pledged pledging provide provides
    provided providing donate donates donated donating lend lends lent lending loan loaned loans invest invests
    invested investing award awards awarded pay pays paid payed paying offer offers offered offering approve
    approves approved send sends sent sending contribute contributes contributed allocate allocated suspend suspends
    suspended suspending withhold withheld freeze froze frozen cut cuts cutting release released extend extended
    extending spend spends spent cancel cancelled canceled withdraw withdrew withdrawn commit commits committed
    announced announces promise promised promises earmarked transfer transferred owe owes owed owing repay repaid
    deliver delivered disburse disburses disbursed disbursing fund funds funded finance financed financing reduce
    afford renege reneged honour honor""".split()
)
PASSIVE = frozenset("was were been being is are be".split())
TAKE = frozenset(
    """receive receives received receiving secure secures secured securing obtain obtains obtained borrow borrows
    borrowed borrowing get gets got win wins won seek seeks sought asked ask requested request demand
    demands demanded demanding earn earned raise raises raised raising take takes took taken taking
    accept accepts accepted""".split()
)
# Words of these lists that are nouns, too.
NOUNS = frozenset(
    """loan loans grant grants offer offers fund funds cut cuts release finance demand demands request order purchase
    supply""".split()
)
ASK = frozenset("asked ask asks requested requests urge urges urged pressed".split())
BUY = frozenset(
    """buy buys buying bought acquire acquires acquired acquiring purchase purchases purchased purchasing import imports
    imported importing order ordered""".split()
)
SELL = frozenset(
    """sell sells selling sold export exports exported exporting supply supplies supplied ship shipped shipments
    sales""".split()
)
FLOW_NOUNS = frozenset(
    """aid assistance loan loans grant grants credit credits investment investments funding help relief subsidy
    contribution contributions pledge pledges guarantee guarantees""".split()
)


def is_verb(tokens: list[Token], i: int, places: list[Place], verbs: frozenset[str]) -> bool:
    """Whether the word at token i is one of the verbs, and no noun ("a loan of", "took part")."""
    if tokens[i].low not in verbs or at(tokens, i + 1).low in {"part", "place"}:
        return False
    return tokens[i].low not in NOUNS or not is_noun(tokens, i, places)
