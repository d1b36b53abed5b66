"""A wrong setting is one line that names it."""

import os
from pathlib import Path

import pytest

from flows import cli, execute
from flows.request import Request
from flows.settings import Settings, WrongSettingError, settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DETENTE_BATCH_SIZE", "0", "DETENTE_BATCH_SIZE: Input should be greater than or equal to 1"),
        ("DETENTE_QUALITY__FOO", "1", "DETENTE_QUALITY: no limit of quality is named 'foo'"),
        ("DETENTE_QUALITY", "{", 'error parsing value for field "quality"'),
    ],
)
def test_it_is_told(monkeypatch: pytest.MonkeyPatch, capsys, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    with pytest.raises(WrongSettingError, match="mend the variable") as caught:
        settings()
    assert str(caught.value).startswith(said)
    monkeypatch.setattr("sys.argv", ["detente", "quality"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    settings.cache_clear()


def test_every_core_is_used_where_the_system_does_not_tell_which_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)  # as on macOS
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert Settings().worker_count == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert Settings().worker_count == 1
    assert Settings(workers=3).worker_count == 3


def test_an_unforeseen_error_is_one_line_or_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(request: Request) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(execute, "plan_of", fail)
    request = Request(tmp_path / "news.duckdb")
    settings.cache_clear()
    assert execute.execute_run(request, as_json=False) == 1
    assert "ZeroDivisionError: by nought (DETENTE_DEBUG=1 shows" in capsys.readouterr().err
    (tmp_path / ".env").write_text("DETENTE_DEBUG=1")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    with pytest.raises(ZeroDivisionError):
        execute.execute_run(request, as_json=False)
    settings.cache_clear()
