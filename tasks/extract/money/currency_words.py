"""Words and signs of money in newswire that the seed file of currencies does not settle by itself."""

import re
from datetime import date

# What a word means where nothing else is said; every other shared word stays open.
DEFAULTS = {
    "dollar": ("USD",),
    "pound": ("GBP",),
    "mark": ("DEM",),
    "yen": ("JPY",),
    "won": ("KRW",),
    "euro": ("EUR",),
    "yuan": ("CNY",),
    "lira": ("TRY",),
    "lire": ("ITL",),
    "rouble": ("RUB",),
    "sterling": ("GBP",),
    "peseta": ("ESP",),
    "guilder": ("NLG",),
    "ecu": ("XEU",),
    "real": ("BRL",),
    "rand": ("ZAR",),
    "shekel": ("ILS",),
    "zloty": ("PLN",),
    "c$": ("CAD",),
    "r$": ("BRL",),
    "l": ("ITL",),
    "y": ("JPY",),
    "r": ("ZAR",),
}
# One key for all spellings of a word that states share.
SPELLINGS = {
    "dollar": "dollars dlr dlrs dollar dol dols buck bucks",
    "pound": "pounds pound quid",
    "franc": "francs franc fr frs",
    "crown": "crowns crown krona kronor krone kroner kroner kronur koruna korunas korun kr",
    "rupee": "rupees rupee rs re",
    "peso": "pesos peso",
    "mark": "marks mark deutschmark deutschmarks deutschemark deutschemarks d-mark d-marks dm",
    "rouble": "roubles rouble rubles ruble",
    "lira": "lira liras",
    "lire": "lire",
    "dinar": "dinars dinar",
    "rial": "rials rial riyals riyal",
    "shilling": "shillings shilling shs",
    "schilling": "schillings schilling",
    "yen": "yen",
    "yuan": "yuan renminbi rmb",
    "won": "won",
    "euro": "euros euro",
    "ecu": "ecu ecus",
    "sterling": "stg sterling",
    "real": "reais reals real",
    "rand": "rand rands",
    "zloty": "zloty zlotys zloties",
    "shekel": "shekels shekel",
    "escudo": "escudos escudo",
    "guilder": "guilders guilder",
    "peseta": "pesetas peseta",
    "dirham": "dirhams dirham",
    "drachma": "drachmas drachma drachmae",
    "markka": "markka markkas markkaa finnmarks finnmark",
    "cruzado": "cruzados cruzado",
    "cruzeiro": "cruzeiros cruzeiro",
    "austral": "australs austral",
    "bolivar": "bolivars bolivar bolivares",
    "forint": "forints forint",
    "leu": "lei leu",
    "lev": "leva lev levs",
    "ringgit": "ringgit ringgits",
    "punt": "punts punt",
}
HEAD = {word: key for key, words in SPELLINGS.items() for word in words.split()}
# Hundredths: word, and the currency word that they are part of.
MINOR = {
    **dict.fromkeys(["cent", "cents", "cts", "ct", "¢"], "dollar"),
    **dict.fromkeys(["pence", "penny", "p"], "pound"),
    **dict.fromkeys(["pfennig", "pfennigs"], "mark"),
    **dict.fromkeys(["centime", "centimes"], "franc"),
    **dict.fromkeys(["kopeck", "kopecks", "kopek", "kopeks"], "rouble"),
    **dict.fromkeys(["paise", "paisa"], "rupee"),
    **dict.fromkeys(["centavo", "centavos"], "peso"),
    "sen": "ringgit",
    "kobo": "naira",
    **dict.fromkeys("piastre piastres".split(), "pound"),
    "fils": "dinar",
    **dict.fromkeys("ore oere øre öre".split(), "crown"),
}
# Signs that mean one currency in English newswire, whatever the story ("C$" and its kind have signs of their own).
SIGNS = {"$": "USD", "£": "GBP", "ps": "GBP", "€": "EUR"}
# Codes that are words or names, too: their number must look like money.
EVERYDAY_CODES = frozenset(
    "ALL TRY TOP CUP PEN COP MAD MOP BAM SOS GEL AMD ARS SIT SUR MUR SAR BAN LIT NT CFA SR RM TL MRO LAK CVE".split()
)
# Ten rials.
TOMANS = frozenset({"toman", "tomans", "tumans"})
NO_WORDS = frozenset({"guinea", "guineas", "greenback", "greenbacks", "loonie", "loonies"})
# Forms of the wire that name one country's money beside those of the seed file.
SHORT_ADJECTIVES = {
    "us": "USA",
    "hk": "HKG",
    "hongkong": "HKG",
    "nz": "NZL",
    "cdn": "CAN",
    "can": "CAN",
    "ca": "CAN",
    "c": "CAN",
    "aust": "AUS",
    "aus": "AUS",
    "au": "AUS",
    "a": "AUS",
    "singapore": "SGP",
    "sg": "SGP",
    "s": "SGP",
    "nt": "TWN",
    "mex": "MEX",
    "r": "BRA",
    "uk": "GBR",
    "sterling": "GBR",
    "deutsche": "DEU",
    "deutsch": "DEU",
    "d": "DEU",
    "soviet": "SUN",
}
FILLERS = frozenset(
    ("more taxpayer taxpayers federal convertible gold new old of public tax transferable clearing").split()
)
# Spelling of the agency wire before the euro: it dates a text that has no date.
OLD_WIRE = re.compile(r"\b(?:mln|dlrs?|stg|pct|bln|cts)\b", re.IGNORECASE)
OLD_WIRE_DAY = date(1987, 6, 1)
LONG_GONE = date(1980, 1, 1)
WORLDWIDE = frozenset("pound mark yen euro sterling cent ecu lire won yuan".split())
