"""What a person sees: Debian's chromium opens Prefect's UI after a real run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Platform

CHROMIUM = shutil.which("chromium")
PICTURES = os.environ.get("DETENTE_PICTURES")  # a folder: keeps the screenshots there, as for docs/
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 60_000  # milliseconds
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's package chromium is not installed")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, platform: Platform, refreshed: dict) -> Iterator:
    from playwright.sync_api import sync_playwright

    profile = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=FLAGS, headless=True, viewport={"width": 1280, "height": 860}
        )
        opened = browser.new_page()
        opened.set_default_timeout(WAIT)
        yield opened
        browser.close()


def keep(page, name: str, **how) -> None:
    """Keeps a picture where one is wanted."""
    if PICTURES:
        page.wait_for_timeout(1000)  # the UI fades its pages in
        page.screenshot(path=Path(PICTURES) / f"{name}.png", **how)


def test_the_flow_run_with_its_tasks_and_its_log(page, platform: Platform, refreshed: dict) -> None:
    page.goto(f"{platform.page}/runs/flow-run/{refreshed['id']}")
    page.get_by_text("Completed").first.wait_for()
    page.get_by_text("Task Runs", exact=True).last.click()
    for name in ("ingest gazette and 1 more", "clean batch 1/1 · gazette and 1 more", "judge the run", "publish"):
        page.get_by_text(name, exact=True).first.wait_for()
    keep(page, "ui-tasks")
    page.get_by_text("Logs", exact=True).first.click()
    page.get_by_text("48 documents, 0 known, 0 refused").first.wait_for()
    page.get_by_text("published detente.duckdb: 48 new articles").first.wait_for()
    keep(page, "ui-logs")


def test_the_quality_report_with_its_verdict_table_and_charts(page, platform: Platform) -> None:
    page.goto(f"{platform.page}/artifacts/key/quality-report")
    page.locator("a[href*='/artifacts/artifact/']").first.click()
    page.get_by_text("trust: nothing stands out").first.wait_for()
    page.get_by_role("cell", name="documents without a date").first.wait_for()
    page.get_by_role("cell", name="courier").first.wait_for()
    shown = page.locator("img[src^='data:image/svg+xml']").first
    shown.wait_for()
    assert shown.evaluate("image => image.naturalWidth") > 0
    keep(page, "ui-quality")


def test_the_deployment_with_its_schedule_and_parameters(page, platform: Platform) -> None:
    page.goto(f"{platform.page}/deployments/deployment/{platform.deployment('refresh')['id']}")
    page.get_by_text("every-ten-minutes").first.wait_for()
    page.get_by_text("Next Run").first.wait_for()
    keep(page, "ui-deployment")
    page.get_by_text("Description", exact=True).first.click()
    page.get_by_text("Reads the sources that are due by their own schedule").first.wait_for()
    page.goto(f"{platform.page}/deployments/deployment/{platform.deployment('by-date')['id']}/run")
    page.get_by_text("The first day, by the articles' dates.").first.wait_for()
    keep(page, "ui-form")
