"""Settings: the only reader of Detente's variables in the environment.

Every field can be set as DETENTE_<NAME>, or in a file .env.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from tasks.report.verdict import Thresholds


class Settings(BaseSettings):
    """What a run needs to know beside its sources. Sizes in rows or bytes as named, shares from 0 to 1."""

    model_config = SettingsConfigDict(env_prefix="DETENTE_", env_file=".env", env_nested_delimiter="__", extra="ignore")

    warehouse: Path = Field(Path("detente.duckdb"), description="The published DuckDB file")
    work_dir: Path = Field(Path(".detente"), description="Where a run keeps its batches and its private copy")
    batch_size: int = Field(400, ge=1, le=10_000, description="Documents in a batch: one Prefect task a stage")
    workers: int = Field(0, ge=0, le=64, description="Processes that clean and code; 0 takes one a core")
    max_rejected_share: float = Field(0.25, ge=0, le=1, description="More refused rows than this fail the run")
    fetch_links: bool = Field(False, description="Fetch the pages that a feed read from a file links to, too")
    allow_private_hosts: bool = Field(False, description="Let feeds link to hosts in private networks")
    respect_robots: bool = Field(True, description="Heed each site's robots.txt")
    host_pause: float = Field(1.0, ge=0, le=60, description="Seconds between two requests to one host")
    fetch_retries: int = Field(2, ge=0, le=10, description="How often a request that may succeed later is repeated")
    fetch_timeout: float = Field(15.0, gt=0, le=300, description="Seconds to wait for a server's next word")
    overlap_wait: float = Field(3600.0, ge=0, description="Seconds that a queued run waits for the one before it")
    run_limit: float = Field(43_200.0, gt=0, description="Seconds after which a deployed run that isn't done is ended")
    quality: dict[str, Any] = Field(
        default_factory=dict, description="Limits of quality to set anew: DETENTE_QUALITY__WITHOUT_DATE__LOOK=0.3"
    )
    worker_memory: float = Field(600, gt=0, description="Megabytes above which an idle worker is started anew")
    server_memory: float = Field(2000, gt=0, description="The same for Prefect's server that `detente server` started")
    keep_runs: int = Field(3, ge=0, description="Folders of earlier runs to keep in work_dir")
    debug: bool = Field(False, description="An unforeseen error is shown whole, not as one line")
    keep_held: int = Field(7, ge=1, description="Held runs a warehouse that can still be published by hand")

    @field_validator("quality")
    @classmethod
    def _has_known_limits(cls, value: dict[str, Any]) -> dict[str, Any]:
        Thresholds().changed(value)
        return value

    @property
    def thresholds(self) -> Thresholds:
        """The limits that a verdict on a run rests on."""
        return Thresholds().changed(self.quality)

    @property
    def worker_count(self) -> int:
        """Processes to use on this machine."""
        return self.workers or _cores()


def _cores() -> int:
    """The cores that this process may use; all of the machine's where the system keeps no such list, as macOS."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


# Prefect reads these when it is imported. A user's own values win.
PREFECT_DEFAULTS = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Else its database grows for ever. Events go after a week by Prefect's own default.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(60 * 24 * 3600),
    # Without these most task runs of a large flow never reach the temporary server's database.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}


def set_prefect_defaults() -> None:
    """Puts Prefect's settings for a local run into the environment; call before Prefect is imported."""
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)


class WrongSettingError(ValueError):
    """A setting has a value that it can't have. The message is one line with its name."""


@cache
def settings() -> Settings:
    """The process's settings. Raises WrongSettingError."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        said = first["msg"].removeprefix("Value error, ")
        raise WrongSettingError(f"DETENTE_{name}: {said}; mend the variable, or the line in .env") from error
    except SettingsError as error:
        raise WrongSettingError(f"{str(error).splitlines()[0]}; mend the variable, or the line in .env") from error
