"""The real Prefect server and a real temporary warehouse, shared by the whole-flow tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.settings import set_prefect_defaults

set_prefect_defaults()


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def api(prefect_home: Path) -> Iterator[str]:
    """One temporary Prefect server with a database of its own for the session."""
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, PREFECT_API_URL, PREFECT_HOME, temporary_settings

    from flows.server import prefect_api

    database = f"sqlite+aiosqlite:///{prefect_home / 'prefect.db'}"
    names = {"PREFECT_HOME": str(prefect_home), "PREFECT_API_DATABASE_CONNECTION_URL": database}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    chosen = {PREFECT_HOME: str(prefect_home), PREFECT_API_DATABASE_CONNECTION_URL: database}
    with temporary_settings(chosen, restore_defaults={PREFECT_API_URL}), prefect_api() as url:
        yield url
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the working directory, with settings read anew."""
    from flows.settings import settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_WORK_DIR", str(tmp_path / "work"))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a few files of the bundled sample: every kind of source, and the broken file."""
    folder = tmp_path_factory.mktemp("sample")
    origin = Path(__file__).parents[2] / "seeds" / "sample"
    for name in ("wire.jsonl", "desk.csv", "feed.xml", "page.html", "archive.sgm"):
        shutil.copy(origin / name, folder / name)
    for name in ("mangled", "broken"):
        shutil.copytree(origin / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def coded_wire(sample: Path, api: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with one run in it, over the sample's wire.jsonl, to be copied."""
    from flows.news import news
    from flows.settings import settings

    folder = tmp_path_factory.mktemp("coded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_WORK_DIR", str(folder / "work"))
        settings.cache_clear()
        news([str(sample / "wire.jsonl")], folder / "news.duckdb")
    settings.cache_clear()
    return folder / "news.duckdb"


@pytest.fixture
def warehouse(coded_wire: Path, work: Path) -> Path:
    """The same as a file of the test's own."""
    return Path(shutil.copy(coded_wire, work / "news.duckdb"))
