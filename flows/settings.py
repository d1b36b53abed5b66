"""Settings: the only reader of the environment. Every field can be set as DETENTE_<NAME>, or in a file .env."""

import os
from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a run needs to know beside its sources. Sizes in rows or bytes as named, shares from 0 to 1."""

    model_config = SettingsConfigDict(env_prefix="DETENTE_", env_file=".env", extra="ignore")

    warehouse: Path = Field(Path("detente.duckdb"), description="The published DuckDB file")
    work_dir: Path = Field(Path(".detente"), description="Where a run keeps its batches and its private copy")
    batch_size: int = Field(400, ge=1, le=10_000, description="Documents in a batch: one Prefect task a stage")
    workers: int = Field(0, ge=0, le=64, description="Processes that clean and code; 0 takes one a core")
    max_rejected_share: float = Field(0.25, ge=0, le=1, description="More refused rows than this fail the run")
    fetch_links: bool = Field(False, description="Fetch the pages that a feed read from a file links to, too")
    allow_private_hosts: bool = Field(False, description="Let feeds link to hosts in private networks")
    keep_runs: int = Field(3, ge=0, description="Folders of earlier runs to keep in work_dir")

    @property
    def worker_count(self) -> int:
        """Processes to use on this machine."""
        return self.workers or len(os.sched_getaffinity(0))


# Prefect reads these when it is imported. A user's own values win.
PREFECT_DEFAULTS = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # Without these most task runs of a large flow never reach the temporary server's database.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}


def set_prefect_defaults() -> None:
    """Puts Prefect's settings for a local run into the environment; call before Prefect is imported."""
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)


@cache
def settings() -> Settings:
    """The process's settings."""
    return Settings()
