"""How a run ends before its time: on Ctrl-C at once and whole; helper processes end with it, even if it is killed."""

import multiprocessing
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import NoReturn

_LOOK_EVERY = 1.0  # seconds


@contextmanager
def stopping_on_interrupt(stop: Callable[[], int]) -> Iterator[None]:
    """While inside, Ctrl-C calls `stop` in a thread of its own and ends the process with the code that it gives.

    Ctrl-C reaches every process of the terminal: worker processes and the temporary server would fail each in its own
    way, and the run would ask the dead server for minutes. So SIGINT is blocked before any of them starts, which they
    inherit; here it wakes a thread, since the main thread may be waiting for long. Ending hard is safe, as publishing
    is one rename. Call it from the main thread.
    """
    resource_tracker.ensure_running()  # where it starts later, it unblocks the signal
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.signal(signal.SIGINT, lambda *_: None)  # without one, nothing is written to the pipe
    wakeup = signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    waiting = threading.Thread(target=_wait, args=(receiver, stop), name="interrupt", daemon=True)
    waiting.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        os.close(sender)
        waiting.join()
        os.close(receiver)
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _wait(receiver: int, stop: Callable[[], int]) -> None:
    """Waits for SIGINT among the numbers of signals in the pipe, or for the pipe's end."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    while number := os.read(receiver, 1):
        if number[0] == signal.SIGINT:
            _end(stop)


def _end(stop: Callable[[], int]) -> NoReturn:
    for worker in multiprocessing.active_children():
        worker.kill()
    code = 1
    try:
        code = stop()
    finally:
        os._exit(code)


def end_with_parent() -> None:
    """Ends this worker process soon after the run that started it is gone, since idle workers wait for ever.

    Ctrl-C it leaves to the run.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = os.getppid()
    threading.Thread(target=_end_without, args=(parent,), name="parent", daemon=True).start()


def _end_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


@contextmanager
def ended_with_us(pid: int) -> Iterator[None]:
    """Ends the process `pid` should this one be killed inside: a shell waits for the end of a pipe that we hold."""
    script = f"trap '' INT TERM HUP; read -r _; kill {pid}"
    with subprocess.Popen(["/bin/sh", "-c", script], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as guard:  # noqa: S603
        try:
            yield
        finally:
            guard.kill()
