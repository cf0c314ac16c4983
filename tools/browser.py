"""One way to start Chromium, here and in CI."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip


def find_chromium() -> str | None:
    """The system's Chromium or Chrome, else None. OSC_CHROMIUM names another."""
    names = (os.environ.get("OSC_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser that talks to nobody but us. Raises RuntimeError when there is none."""
    path = find_chromium()
    if path is None:
        raise RuntimeError("No Chromium found. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
