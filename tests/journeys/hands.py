"""Two people who must get through: one on a phone without script, one at a desk with the keyboard alone."""

import re
import time
from contextlib import suppress
from typing import Any

from playwright.sync_api import CDPSession, Error, Locator, Page, expect

from tests.journeys.steps import look

# one stop of the Tab key: is it the wanted one (or another of its radio group), and can one see where one is?
STOP = """wanted => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const group = wanted.type === 'radio' && here.type === 'radio' && here.name === wanted.name && here.form === wanted.form;
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {found: here === wanted || group, ring: parseFloat(getComputedStyle(here).outlineWidth),
          skip: here.matches('.skip'), nowhere: here === document.body, what: here.outerHTML.slice(0, 120),
          covered: !!at && !here.contains(at) && !at.contains(here) && !at.closest('label')};
}"""
_looked: set[tuple[Any, ...]] = set()


class Hands:
    """What both can do; how is their own."""

    width = 0

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str | re.Pattern[str], within: str = "body") -> None:
        """Opens a link and is on the next page."""
        self._leave(self.page.locator(within).get_by_role("link", name=name).first)

    def press(self, name: str | re.Pattern[str], within: str = "body") -> None:
        """Presses a button and is on the next page."""
        self._leave(self.page.locator(within).get_by_role("button", name=name).first)

    def save(self, name: str | re.Pattern[str]) -> bytes:
        """Opens a link to a file and returns what was saved."""
        with self.page.expect_download() as saved:
            self._push(self.page.get_by_role("link", name=name).first)
        return saved.value.path().read_bytes()

    def _leave(self, target: Locator) -> None:
        self.page.evaluate("window.wasHere = true")
        self._push(target)
        for _ in range(400):
            with suppress(Error):  # between two pages there is nothing to ask
                if self.page.evaluate("!window.wasHere && document.readyState === 'complete'"):
                    return
            time.sleep(0.05)
        raise AssertionError(f"{target} leads nowhere from {self.page.url}")

    def unfold(self, name: str) -> None:
        """Opens what is folded."""
        self._push(self.page.locator("summary", has_text=name).first)

    def type(self, label: str | re.Pattern[str], text: str) -> None:
        """Types into an empty or filled field."""
        self._put(self.page.get_by_role("textbox", name=label).first, text)

    def type_password(self, label: str, text: str) -> None:
        """Types into a password field, which has no role of its own."""
        self._put(self.page.get_by_label(label, exact=True), text)

    def choose(self, label: str, within: str = "body", *, exact: bool = False) -> None:
        """Takes an option or ticks a box."""
        target = self.page.locator(within).get_by_label(label, exact=exact).first
        if not target.is_checked():
            self._choose(target)
        expect(target).to_be_checked()

    def sees(self, heading: str | re.Pattern[str]) -> None:
        """Is on the page with this heading, and looks around: once on every kind of page at this width."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.looks()

    def looks(self) -> None:
        """Zero findings on this kind of page."""
        path = re.sub(r"[0-9a-f-]{36}|(?<=/)[\w-]{20,}", "*", self.page.url.split("#")[0])
        kind = (self.width, path, self.page.title(), self.page.locator("h1").inner_text())
        if kind not in _looked:
            _looked.add(kind)
            self._look()

    def _look(self) -> None:
        look(self.page)

    def _push(self, target: Locator) -> None:
        raise NotImplementedError

    def _put(self, target: Locator, text: str) -> None:
        raise NotImplementedError

    def _choose(self, target: Locator) -> None:
        raise NotImplementedError


class Finger(Hands):
    """A phone, 390 pixels wide, on which no script runs."""

    width = 390

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._device: CDPSession = page.context.new_cdp_session(page)
        self._scripts(off=True)

    def _scripts(self, *, off: bool) -> None:
        self._device.send("Emulation.setScriptExecutionDisabled", {"value": off})

    def _look(self) -> None:
        # the page was loaded without script; only the examination needs it
        self._scripts(off=False)
        look(self.page)
        self._scripts(off=True)

    def _push(self, target: Locator) -> None:
        target.tap()

    def _put(self, target: Locator, text: str) -> None:
        target.tap()
        target.fill(text)

    def _choose(self, target: Locator) -> None:
        target.tap()


class Keys(Hands):
    """A desk, 1280 pixels wide, without a mouse: Tab, Enter, Space, arrows and letters."""

    width = 1280

    def _reach(self, target: Locator) -> None:
        """Presses Tab until there; every stop is seen and not covered."""
        wanted = target.element_handle()
        in_main = target.evaluate("each => !!each.closest('main')")
        for _ in range(150):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP, wanted)
            assert stop["nowhere"] or (stop["ring"] >= 2 and not stop["covered"]), f"{self.page.url}: {stop}"
            if stop["found"]:
                return
            if stop["skip"] and in_main:
                self.page.keyboard.press("Enter")
        raise AssertionError(f"{target} can't be reached with Tab on {self.page.url}")

    def _push(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _put(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def _choose(self, target: Locator) -> None:
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        for _ in range(12):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
