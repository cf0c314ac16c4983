"""The check that a form came from us, also on pages that tell nobody their address; and the token it looks for."""

import secrets
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CsrfViewMiddleware, get_token
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup

PLACES = {char: place for place, char in enumerate(CSRF_ALLOWED_CHARS)}


class FormsOfOurs(CsrfViewMiddleware):
    """Django's check. Behind a mailed link the referrer policy is no-referrer, and there browsers send
    `Origin: null`; then Sec-Fetch-Site says where the form was, and the token must fit as everywhere."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null" and getattr(request.resolver_match.func, "token_page", False):
            return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))


def one_token(request: HttpRequest) -> dict[str, Any]:
    """The hidden field of every form on a page, masked once: Django would make a new mask for each form."""
    return {"csrf_input": SimpleLazyObject(lambda: _field(request))}


def _field(request: HttpRequest) -> Markup:
    secret = request.META.get("CSRF_COOKIE")
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True  # the cookie lives on with every page, as Django has it
    token = masked(secret) if secret else get_token(request)
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)


def masked(secret: str) -> str:
    """A token as Django makes it, mask and cipher; Django asks for each of the 32 random characters by itself."""
    number, mask, cipher = secrets.randbelow(len(PLACES) ** len(secret)), "", ""
    for char in secret:
        number, place = divmod(number, len(PLACES))
        mask += CSRF_ALLOWED_CHARS[place]
        cipher += CSRF_ALLOWED_CHARS[(PLACES[char] + place) % len(PLACES)]
    return mask + cipher
