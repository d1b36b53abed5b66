"""Keeps what a server says, in a file that doesn't grow beyond its limit, and tells its last word."""

import logging
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

MAX_BYTES = 2_000_000  # then a new file is begun; the one before is kept beside it
_LONGEST = 300  # characters of the last word


class ServerLog:
    """The log of a process whose output comes through a pipe, read by a thread of ours."""

    def __init__(self, path: Path, output: IO[bytes]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self._last = path, ""
        self._file = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8", errors="replace")
        self._file.handleError = lambda record: None  # type: ignore[method-assign] # a full disk must not stop the server
        self._reader = threading.Thread(target=self._read, args=(output,), name="server log", daemon=True)
        self._reader.start()

    def last_word(self) -> str:
        """The last line that was said, and where all of it stands."""
        self._reader.join(1)
        return f"{self._last[:_LONGEST]} (all of it: {self.path})" if self._last else f"its log: {self.path}"

    def _read(self, output: IO[bytes]) -> None:
        with output:
            for line in output:
                text = line.decode("utf-8", "replace").rstrip()
                self._last = text.strip() or self._last
                self._file.emit(logging.LogRecord("server", logging.INFO, "", 0, text, None, None))
        self._file.close()
