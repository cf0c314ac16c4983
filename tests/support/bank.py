"""Changing bank details as a customer does, in the browser of the tests."""

import re
from typing import Any

from django.http import HttpResponse

from osc.identity.models import PortalUser
from tests.support.client import PageClient
from tests.support.people import PASSWORD, make_user, settle

NEW = "DE89370400440532013000"
FORM = {"holder": "Jana Albrecht", "whose": "own", "iban": "DE89 3704 0044 0532 0130 00", "for_debit": "ja",
        "for_refund": "ja"}  # fmt: skip
CHANGE, CHECK = "/verwaltung/bank/aendern/", "/verwaltung/bank/pruefen/"


def old_friend(portal: PageClient, kind: str = "jana", **more: Any) -> PortalUser:
    """A signed-in customer without any risk mark, who has typed the password just now."""
    user = make_user(kind, **more)
    portal.enter(user, device=settle(user))
    confirm(portal)
    return user


def confirm(portal: PageClient) -> None:
    """The password once more."""
    response = portal.post("/anmelden/bestaetigen/", {"password": PASSWORD, "weiter": CHANGE})
    assert response.status_code == 302, response.content.decode()


def fill(portal: PageClient, **typed: Any) -> HttpResponse:
    """The form; an empty value leaves a field out."""
    data = {name: value for name, value in {**FORM, **typed}.items() if value}
    return portal.post(CHANGE, data, follow=True)


def send(portal: PageClient, check: HttpResponse, **more: str) -> HttpResponse:
    """The check page, with the mandate ticked."""
    key = re.search(r'name="submission_key" value="([^"]+)"', check.content.decode())
    assert key, "no check page"
    return portal.post(CHECK, {"submission_key": key[1], "mandate": "ja", **more}, follow=True)


def change(portal: PageClient, **typed: Any) -> HttpResponse:
    """From form to receipt."""
    return send(portal, fill(portal, **typed))
