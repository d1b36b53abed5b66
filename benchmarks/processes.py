"""What processes hold and start, for the benchmarks. Of one that is gone: nothing."""

from contextlib import suppress

import psutil

MB = 2**20


def memory(pid: int, with_children: bool = True) -> float:
    """Proportional memory (PSS) of a process, and of all that it started, in MB: shared pages count once in all."""
    found = [pid, *children(pid, recursive=True)] if with_children else [pid]
    return sum(map(_proportional, found)) / MB


def _proportional(pid: int) -> int:
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_full_info().pss)
    return 0


def children(pid: int, recursive: bool = False) -> list[int]:
    """The processes that a process started; with `recursive` those that they started, too."""
    with suppress(psutil.Error):
        return [child.pid for child in psutil.Process(pid).children(recursive=recursive)]
    return []


def command_line(pid: int) -> str:
    """What a process was started as."""
    with suppress(psutil.Error):
        return " ".join(psutil.Process(pid).cmdline())
    return ""
