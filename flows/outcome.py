"""How a command may end; apart from the rest so that the console script need not load it all to know."""

# Exit codes beside 0; 128 and the signal's number where one stopped it.
FAILED, USAGE = 1, 2


class RunFailed(Exception):  # noqa: N818 - it is an outcome
    """The run stopped before anything was published. The message is one line with the remedy."""


class RunHeld(RunFailed):
    """The run failed a check: what it made is kept for a look, and can be published by hand."""


class NothingRead(RunFailed):
    """No source could be had: there is nothing to judge, and nothing to mend here."""
