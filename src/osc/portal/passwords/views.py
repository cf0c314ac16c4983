"""Passwort vergessen (A3) and Neues Passwort festlegen (A4)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.checking import Admission
from osc.identity.recovery.asking import ask_new_password
from osc.identity.recovery.choosing import (
    PasswordRefused,
    ResetGone,
    find_reset,
    give_back,
    replace_forgotten_password,
    use_reset_link,
)
from osc.identity.rules.email import looks_like_email
from osc.identity.rules.passwords import SHORTEST
from osc.identity.sessions import Stage
from osc.limits.counters import LimitReached
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.links import gone, token_page
from osc.portal.new_passwords import sentence_for
from osc.portal.pages import note, render_page
from osc.portal.sign_in.entering import device_secret, enter_as, leave, visitor_of
from osc.portal.system.responses import too_many


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Whatever address was entered, the same page follows."""
    form = Form.read(request.POST, "email")
    if request.method == "POST" and not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
    if request.method != "POST" or form.errors:
        return render_page(
            request, "forgot_password.html", status=422 if form.errors else 200, form=form,
            errors=list(form.errors.items()),
        )  # fmt: skip
    try:
        ask_new_password(
            email=form["email"], language=get_language() or "de", visitor=visitor_of(request), now=request.now,
            device_secret=device_secret(request),
        )  # fmt: skip
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:forgot_password_sent"))


@everybody
@require_safe
def forgot_sent(request: HttpRequest) -> HttpResponse:
    """The neutral answer; the mail says the rest."""
    mode = settings.UTILITY.security.password_reset
    return render_page(request, "forgot_password_sent.html", one_time=mode == "one_time_password")


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def reset_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and changes nothing (scanners of mails); POST uses the link once."""
    try:
        if request.method != "POST":
            find_reset(token=token, now=request.now)
            return render_page(request, "reset_link.html")
        admission = use_reset_link(token=token, now=request.now)
    except ResetGone:
        return gone(request)
    return enter_as(request, admission, "/")


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """The only page of a session that began with a one-time password or its link."""
    person, reset_id = request.session.confined, request.session.reset_id
    if request.session.stage != Stage.NEW_PASSWORD or person is None or reset_id is None:
        return HttpResponseRedirect(path_to("portal:forgot_password"))
    form = Form()
    if request.method != "POST":
        return _choose(request, form)
    try:
        user = replace_forgotten_password(
            reset_id=reset_id, password=request.POST.get("password", ""), visitor=visitor_of(request), now=request.now
        )
    except PasswordRefused as refused:
        give_back(reset_id=reset_id)
        form.refuse("password", sentence_for(refused.problem))
        return _choose(request, form)
    except ResetGone:
        return leave(request, _("Diese Anmeldung gilt nicht mehr. Fordern Sie eine neue E-Mail an."))
    note(request, _("Ihr neues Passwort gilt ab sofort. Auf anderen Geräten haben wir Sie abgemeldet."))
    return enter_as(
        request, Admission(user, None, Stage.FULL), "/", second_factor=person.second_factor, announced=True
    )  # fmt: skip


def _choose(request: HttpRequest, form: Form) -> HttpResponse:
    return render_page(
        request, "new_password.html", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), email=request.session.confined.email, shortest=SHORTEST,
    )  # fmt: skip
