"""One request, one transaction, one user; and a page for every way it can end."""

import logging
from collections.abc import Callable
from math import inf
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpRequest, HttpResponse

from osc.design.language import speaking
from osc.identity.sessions import Session, find_session, save_session
from osc.portal.confinement import SAFE_METHODS, detour
from osc.portal.system.responses import unavailable
from osc.portal.viewing import look_through

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE, THEME_COOKIE = "osc_language", "osc_theme"
THEMES = ("", "light", "dark")
TRUSTED_SECONDS = 1
# what somebody signed in may not do or see is told to whoever watches (R-SEC-18)
REFUSED = (403, 404)
log = logging.getLogger("osc.security")


class FixedHeaders:
    """The headers that every answer carries, whoever made it; a page may have said something stricter."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.headers = settings.RESPONSE_HEADERS

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class SystemPages:
    """Turns a lost database into a page that needs none, also when the loss comes at COMMIT."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (DatabaseError, InterfaceError):
            # the outcome is unknown: no receipt; the form's key settles it on the next try
            return unavailable(request)


class OneTransaction:
    """Finds session and user in one statement, pins row-level security, commits once at the end."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.answered_at = -inf

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = settings.CLOCK()
        if monotonic() - self.answered_at < TRUSTED_SECONDS:
            connection.health_check_done = True  # it answered a moment ago: no need to ask whether it lives
        with transaction.atomic():
            key = request.COOKIES.get(settings.SESSION_COOKIE, "")
            found = find_session(key, now=request.now, acts=request.method not in SAFE_METHODS) if key else None
            request.session = found or Session()
            request.customer = request.session.user
            look_through(request)
            request.theme = _theme(request)
            with speaking(_language(request)):
                response = detour(request) or self.get_response(request)
            if response.status_code in REFUSED and request.customer is not None:
                log.warning("refused %s user=%s path=%s", response.status_code, request.customer.id, request.path)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                _keep_session(request, response, key)
        self.answered_at = monotonic() if response.status_code < 500 else -inf
        return response


def _keep_session(request: HttpRequest, response: HttpResponse, sent_key: str) -> None:
    agent = request.META.get("HTTP_USER_AGENT", "")
    key = save_session(request.session, now=request.now, user_agent=agent)
    if key and key != sent_key:
        response.set_cookie(
            settings.SESSION_COOKIE,
            key,
            httponly=True,
            samesite="Lax",
            secure=settings.CSRF_COOKIE_SECURE,
        )
    elif sent_key and not key:
        response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    if request.session.key:
        response.headers["Cache-Control"] = "no-store"


def _language(request: HttpRequest) -> str:
    known = settings.UTILITY.portal.languages
    person = request.customer or request.session.confined
    wish = person.language if person else request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wish if wish in known else known[0]


def _theme(request: HttpRequest) -> str:
    wish = request.customer.theme if request.customer else request.COOKIES.get(THEME_COOKIE, "")
    return wish if wish in THEMES else ""
