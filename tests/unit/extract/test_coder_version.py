"""The coder's version is another one where anything is that decides what is coded."""

from pathlib import Path

import pytest

from tasks.extract import coder


def test_another_reader_of_the_seeds_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coder, "seeds_path", lambda: tmp_path)
    versions = set()
    for default in ("a", "b", "b"):
        (tmp_path / "reader.py").write_text(f"DEFAULT = {default!r}")
        versions.add(coder.coder_version.__wrapped__())
    assert len(versions) == 2
