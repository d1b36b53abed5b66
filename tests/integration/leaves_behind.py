"""A server's stand-in for test_server.py: what it starts ignores SIGTERM, and it does not wait for it."""

import subprocess
import sys
import time

LASTING = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"

if __name__ == "__main__":
    subprocess.Popen([sys.executable, "-c", LASTING])
    time.sleep(600)
