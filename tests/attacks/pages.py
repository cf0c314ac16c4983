"""Reading pages as a program of somebody else would: forms, links, and what can be told apart."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|name="submission_key" value="[^"]*"')
# the line and the moment, not the answer
HOP_HEADERS = {"date", "content-length", "connection"}


@dataclass
class Form:
    """A form as it was rendered; `fields` maps name to value, `shown` names those a person fills in."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, **values: str) -> dict[str, str]:
        """Everything a browser would send; unticked boxes are not sent."""
        return {**self.fields, **values}


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms, self.links = url, [], []  # type: ignore[var-annotated] - tests only
        self.form: Form | None = None
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(urljoin(self.url, a.get("action") or self.url), a.get("method", "get").upper())
            self.forms.append(self.form)
        elif tag == "a" and a.get("href"):
            self.links.append(a["href"])
        elif self.form is not None:
            self._field(tag, a)

    def _field(self, tag: str, a: dict[str, str]) -> None:
        assert self.form is not None
        name, kind = a.get("name", ""), a.get("type", "text")
        if tag == "input" and name:
            self.form.types[name] = kind
            if kind not in {"hidden", "submit"} and name not in self.form.shown:
                self.form.shown.append(name)
            if kind not in {"checkbox", "radio"} or "checked" in a:
                self.form.fields[name] = a.get("value", "on")
        elif tag == "textarea":
            self.area = name
            self.form.fields[name] = ""
            self.form.shown.append(name)
        elif tag == "select":
            self.select = name
            self.form.shown.append(name)
        elif tag == "option" and self.select and ("selected" in a or self.select not in self.form.fields):
            self.form.fields[self.select] = a.get("value", "")
        elif tag == "button" and a.get("type", "submit") == "submit":
            self.form.buttons.append((name, a.get("value", ""), ""))

    def handle_data(self, data: str) -> None:
        if self.area and self.form is not None:
            self.form.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def _read(html: str, url: str = "http://x/") -> _Reader:
    reader = _Reader(url)
    reader.feed(html)
    return reader


def read_forms(html: str, url: str) -> list[Form]:
    """Every form of a page."""
    forms: list[Form] = _read(html, url).forms
    return forms


def read_links(html: str) -> list[str]:
    """Every link of a page, as written."""
    links: list[str] = _read(html).links
    return links


def shown_text(html: str) -> str:
    """What a person reads, in one line."""
    text = re.sub(r"<(script|style|title)[^>]*>.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


def norm(response: httpx.Response, *echoed: str) -> tuple[object, ...]:
    """What a stranger can tell two answers apart by: without tokens, times and what was typed."""
    body = SECRET.sub("", response.text)
    for each in echoed:
        body = body.replace(each, "…")
    forms = [
        (urlsplit(form.action).path, form.method, tuple(sorted(form.fields))) for form in read_forms(body, "http://x/")
    ]
    headers = tuple(sorted(name.lower() for name in response.headers if name.lower() not in HOP_HEADERS))
    cookies = tuple(sorted(each.split("=")[0] for each in response.headers.get_list("set-cookie")))
    location = urlsplit(response.headers.get("location", "")).path
    return response.status_code, location, headers, cookies, shown_text(body), tuple(forms)


def same(one: httpx.Response, other: httpx.Response, *echoed: str) -> bool:
    """True when a stranger sees no difference."""
    return norm(one, *echoed) == norm(other, *echoed) and abs(len(one.content) - len(other.content)) <= 64


def difference(one: httpx.Response, other: httpx.Response, *echoed: str) -> str:
    """What gives it away, for the message of a failing test."""
    pairs = zip(norm(one, *echoed), norm(other, *echoed), strict=True)
    return (
        "; ".join(f"{a!r} != {b!r}"[:300] for a, b in pairs if a != b) or f"{len(one.content)} != {len(other.content)}"
    )


def auc(one: Sequence[float], other: Sequence[float]) -> float:
    """Mann-Whitney AUC of two samples: 0.5 when nobody can tell them apart by time."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other], key=lambda each: each[0])
    rank_sum = sum(position for position, (_, which) in enumerate(ranked, 1) if which == 1)
    n, m = len(one), len(other)
    return (rank_sum - m * (m + 1) / 2) / (n * m)


def interleaved(n: int, seed: int) -> list[int]:
    """0 and 1, each n times, in random order."""
    order = [0] * n + [1] * n
    random.Random(seed).shuffle(order)
    return order
