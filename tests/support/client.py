"""A client that looks at every page it fetches, as the web role of the database."""

import re
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from osc.identity.sessions import start_session

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class PageClient(Client):
    """Fetches as `osc_app`: row-level security binds the tests as it binds the portal."""

    role = "osc_app"

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)

    def request(self, **request: Any) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(f"set role {self.role}")
            cursor.execute("select set_config('osc.partners', '', true)")
        try:
            response = super().request(**request)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("reset role")
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            check_page(response)
        return response

    def enter(self, user: Any, **more: Any) -> "PageClient":
        """Gives this browser a session of the user, for instance on the `device` that `settle` made."""
        more.setdefault("second_factor", user.is_staff)
        self.cookies[settings.SESSION_COOKIE] = start_session(user, now=settings.NOW, **more)
        return self


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        elif self.open:
            self.open.pop()


def check_page(response: HttpResponse) -> None:
    """Raises AssertionError with everything that is wrong with a page or a piece of one."""
    text = response.content.decode()
    page = _Page()
    page.feed(text)
    problems = page.problems + [f"<{tag}> is never closed" for tag in page.open]
    whole = text.lstrip().startswith("<!doctype html>")
    if whole:
        problems += _frame_problems(response, page)
    problems += _part_problems(page)
    assert not problems, f"{response.request['PATH_INFO']}: {problems}"


def _frame_problems(response: HttpResponse, page: _Page) -> list[str]:
    names = [tag for tag, _ in page.tags]
    problems = []
    if names.count("h1") != 1:
        problems.append(f"{names.count('h1')} h1")
    if "Content-Security-Policy" not in response.headers:
        problems.append("no Content-Security-Policy")
    if not any(tag == "html" and attributes.get("lang") in {"de", "en"} for tag, attributes in page.tags):
        problems.append("no language")
    if response.status_code == 422 and not re.search(r"<title>\s*(Fehler|Error): ", response.content.decode()):
        problems.append("an error page whose title does not say so")
    return problems


def _part_problems(page: _Page) -> list[str]:
    problems = []
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    problems += [f"id {each} twice" for each in {each for each in ids if ids.count(each) > 1}]
    labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
    for tag, attributes in page.tags:
        if "style" in attributes or tag == "style" or (tag == "script" and "src" not in attributes):
            problems.append(f"inline style or script in <{tag}>")
        problems += [f"handler {name}" for name in attributes if name.startswith("on")]
        shown = tag == "input" and attributes.get("type") != "hidden" and "aria-hidden" not in attributes
        if shown and attributes.get("id") not in labelled:
            problems.append(f"input without label: {attributes.get('name')}")
        if tag in {"a", "form"}:
            problems += _dead_link(attributes.get("href" if tag == "a" else "action"), ids)
    return problems


def _dead_link(target: str | None, ids: list[str]) -> list[str]:
    if target is None or target.startswith(("tel:", "mailto:")):
        return []
    if target.startswith("#"):
        return [] if target[1:] in ids else [f"no place {target}"]
    try:
        resolve(target.partition("#")[0].partition("?")[0])
    except Resolver404:
        return [f"dead link {target}"]
    return []


def visible_text(response: HttpResponse) -> str:
    """What a person reads, in one line."""
    text = re.sub(r"<(script|title)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[ \t\r\n]+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#39;", "'").strip()
