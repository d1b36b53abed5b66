"""How a run may end; apart from the rest so that the console script need not load it all to know."""


class RunFailed(Exception):  # noqa: N818 - it is an outcome
    """The run stopped before anything was published. The message is one line with the remedy."""
