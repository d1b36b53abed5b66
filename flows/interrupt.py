"""How a run ends before its time: on a signal at once and whole; helper processes end with it, even if it is killed."""

import multiprocessing
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker

import psutil

_WARNINGS = "PYTHONWARNINGS"
_STOPPING = (signal.SIGINT, signal.SIGTERM)
_LOOK_EVERY = 1.0  # seconds


@contextmanager
def stopping_on_signals(stop: Callable[[int], int]) -> Iterator[Callable[[], None]]:
    """While inside, Ctrl-C and SIGTERM call `stop`, in a thread of its own, and end the process with the code it gives.

    Ctrl-C reaches every process of the terminal: worker processes and the temporary server would fail each in its own
    way, and the run would ask the dead server for minutes. So SIGINT is blocked before any of them starts, which they
    inherit; here it wakes a thread, since the main thread may be waiting for long. Ending hard is safe, as publishing
    is one rename. `stop` gets the number of the signal. Call it from the main thread.

    Gives what to call before taking down what `stop` needs: a signal that has come is carried out first. Prefect's own
    handler of SIGTERM ends the main thread's work at the same time, and would take the server away from `stop`.
    """
    _start_resource_tracker()
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    # Without a handler nothing is written to the pipe. Prefect puts its own for SIGTERM, which does as well.
    handlers = {number: signal.signal(number, lambda *_: None) for number in _STOPPING}
    wakeup = signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    waiting = threading.Thread(target=_wait, args=(receiver, stop), name="signals", daemon=True)
    waiting.start()

    def settle() -> None:
        if waiting.is_alive():
            signal.set_wakeup_fd(wakeup)
            os.close(sender)
            waiting.join()
            os.close(receiver)

    try:
        yield settle
    finally:
        settle()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _start_resource_tracker() -> None:
    """Started later, it would unblock the signal; and it must not tell of what it clears away after a hard end."""
    before = os.environ.get(_WARNINGS)
    os.environ[_WARNINGS] = "ignore::UserWarning"
    resource_tracker.ensure_running()
    os.environ.pop(_WARNINGS) if before is None else os.environ.update({_WARNINGS: before})


def _wait(receiver: int, stop: Callable[[int], int]) -> None:
    """Waits for a signal that stops us among the numbers of signals in the pipe, or for the pipe's end."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    while number := os.read(receiver, 1):
        if number[0] in _STOPPING:
            code = 1
            try:
                code = stop(number[0])
            finally:
                os._exit(code)


def kill_workers() -> None:
    """Ends the worker processes of this process. Each file that they write is renamed when it is whole."""
    for worker in multiprocessing.active_children():
        worker.kill()


def start_worker() -> None:
    """Makes this process a worker of a run: Ctrl-C it leaves to the run, and it ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def end_with_parent() -> None:
    """Ends this process soon after the one that started it is gone: an idle worker would wait for ever."""
    threading.Thread(target=_end_without, args=(_parent(),), name="parent", daemon=True).start()


def _parent() -> int:
    """The process that started this one: a worker loads libraries for seconds, and may be an orphan by now."""
    known = multiprocessing.parent_process()
    return os.getppid() if known is None or known.pid is None else known.pid


def _end_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def processes_below(root: int) -> list[psutil.Process]:
    """All processes that a process started, and those that they started; none where it is gone."""
    try:
        return psutil.Process(root).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def listens(pids: Iterable[int], port: int) -> bool:
    """Whether one of the processes takes connections at a port of this machine."""
    for pid in pids:
        with suppress(psutil.Error):
            for one in psutil.Process(pid).net_connections("tcp"):
                if one.status == psutil.CONN_LISTEN and one.laddr.port == port:
                    return True
    return False


def held(pids: Iterable[int]) -> float:
    """Megabytes that processes hold in memory; nothing where one is gone."""
    total = 0
    for pid in pids:
        with suppress(psutil.Error):
            total += psutil.Process(pid).memory_info().rss
    return total / 2**20


def kill_tree(root: int) -> None:
    """Ends a process and all that it started, hard; Prefect's worker gives each run a session of its own."""
    with suppress(psutil.NoSuchProcess):
        for process in [psutil.Process(root), *processes_below(root)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def end_with_us(pid: int, is_hard: bool = False) -> subprocess.Popen[bytes]:
    """Ends the process `pid` as soon as this one is gone: a shell waits for the end of a pipe that we hold.

    `is_hard`: with SIGKILL. Kill the shell, which is given back, once the process has ended by itself.
    """
    script = f"trap '' INT TERM HUP; read -r _; kill {'-9 ' if is_hard else ''}{pid}"
    return subprocess.Popen(["/bin/sh", "-c", script], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
