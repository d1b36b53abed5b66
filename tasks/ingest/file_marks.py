"""Whether a file is still what was read of it last: by size and time of change where these prove it, else by digest."""

import hashlib
import time
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark
from tasks.ingest.records import Origin

# A file that changed so shortly before it was looked at may change again within the same tick of its clock.
_SETTLED_AFTER = 2 * 10**9  # nanoseconds
# Libraries whose release may change what is read of a file.
LIBRARIES = ("charset-normalizer", "dateparser", "feedparser", "htmldate", "lxml", "trafilatura")


@dataclass(frozen=True)
class FileState:
    """How a file was found. `rules`: digest of what decides what is read of a file, so that other rules read it again.

    `changed_at` is in nanoseconds; where the file is not `is_settled` it proves nothing yet.
    """

    path: Path
    rules: str
    size: int
    changed_at: int
    is_settled: bool = field(compare=False)

    @property
    def etag(self) -> str:
        """The state as a mark keeps it, in the place of a server's ETag."""
        return f"{self.rules}-{self.size:x}-{self.changed_at if self.is_settled else 0:x}"

    def is_as_in(self, mark: Mark) -> bool:
        """Whether the file holds what it held then."""
        if mark.etag == self.etag and self.is_settled:
            return True
        rules, _, rest = (mark.etag or "").partition("-")
        return rules == self.rules and rest.startswith(f"{self.size:x}-") and mark.body_sha256 == self.sha256()

    def sha256(self) -> str:
        """Digest of the bytes as they lie there."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def mark(self, origin: Origin, items: int) -> Mark:
        """The mark of the file, read whole as it is."""
        return Mark(origin.uri, origin.source or origin.label, self.etag, None, self.sha256(), items)


def state_of(origin: Origin, settings: IngestSettings) -> FileState | None:
    """The state of a file; None for what is none. Raises OSError."""
    path = Path(origin.uri)
    if origin.url is not None or origin.is_stdin or not path.is_file():
        return None
    found = path.stat()
    is_settled = time.time_ns() - found.st_mtime_ns > _SETTLED_AFTER
    rules = _rules(settings, origin.expects, origin.source)
    return FileState(path, rules, found.st_size, found.st_mtime_ns, is_settled)


def moved(mark: Mark, state: FileState) -> Mark:
    """The mark of a file that was touched, but not changed."""
    return replace(mark, etag=state.etag)


@cache
def _rules(settings: IngestSettings, expects: str, source: str) -> str:
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    asked = (settings, expects, source, libraries, code_digest(Path(__file__).parents[2]))
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]


@cache
def code_digest(root: Path) -> str:
    """Digest of the code that decides which rows a file gives: of ingest, and of the gate that may refuse them later.

    What lies between is in the coder version.
    """
    digest = hashlib.sha256()
    for pattern in ("tasks/dates.py", "tasks/ingest/**/*.py", "tasks/validate/**/*.py", "schemas/**/*.py"):
        for path in sorted(root.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()
