"""Words around a figure without a currency that tell money from things that are counted."""

import re

MONEY_NOUNS = frozenset(
    (
        "loan loans aid assistance deal deals project projects cost costs budget budgets package packages "
        "fund funds funding fraud debt debts investment investments contract contracts tax taxes fine fines "
        "penalty bailout bail-out credit credits surplus deficit deficits grant grants profit profits loss "
        "losses revenue revenues settlement lawsuit bond bonds facility facilities programme programmes "
        "pipeline savings earnings income turnover fee fees compensation damages bid offer takeover "
        "acquisition merger buyout stake mortgage payment payments donation donations stimulus spending "
        "expenditure bribe bribes ransom reward bounty salary bonus bonuses capital assets exports imports "
        "sales trade cash money financing refinancing rescue subsidy subsidies reserves windfall jackpot "
        "prize tariffs dowry invoice claim claims lottery transfer purchase arms weapons military defence "
        "defense infrastructure reconstruction relief investment pledge pledges borrowing liabilities "
        "dividend dividends royalties restructuring writedown charge charges endowment estate fortune lending "
        "aid worth value pounds dollars rupees bill bills portfolio note notes debentures securities equity "
        "valuation rebate rebates sponsorship campaign advertising development renovation expansion "
        "construction settlement overhaul"
    ).split()
)
# Before the number: these make it money unless a thing counted follows.
MONEY_VERBS = frozenset(
    (
        "worth cost costs costing pay pays paid paying spend spends spent spending donate donates donated "
        "donating invest invests invested investing pledge pledges pledged pledging lend lends lent lending "
        "loaned borrow borrowed borrowing raise raised raising fund funded funding owe owes owed owing earn "
        "earned earning earns fined valued value priced price prices bid bids charged awarded grant granted "
        "granting allocate allocated allocating earmarked contribute contributed contributing budgeted "
        "financed finance embezzled stole stolen laundered bribe bribed repay repaid repaying subsidise "
        "subsidised invoice net gross grossed grossing compensate refund refunded disbursed disburse injected "
        "pour pours poured pouring pump pumped pumping plough ploughed ploughing plow plowed plowing sink sank "
        "sunk siphon siphoned squander squandered squandering inject deposit deposited withdrew "
        "totalling totaling bring brings brought bringing generate "
        "generates generated oversees manages bought buy purchased purchase save saved saving "
        "lose lost losing"
    ).split()
)
STRONG_BEFORE = frozenset(
    (
        "worth cost costs costing pay pays paid paying spend spends spent spending donate donates donated "
        "donating invest invests invested investing pledge pledges pledged pledging lend lends lent loaned "
        "borrow borrowed owe owes owed fined valued priced disbursed repay repaid bribe bribes allocated "
        "earmarked budgeted embezzled laundered contributed fund funded funding"
    ).split()
)
# Nouns before the number: "profits rose to 12 mln", "debt of 65 mln".
MONEY_SUBJECTS = MONEY_NOUNS - frozenset(
    (
        "military defence defense development campaign notes note reserves construction project projects "
        "programme programmes facility facilities pipeline exports imports arms weapons stake capital "
        "expansion purchase charge estate claims claim deal deals offer bill bills relief transfer trade"
    ).split()
)
COUNTED = frozenset(
    (
        "people person persons men women children civilians voters votes refugees migrants residents citizens "
        "inhabitants jobs workers employees users customers subscribers viewers visitors tourists passengers "
        "patients students members homes houses households units shares stock shrs cars vehicles trucks "
        "tonnes tonne tons ton barrels barrel bpd gallons litres liters bushels bags bales acres hectares "
        "miles kilometres kilometers km metres meters square feet years copies albums records cds tickets "
        "songs downloads phones computers pcs chips pages books volumes doses animals birds cattle pigs "
        "chickens head population output production crop harvest stocks pounds lbs ounces kilos kg tonnage "
        "watts megawatts bytes pixels games downloads tracks discs dvds readers fans followers players "
        "listeners iraqis syrians americans muslims kurds turks chinese others dead deaths troops soldiers "
        "displaced kurdish pct percent percentage per cent cubic kilo readers websites messages emails lines "
        "sets subscriptions circulation audience signatures unemployed americans britons germans "
        "lives casualties orphans prisoners fighters pilgrims boxes packages carats lots kwh mwh dwt hits clicks"
    ).split()
)
# Plurals of persons and machines that are counted ("12 mln farmers"); those of money's own words left out.
DOERS = re.compile(r"[a-z]{3,}(?:ers|ors|ists|ians)")
NO_DOERS = frozenset(
    """orders offers transfers tenders takeovers mergers papers others quarters numbers matters powers covers dollars
    waivers letters retainers""".split()
)
# After the number: closed words that leave open what is counted.
NEUTRAL = frozenset(
    (
        "in for to from above below are were "
        "over by on at and or but as since this last a the next per while which that with "
        "under worth more it was is after before annually year against vs compared than be into during "
        "through until when if he she they according were will would had has have of who each every until "
        "towards toward total extra less short not because so currently respectively previously earlier later fob"
    ).split()
)
# After the number: words of a clause that goes on about money already named ("higher than the 480 mln announced").
PARTICIPLES = frozenset("announced reported held placed paid due outstanding planned expected set raised spent".split())
# After the number: what rises or falls is the money itself ("after a 1.4 billion rise").
MOVES = frozenset(
    """turnaround rise fall increase decrease drop gain decline shortfall figure swing jump reduction injection outflow
    inflow""".split()
)
BALANCES = frozenset("exports imports reserves receipts outlays borrowings shortfall".split())
PERCENT = frozenset("pct percent percentage per cent".split())
RATIOS = frozenset("pct percent percentage per cent head stocks shares shrs circulation years".split())
SOLD_GOODS = frozenset("home homes house car vehicle auto unit ticket truck retail-unit album pc phone".split())
# "the annualized sales rate improved to 7.5 mln": of cars.
RATES = frozenset({("sales", "rate"), ("selling", "rate"), ("sales", "pace"), ("sales", "volume")})
# The only words between two figures of one comparison.
BRIDGE = frozenset(
    (
        "to from vs versus against compared with and or than the present previous earlier a year ago down up "
        "in of about around nearly some only just last first second third fourth quarter month half an "
        "estimated total , ; ( ) more prior current this next loss profit deficit surplus at revised forecast "
        "provisional january february march april may june july august september october november december "
        "month's year's quarter's after record"
    ).split()
)
COMPARING = frozenset("from against with than to vs versus".split())
