"""From what the user typed to the list of things to read, before anything is read."""

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tasks.ingest.records import STDIN_URI, IngestError, Origin, Rejected, storable

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[]")
STDIN = Origin(name="-", uri=STDIN_URI, url=None, label="stdin")


def file_origin(path: Path) -> Origin:
    """Where a file comes from. Its folder is its label, since one file may be one article."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links and lose the name
    name = absolute.name.removesuffix(".gz")
    return Origin(name=name, uri=str(absolute), url=None, label=absolute.parent.name or "file")


def url_origin(url: str) -> Origin:
    """Where a page or feed comes from. Its host is its label. Raises IngestError without one."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host:
        raise IngestError(f"{url}: not an address. Give it as https://host/path")
    name = parts.path.rsplit("/", 1)[-1].removesuffix(".gz")
    return Origin(name=name, uri=url, url=url, label=host)


def _walk(folder: Path) -> Iterator[Origin | Rejected]:
    """The files below a folder in order; hidden ones are left out, links to folders are not followed."""
    errors: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith("."):
                continue
            if path.exists() and not path.is_file():
                yield Rejected(str(path), "unreadable", f"{path}: a device or pipe, not a file")
                continue
            yield file_origin(path)
    for error in errors:
        yield Rejected(str(error.filename), "unreadable", f"{error.filename}: {error.strerror}; check its permissions")


def _of_folder(folder: Path) -> list[Origin | Rejected]:
    found = list(_walk(folder))
    if not found:
        raise IngestError(f"{folder}: the folder holds no file to read. Put articles there or name another folder")
    return found


def _of_path(path: Path) -> list[Origin | Rejected]:
    return _of_folder(path) if path.is_dir() else [file_origin(path)]


def _of_pattern(source: str, pattern: str) -> list[Origin | Rejected]:
    paths = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - absolute patterns
    found = [one for path in paths for one in (_walk(path) if path.is_dir() else [file_origin(path)])]
    if not found:
        raise IngestError(f"{source}: no file matches this pattern. Check it, and quote it so that the shell leaves it")
    return found


def _of_source(source: str) -> list[Origin | Rejected]:
    if source == "-":
        return [STDIN]
    if storable(source) != source:
        raise IngestError(f"{storable(source)}: the name is not Unicode. Rename it, or name the folder that it lies in")
    scheme = _SCHEME.match(source)
    if scheme and scheme[1].lower() in {"http", "https"}:
        return [url_origin(source)]
    if scheme:
        raise IngestError(
            f"{source}: {scheme[1]}:// is not read. Give a file, a folder, a pattern, - or an http(s) URL"
        )
    path = Path(source).expanduser()
    if source.strip() and os.path.lexists(path):
        return _of_path(path)
    if _GLOB.search(source):
        return _of_pattern(source, str(path))
    raise IngestError(f"{source or 'an empty name'}: no such file or folder. Check the name (here is {Path.cwd()})")


def _unique(found: Iterable[Origin | Rejected]) -> Iterator[Origin | Rejected]:
    """Each thing once, where it was first named."""
    seen: set[str] = set()
    for one in found:
        key = one.uri if isinstance(one, Origin) else one.item
        if key not in seen:
            seen.add(key)
            yield one


def discover(sources: Sequence[str]) -> list[Origin | Rejected]:
    """What there is to read, in the order given, files of a folder sorted, each once.

    Raises IngestError, which says what to do, where a source does not exist, is empty or cannot be read at all.
    """
    if isinstance(sources, str) or not sources:
        raise IngestError("no sources: name files, folders, patterns, http(s) URLs, or - for standard input")
    found = [one for source in sources for one in _of_source(source)]
    return list(_unique(found))
