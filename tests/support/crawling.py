"""Somebody who only looks: page after page, every link, every document, whatever else is going on."""

import re
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from random import Random

import httpx
from pypdf import PdfReader

from tests.support.customers import Customer

LINK = re.compile(r'href="(/[^"#]*)')
ELSEWHERE = ("/static/", "/anmelden/", "/kuendigen/", "/widerrufen/")


@dataclass(frozen=True)
class Seen:
    """The newest look at a page, and the quickest one in seconds."""

    status: int
    text: str
    seconds: float


class Looker(Customer):
    """Follows the links of what it sees in a random order, and begins again when it has seen all."""

    first: tuple[str, ...] = ("/",)
    widest = 100_000  # pages
    rounds = 1_000_000

    def arrive(self) -> None:
        super().arrive()
        self.most = 0
        self.looked_at, self.seen = Counter[str](), dict[str, Seen]()
        self.random = Random(self.person["email"])
        self.waiting, self.known = list[str](), set[str]()

    def look_back(self) -> None:
        pass

    def hand_in(self, step: int) -> bool:
        if not self.waiting:
            if not self.rounds:
                return False
            self.rounds -= 1
            self.waiting, self.known = list(self.first), set(self.first)
        path = self.waiting.pop(self.random.randrange(len(self.waiting)))
        began = time.monotonic()
        try:
            response = self.client.get(path, follow_redirects=True)
        except httpx.HTTPError:
            self.waiting.append(path)
            return True
        self._remember(path, response, time.monotonic() - began)
        return True

    def _remember(self, path: str, response: httpx.Response, seconds: float) -> None:
        quickest = min(seconds, self.seen[path].seconds) if path in self.seen else seconds
        self.seen[path] = Seen(response.status_code, words_of(response), quickest)
        if response.status_code != 200:
            return
        self.looked_at[response.headers["Content-Type"].partition(";")[0]] += 1
        self.notice(path, self.seen[path].text)
        if response.headers["Content-Type"].startswith("text/html"):
            for link in LINK.findall(response.text):
                new = link.replace("&amp;", "&")
                if new not in self.known and not new.startswith(ELSEWHERE) and len(self.known) < self.widest:
                    self.known.add(new)
                    self.waiting.append(new)


def words_of(response: httpx.Response) -> str:
    """What can be read in a page or document, with what is attached to it."""
    if response.headers["Content-Type"].startswith("application/pdf"):
        document = PdfReader(BytesIO(response.content))
        attached = [content.decode() for contents in document.attachments.values() for content in contents]
        return " ".join([*(page.extract_text() for page in document.pages), *attached])
    return response.text
