"""From an admission to a session in the browser: cookies, notes, where to go."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osc.design.paths import path_to
from osc.identity.actions import change_language
from osc.identity.entry.checking import Admission
from osc.identity.entry.devices import LIFE
from osc.identity.entry.opening import Visitor, open_session
from osc.identity.models import PortalUser
from osc.identity.sessions import Session, Stage, end_session
from osc.portal.addresses import client_address
from osc.portal.confinement import PAGE_OF_STAGE
from osc.portal.middleware import LANGUAGE_COOKIE
from osc.portal.pages import note


def visitor_of(request: HttpRequest) -> Visitor:
    """Address and browser of a request."""
    return Visitor(client_address(request), request.headers.get("User-Agent", "")[:200])


def device_secret(request: HttpRequest) -> str:
    """What the device cookie says."""
    return str(request.COOKIES.get(settings.DEVICE_COOKIE, ""))


def enter(request: HttpRequest, user: PortalUser, target: str) -> HttpResponse:
    """For somebody who just registered: a full session, and the browser is recognised without a mail."""
    return enter_as(request, Admission(user, None, Stage.FULL), target, announced=True)


def enter_as(
    request: HttpRequest, admission: Admission, target: str, *, second_factor: bool = False, announced: bool = False
) -> HttpResponse:
    """Starts a fresh session at its stage; whatever session came with the request ends."""
    if request.session.key:
        end_session(request.session.key)
    data: dict[str, Any] = {}
    if admission.stage == Stage.FULL:
        data["confirmed_at"] = request.now.isoformat()
    elif target != "/":
        data["target"] = target
    notes = request.session.data.get("notes")
    if notes:
        data["notes"] = notes
    opened = open_session(
        admission, visitor=visitor_of(request), now=request.now, second_factor=second_factor, announced=announced,
        data=data,
    )  # fmt: skip
    request.session = Session(
        opened.session_key, data=data, stored=dict(data), seen_at=request.now, stage=admission.stage
    )
    request.customer = None  # who it is, is looked up with the next request
    _keep_language(request, admission.user)
    response = HttpResponseRedirect(path_to(PAGE_OF_STAGE[admission.stage]) if admission.stage else target)
    if opened.device_secret:
        remember_device(response, opened.device_secret)
    return response


def _keep_language(request: HttpRequest, user: PortalUser) -> None:
    """Whoever chose a language on the pages before keeps it after signing in, and in mails."""
    wish = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if wish in settings.UTILITY.portal.languages and wish != user.language:
        change_language(user_id=user.id, language=wish)


def remember_device(response: HttpResponse, secret: str) -> None:
    """The cookie by which this browser is known again."""
    response.set_cookie(
        settings.DEVICE_COOKIE, secret, max_age=LIFE, httponly=True, samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )  # fmt: skip


def leave(request: HttpRequest, sentence: str) -> HttpResponse:
    """Ends this session on the server, not only in the browser, and clears what the browser kept (LOG13)."""
    if request.session.key:
        end_session(request.session.key)
    request.session, request.customer = Session(), None
    note(request, sentence)
    response = HttpResponseRedirect(path_to("portal:sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def safe_target(request: HttpRequest, default: str = "/") -> str:
    """Only a path of this portal: never another host, never a scheme."""
    wish = request.POST.get("weiter") or request.GET.get("weiter") or default
    parts = urlsplit(wish)
    safe = wish.startswith("/") and not wish.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wish if safe and "\\" not in wish and wish.isprintable() else default


def with_target(name: str, target: str) -> str:
    """The path of a page that leads on to `target` afterwards."""
    return f"{path_to(name)}?{urlencode({'weiter': target})}"
