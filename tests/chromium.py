"""A real browser for tests; without one they are skipped, unless REQUIRE_ALL is set."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def phone_sized() -> Iterator[Page]:
    """A page of 375 × 740 pixels in headless Chromium."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        (pytest.fail if os.environ.get("REQUIRE_ALL") else pytest.skip)("no Chromium found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        try:
            yield browser.new_page(viewport={"width": 375, "height": 740})
        finally:
            browser.close()
