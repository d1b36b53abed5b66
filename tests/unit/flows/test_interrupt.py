"""How processes end: by signal, with their parent, with us. Each test runs a small program of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.interrupt import kill_tree

ROOT = Path(__file__).parents[3]
STOPPED = """
import subprocess, sys, time
from flows.interrupt import stopping_on_signals

def stop(number):
    print("stopped by", number, flush=True)
    return 100 + number

with stopping_on_signals(stop):
    code = "import time; print('child', flush=True); time.sleep(3); print('lives')"
    child = subprocess.Popen([sys.executable, "-c", code])
    print("ready", flush=True)
    time.sleep(30)
"""
UNDISTURBED = """
import signal
from flows.interrupt import stopping_on_signals

before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, [])
with stopping_on_signals(lambda number: 9):
    pass
after = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, [])
assert before == after
"""
PARENT = """
import subprocess, sys
code = "import time; from flows.interrupt import {what}; {what}(); print('child', flush=True); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
"""
POOL = """
import os, signal, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from flows.interrupt import start_worker
pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=start_worker)
waiting = [pool.submit(time.sleep, 60), pool.submit(time.sleep, 60)]
print(*pool._processes, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
TREE = """
import subprocess, sys
child = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60'], start_new_session=True).pid, flush=True)"
subprocess.Popen([sys.executable, "-c", child + "; time.sleep(60)"], start_new_session=True).wait()
"""
GUARDED = """
import subprocess, sys, time
from flows.interrupt import end_with_us
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
end_with_us(child.pid, is_hard={hard})
print(child.pid, flush=True)
time.sleep(60)
"""


def start(program: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, **options
    )


def ends(pid: int, within: float = 10) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not is_running(pid):
            return True
        time.sleep(0.1)
    return False


def is_running(pid: int) -> bool:
    """A zombie that no one has fetched yet has ended."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def test_ctrl_c_stops_us_and_leaves_children_alone() -> None:
    """As in a terminal, where the signal goes to the whole group."""
    process = start(STOPPED)
    assert process.stdout
    assert {process.stdout.readline(), process.stdout.readline()} == {"ready\n", "child\n"}
    since = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(10) == 100 + signal.SIGINT
    assert time.monotonic() - since < 2
    assert process.stdout.read() == f"stopped by {signal.SIGINT.value}\nlives\n"


def test_sigterm_stops_us_too() -> None:
    process = start(STOPPED)
    assert process.stdout
    process.stdout.readline(), process.stdout.readline()
    process.terminate()
    assert process.wait(10) == 100 + signal.SIGTERM


def test_signals_are_handled_as_before_afterwards() -> None:
    assert start(UNDISTURBED).wait(20) == 0


def test_a_worker_ends_with_its_parent() -> None:
    process = start(PARENT.replace("{what}", "start_worker"))
    assert process.stdout
    pid = int(process.stdout.readline())
    process.wait(10)
    assert ends(pid)


def test_workers_end_whose_parent_is_killed_before_they_are_ready() -> None:
    """Each keeps the pipe open that the other waits at, so that none of them sees its end."""
    process = start(POOL, stderr=subprocess.DEVNULL)  # the tracker tells what it clears away
    assert process.stdout
    workers = [int(pid) for pid in process.stdout.readline().split()]
    assert process.wait(10) == -signal.SIGKILL
    left = [pid for pid in workers if not ends(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert (len(workers), left) == (2, [])


def test_what_a_process_started_ends_with_it_in_sessions_of_their_own_too() -> None:
    process = start(TREE)
    assert process.stdout
    grandchild = int(process.stdout.readline())
    kill_tree(process.pid)
    assert process.wait(10) == -signal.SIGKILL
    assert ends(grandchild)
    kill_tree(process.pid)  # gone is gone


@pytest.mark.parametrize("hard", ["False", "True"])
def test_server_and_worker_end_with_us_even_if_we_are_killed(hard: str) -> None:
    process = start(GUARDED.replace("{hard}", hard))
    assert process.stdout
    pid = int(process.stdout.readline())
    assert is_running(pid)
    process.kill()
    assert ends(pid)
