"""The files that an operator copies: nginx keeps no secret, the services find their settings."""

import re
import secrets
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation.trans_real import translation

from osc.portal.system.static_pages import write_static_pages

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
SECRETS = {"token": secrets.token_urlsafe(32), "form_key": str(uuid.uuid4())}


def log_map() -> list[tuple[str, str]]:
    """The expressions that turn an address into what is logged, in their order, with what they leave."""
    block = re.search(r"map \$request_uri \$osc_path \{(.*?)\n\}", NGINX, re.DOTALL)
    assert block
    rows = re.findall(r'"~(.+?)"\s+"?(.+?)"?;', block[1])
    return [(pattern.replace("(?<", "(?P<"), left) for pattern, left in rows]


def logged(address: str) -> str:
    for pattern, left in log_map():
        if found := re.search(pattern, address):
            return re.sub(r"\$\{?(\w+)\}?", lambda name: found[name[1]], left)
    raise AssertionError(address)


def routes_with_secrets(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes_with_secrets(each.url_patterns, route)
        elif re.search(r"<\w+:(token|form_key)>", route):
            yield route


def test_pwd10_no_key_of_a_mailed_link_or_receipt_is_in_the_log_of_nginx() -> None:
    routes = list(routes_with_secrets(get_resolver().url_patterns))
    assert len(routes) >= 14, "registration, passwords, address, bank, unlocking, delegates and the receipts"
    for route in routes:
        address = "/" + re.sub(r"<\w+:(\w+)>", lambda name: SECRETS[name[1]], route)
        for asked in (address, f"{address}?a=1", f"/{address}", address.replace("/", "//"), address.rstrip("/") + "."):
            assert not [key for key in SECRETS.values() if key[:30] in logged(asked)], asked


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/", "/"),
        ("/anmelden/?weiter=/bank/", "/anmelden/"),
        ("/static/font.45409376c8d3.woff2", "/static/font.45409376c8d3.woff2"),
        (f"/registrieren/link/{SECRETS['token']}/", "/registrieren/link/***"),
        (f"/umzug/eingang/{SECRETS['form_key']}/beleg.pdf", "/umzug/eingang/***"),
    ],
)
def test_what_the_log_of_nginx_keeps(asked: str, kept: str) -> None:
    assert logged(asked) == kept


def test_nginx_logs_nothing_else_that_may_hold_a_key() -> None:
    written = re.search(r"log_format osc '(.+)';", NGINX)
    assert written
    assert not set(re.findall(r"\$\w+", written[1])) & {"$request", "$request_uri", "$uri", "$args", "$http_referer"}
    servers = NGINX.count("\nserver {")
    assert NGINX.count("access_log /var/log/nginx/access.log osc;") == servers
    assert NGINX.count("error_log /var/log/nginx/error.log crit;") == servers, "errors carry the whole request"


STATIC = re.search(r'location ~ "(\^/static/[^"]+)"', NGINX)


def test_the_pages_for_the_proxy_speak_every_language_and_need_nothing_but_nginx(tmp_path: Path) -> None:
    write_static_pages(tmp_path)
    catalog = translation("en")
    for name, german in (
        ("maintenance.html", "Wir arbeiten gerade am Online-Service-Center"),
        ("overloaded.html", "Gerade sind sehr viele Menschen hier"),
    ):
        html = (tmp_path / name).read_text()
        before, after, foot = html.split('lang="en"')
        assert german in before and german not in after and catalog.gettext(german) in after
        assert "genügt eine E-Mail" in after and "genügt eine E-Mail" not in foot
        needed = re.findall(r'<(?:link|img|script)[^>]*(?:href|src)="(/[^"]*)"', html)
        assert STATIC and needed and [path for path in needed if not re.search(STATIC[1], path)] == []


def test_the_services_read_what_the_guide_writes() -> None:
    guide = (DEPLOY.parent / "docs/operations.md").read_text()
    for service in DEPLOY.glob("*.service"):
        for file in re.findall(r"^EnvironmentFile=(.+)$", service.read_text(), re.MULTILINE):
            assert file in guide, f"{service.name} reads {file}"
