"""Anmeldung and Abmeldung, and the password once more before something important."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.checking import SignInFailed, confirm_password, sign_in
from osc.identity.entry.limits import UnlockNeeded
from osc.identity.registration.takeover import is_open, note_sign_in_attempt
from osc.identity.security_events import Kind, note_event
from osc.limits.counters import LimitReached
from osc.portal.forms import Form
from osc.portal.guards import customers_only, everybody, form_page
from osc.portal.pages import render_page
from osc.portal.sign_in.entering import device_secret, enter_as, leave, safe_target, visitor_of
from osc.portal.sign_in.forms import read_sign_in
from osc.portal.sign_in.passkeys import passkey_site

WRONG_PASSWORDS_ALLOWED = 5


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The tile Anmeldung; one sentence for every reason why it did not work."""
    if request.customer is not None and request.method != "POST":
        return HttpResponseRedirect(path_to("portal:overview"))
    if request.method != "POST":
        return _page(request, Form())
    form = read_sign_in(request.POST)
    if form.errors:
        note_sign_in_attempt(form["email"], language=get_language() or "de", now=request.now)
        return _page(request, form, status=422)
    try:
        admission = sign_in(
            email=form["email"], password=request.POST.get("password", ""), now=request.now,
            address=visitor_of(request).address, device_secret=device_secret(request),
        )  # fmt: skip
    except SignInFailed:
        note_sign_in_attempt(form["email"], language=get_language() or "de", now=request.now)
        form.refuse(
            "email",
            _("E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie beides oder wählen Sie ‚Passwort vergessen‘."),
        )
        return _page(request, form, status=422)
    except LimitReached as limit:
        form.refuse("email", too_many_tries(limit))
        response = _page(request, form, status=429)
        response.headers["Retry-After"] = str(limit.retry_after)
        return response
    return enter_as(request, admission, safe_target(request))


def too_many_tries(limit: LimitReached) -> str:
    """How long to wait, or that waiting does not help."""
    if isinstance(limit, UnlockNeeded):
        return _(
            "Zu viele Versuche. Wenn es zu dieser Adresse einen Zugang gibt, haben wir einen Link geschickt. "
            "Öffnen Sie ihn und melden Sie sich dann an."
        )
    minutes = max(1, -(-limit.retry_after // 60))
    sentence = ngettext(
        "Zu viele Versuche. Warten Sie eine Minute oder legen Sie ein neues Passwort fest.",
        "Zu viele Versuche. Warten Sie %(count)s Minuten oder legen Sie ein neues Passwort fest.",
        minutes,
    )
    return sentence % {"count": minutes}


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return render_page(
        request, "sign_in.html", status=status, form=form, errors=list(form.errors.items()),
        target=safe_target(request, default=""), passkey_site=passkey_site(), old_portal=is_open(now=request.now),
    )  # fmt: skip


@customers_only
@form_page
def confirm_password_page(request: HttpRequest) -> HttpResponse:
    """The password once more; after five wrong ones this session ends, the log-in stays open (LOG17)."""
    form, target = Form(), safe_target(request)
    if request.method == "POST":
        try:
            confirm_password(user_id=request.customer.id, password=request.POST.get("password", ""))
        except SignInFailed:
            return count_wrong(request) or _confirm_page(
                request, target, _("Das Passwort stimmt nicht. Geben Sie es noch einmal ein.")
            )
        return confirmed(request, target)
    return _confirm_page(request, target, form=form)


def _confirm_page(request: HttpRequest, target: str, sentence: str = "", form: Form | None = None) -> HttpResponse:
    form = form or Form()
    if sentence:
        form.refuse("password", sentence)
    return render_page(
        request, "confirm_password.html", status=422 if form.errors else 200, form=form, target=target,
        errors=list(form.errors.items()), passkey_site=passkey_site(),
    )  # fmt: skip


def confirmed(request: HttpRequest, target: str) -> HttpResponse:
    """Good for five minutes."""
    request.session.data["confirmed_at"] = request.now.isoformat()
    request.session.data.pop("wrong_passwords", None)
    return HttpResponseRedirect(target)


def count_wrong(request: HttpRequest) -> HttpResponse | None:
    """The fifth wrong proof ends this session; the owner's log-in is not slowed down by it."""
    wrong = request.session.data["wrong_passwords"] = request.session.data.get("wrong_passwords", 0) + 1
    if wrong < WRONG_PASSWORDS_ALLOWED:
        return None
    visitor, person = visitor_of(request), request.customer or request.session.confined
    note_event(
        user_id=person.id, kind=Kind.CONFIRMATION_FAILED, now=request.now,
        user_agent=visitor.user_agent, address=visitor.address,
    )  # fmt: skip
    return leave(request, _("Zu viele falsche Versuche. Melden Sie sich noch einmal an."))


@everybody
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session on the server, not only in the browser."""
    return leave(request, _("Sie sind abgemeldet."))
