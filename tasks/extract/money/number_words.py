"""Words of numbers and magnitudes in newswire."""

UNITS = dict(
    zip(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split(),
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
FRACTION_WORDS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3}
# Words that stand where a number would, and give none.
VAGUE = frozenset(
    (
        "several few couple multi tens dozens hundreds scores thousands untold countless various multiple numerous"
    ).split()
)
MAGNITUDES = {
    **dict.fromkeys(["thousand", "thousands", "thou"], 1e3),
    **dict.fromkeys(["lakh", "lakhs", "lac", "lacs"], 1e5),
    **dict.fromkeys(["million", "millions", "mln", "mlns", "mn", "mio", "multimillion"], 1e6),
    # Misprints of the wire.
    **dict.fromkeys("milion millon millin milllion".split(), 1e6),
    **dict.fromkeys("bilion billon biilion billlion".split(), 1e9),
    **dict.fromkeys(["crore", "crores"], 1e7),
    **dict.fromkeys(
        ["billion", "billions", "bln", "blns", "bn", "milliard", "milliards", "mrd", "mlrd", "mld", "multibillion"], 1e9
    ),
    **dict.fromkeys(["trillion", "trillions", "trn", "tn", "tln", "multitrillion"], 1e12),
}
# Letters that are magnitudes only when they touch the numeral: "$2.5m", "£3b".
SUFFIXES = {"k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "t": 1e12}
PLURAL_MAGNITUDES = frozenset(["thousands", "millions", "billions", "trillions", "lakhs", "crores"])
MULTI = frozenset({"multimillion", "multibillion", "multitrillion"})
# Without a number and with a capital these are names: "Lac Minerals", "Tn a 6-3 decision".
SHORT_FORMS = frozenset("lac lacs tn mn mio tln trn mrd thou".split())
