"""A PostgreSQL server of Debian's package in a folder of its own, started and stopped by the tests."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from flows.server import free_port

_USER = "postgres"  # root may not run the server


def programs() -> Path | None:
    """The folder of the newest installed version; None without the package, or as root without its user."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found or (os.geteuid() == 0 and not _has_user()):
        return None
    return found[-1].parent


def _has_user() -> bool:
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return False
    return True


class Postgres:
    """A running server with an empty database `prefect`. It listens on 127.0.0.1 alone."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.port = free_port()
        self._programs, self._user = programs, {"user": _USER} if os.geteuid() == 0 else {}
        folder.mkdir(parents=True)
        if self._user:
            shutil.chown(folder, _USER)
        data = folder / "data"
        self._run("initdb", "-D", str(data), "-U", "prefect", "--auth", "trust", "-E", "UTF8", "--no-sync")
        options = ["-p", str(self.port), "-h", "127.0.0.1", "-k", str(folder), "-F"]
        self._process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **self._user,
        )
        self._wait()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "prefect", "prefect")

    @property
    def url(self) -> str:
        """For Prefect."""
        return f"postgresql+asyncpg://prefect@127.0.0.1:{self.port}/prefect"

    def ask(self, query: str) -> str:
        """A query's answer as psql prints it."""
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "prefect", "-d", "prefect"]
        return self._run("psql", *place, "-At", "-c", query).strip()

    def stop(self) -> None:
        """Stops it at once."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _wait(self) -> None:
        for _ in range(150):
            ready = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False, cwd="/").returncode == 0:
                return
            time.sleep(0.2)
        raise RuntimeError("PostgreSQL did not start within 30 s")

    def _run(self, program: str, *options: str) -> str:
        command = [str(self._programs / program), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/", **self._user).stdout
