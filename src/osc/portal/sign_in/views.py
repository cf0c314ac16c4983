"""Anmeldung, Abmeldung, language and display."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from osc.identity.actions import SignInFailed, change_language, change_theme, confirm_password, sign_in
from osc.identity.models import PortalUser
from osc.identity.sessions import end_session, find_session, start_session
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import customers_only, everybody
from osc.portal.middleware import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from osc.portal.pages import note, render_page
from osc.portal.sign_in.forms import read_sign_in

WRONG_PASSWORDS_ALLOWED = 5
YEAR_SECONDS = 365 * 24 * 3600


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The tile Anmeldung; one sentence for every reason why it did not work."""
    if request.customer is not None:
        return HttpResponseRedirect(reverse("portal:overview"))
    if request.method != "POST":
        return _page(request, Form())
    form = read_sign_in(request.POST)
    if form.errors:
        return _page(request, form, status=422)
    try:
        user = sign_in(
            email=form["email"], password=request.POST.get("password", ""), address=client_address(request),
            now=request.now,
        )  # fmt: skip
    except SignInFailed:
        form.refuse(
            "email",
            _("E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie beides oder fordern Sie Hilfe an."),
        )
        return _page(request, form, status=422)
    except LimitReached as limit:
        minutes = max(1, -(-limit.retry_after // 60))
        sentence = ngettext(
            "Zu viele Versuche. Warten Sie eine Minute.", "Zu viele Versuche. Warten Sie %(count)s Minuten.", minutes
        )
        form.refuse("email", sentence % {"count": minutes})
        response = _page(request, form, status=429)
        response.headers["Retry-After"] = str(limit.retry_after)
        return response
    return enter(request, user, _safe_target(request))


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return render_page(
        request, "sign_in.html", status=status, form=form, errors=list(form.errors.items()),
        target=_safe_target(request, default=""),
    )  # fmt: skip


def _safe_target(request: HttpRequest, default: str = "/") -> str:
    """Only a path of this portal: never another host, never a scheme."""
    wish = request.POST.get("weiter") or request.GET.get("weiter") or default
    parts = urlsplit(wish)
    safe = wish.startswith("/") and not wish.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wish if safe and "\\" not in wish and wish.isprintable() else default


def enter(request: HttpRequest, user: PortalUser, target: str) -> HttpResponse:
    """Starts a fresh session for the user; whatever session came with the request ends."""
    if request.session.key:
        end_session(request.session.key)
    key = start_session(user, now=request.now, user_agent=request.headers.get("User-Agent", ""))
    started = find_session(key, now=request.now)
    assert started is not None, "the session was written in this transaction"
    started.data["confirmed_at"] = request.now.isoformat()
    notes = request.session.data.get("notes")
    if notes:
        started.data["notes"] = notes
    request.session = started
    return HttpResponseRedirect(target)


@customers_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_password_page(request: HttpRequest) -> HttpResponse:
    """The password once more; after five wrong ones this session ends, the log-in stays open (LOG17)."""
    form, target = Form(), _safe_target(request)
    if request.method == "POST":
        try:
            confirm_password(user_id=request.customer.id, password=request.POST.get("password", ""))
        except SignInFailed:
            wrong = request.session.data["wrong_passwords"] = request.session.data.get("wrong_passwords", 0) + 1
            if wrong >= WRONG_PASSWORDS_ALLOWED:
                return _end_session(request, _("Zu viele falsche Passwörter. Melden Sie sich noch einmal an."))
            form.refuse("password", _("Das Passwort stimmt nicht. Geben Sie es noch einmal ein."))
        else:
            request.session.data["confirmed_at"] = request.now.isoformat()
            request.session.data.pop("wrong_passwords", None)
            return HttpResponseRedirect(target)
    return render_page(
        request, "confirm_password.html", status=422 if form.errors else 200, form=form, target=target,
        errors=list(form.errors.items()),
    )  # fmt: skip


def _end_session(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.session.key:
        end_session(request.session.key)
    request.session = type(request.session)()
    request.customer = None
    note(request, sentence)
    return HttpResponseRedirect(reverse("portal:sign_in"))


@everybody
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session on the server, not only in the browser."""
    return _end_session(request, _("Sie sind abgemeldet."))


@everybody
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the page and changes its language, for the log-in or for this browser."""
    response = HttpResponseRedirect(_safe_target(request))
    language = request.POST.get("language", "")
    if language in settings.UTILITY.portal.languages:
        _keep_choice(response, LANGUAGE_COOKIE, language)
        if request.customer is not None:
            change_language(user_id=request.customer.id, language=language)
    return response


@everybody
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """As the device, light or dark; for the log-in or for this browser."""
    response = HttpResponseRedirect(_safe_target(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _keep_choice(response, THEME_COOKIE, theme)
        if request.customer is not None:
            change_theme(user_id=request.customer.id, theme=theme)
    return response


def _keep_choice(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
    )
