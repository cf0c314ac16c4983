"""A demo in real processes and a real browser for all journeys."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tools.browser import chromium, find_chromium
from tools.demo import running_demo

from tests.journeys.hands import Finger, Hands, Keys
from tests.journeys.steps import PROXIES, own_line
from tests.support.door import free_port


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the journeys are not run; in CI that is a failure, not a silence."""
    if find_chromium() is not None:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("No Chromium found: the journeys must run in CI")
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="needs root or a person to install Chromium"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """demo.json of a fresh demo."""
    folder = tmp_path_factory.mktemp("journeys")
    for step in (folder, *list(folder.parents)[:2]):
        if "pytest" in str(step):
            step.chmod(0o755)
    with running_demo(folder / "demo", accounts=300, port=free_port(), proxies=PROXIES) as card:
        yield card


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all journeys."""
    with chromium() as running:
        yield running


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["390", "1280"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A phone and a desk."""
    found: tuple[int, int] = request.param
    return found


@contextmanager
def silent_page(
    browser: Browser, demo: dict[str, Any], size: tuple[int, int], *, touch: bool = False
) -> Iterator[Page]:
    """A page whose console and policy must stay silent."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        base_url=demo["base_url"],
        extra_http_headers=own_line(),
        has_touch=touch,
    )
    page = context.new_page()
    complaints: list[str] = []
    # a form with errors answers 422, a used link 410, and the browser says so on its own account
    expected = re.compile(r"Failed to load resource: the server responded with a status of (422|410) \(.+\)")
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type in {"error", "warning"} and not expected.fullmatch(message.text)
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints, complaints


@pytest.fixture
def page(browser: Browser, size: tuple[int, int], demo: dict[str, Any]) -> Iterator[Page]:
    """The usual one: with script and mouse."""
    with silent_page(browser, demo, size) as page:
        yield page


@pytest.fixture(params=[Finger, Keys], ids=["390-no-script", "1280-keyboard"])
def hands(request: pytest.FixtureRequest, browser: Browser, demo: dict[str, Any]) -> Iterator[Hands]:
    """Somebody on a phone without script, somebody at a desk without mouse."""
    kind = request.param
    height = 844 if kind is Finger else 900
    with silent_page(browser, demo, (kind.width, height), touch=kind is Finger) as page:
        yield kind(page)


@pytest.fixture
def person(request: pytest.FixtureRequest, hands: Hands, demo: dict[str, Any]) -> dict[str, Any]:
    """Somebody with a log-in whom no other test is; the mark `who` says of which kind, and after how many of it."""
    kind, *after = request.node.get_closest_marker("who").args
    fitting = [each for each in demo["registered"] if each["kind"] == kind]
    found: dict[str, Any] = fitting[sum(after) + (0 if hands.width == 390 else 1)]
    return found
