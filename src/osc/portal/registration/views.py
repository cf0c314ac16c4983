"""Registrierung: one form, one neutral answer, and the link from the mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.registration.asking import request_letter, request_registration
from osc.identity.registration.limits import surname_wanted
from osc.identity.registration.opening import find_open_link, open_login
from osc.identity.registration.tokens import LinkNotValid
from osc.identity.rules.passwords import SHORTEST
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.links import token_page
from osc.portal.new_passwords import read_chosen_password
from osc.portal.pages import note, render_page
from osc.portal.registration.forms import read_registration
from osc.portal.sign_in.entering import enter
from osc.portal.system.responses import too_many

TYPED = ("contract_account", "meter_number", "surname", "email")


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Step 1: the numbers and the address. Whatever was entered, the same page follows."""
    with_surname = surname_wanted(now=request.now)
    if request.method != "POST":
        typed = request.session.data.get("registration", {}) if request.GET.get("aendern") else {}
        return _form(request, Form({name: typed.get(name, "") for name in TYPED}), with_surname)
    form = read_registration(request.POST, with_surname=with_surname)
    if form.errors:
        return _form(request, form, with_surname)
    try:
        id_ = request_registration(
            account_number=form["canonical_account"], meter_number=form["canonical_meter"],
            email=form["email"], surname=form["surname"], language=get_language() or "de",
            address=client_address(request), now=request.now,
        )  # fmt: skip
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    request.session.data["registration"] = {"id": str(id_), **{name: form[name] for name in TYPED}}
    return HttpResponseRedirect(path_to("portal:register_sent"))


def _form(request: HttpRequest, form: Form, with_surname: bool) -> HttpResponse:
    return render_page(
        request, "register.html", status=422 if form.errors else 200, form=form, with_surname=with_surname,
        errors=list(form.errors.items()),
    )  # fmt: skip


@everybody
@require_safe
def register_sent(request: HttpRequest) -> HttpResponse:
    """The neutral answer; the truth comes by mail."""
    return render_page(request, "register_sent.html", may_write="registration" in request.session.data)


@everybody
@require_POST
def ask_for_letter(request: HttpRequest) -> HttpResponse:
    """A code by letter instead of the mail; the page says the same whether one is written or not."""
    asked = request.session.data.get("registration")
    if not asked:
        return HttpResponseRedirect(path_to("portal:register"))
    try:
        request_letter(registration_id=UUID(asked["id"]), address=client_address(request), now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:letter_sent"))


@everybody
@require_safe
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Neutral too."""
    return render_page(request, "letter_sent.html")


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def register_link(request: HttpRequest, token: str) -> HttpResponse:
    """Step 2: GET shows the form and changes nothing, POST uses the link once."""
    try:
        link = find_open_link(token=token, now=request.now)
        form = read_chosen_password(request.POST, email=link.email) if request.method == "POST" else Form()
        if request.method != "POST" or form.errors:
            return render_page(
                request, "register_password.html", status=422 if form.errors else 200, form=form,
                errors=list(form.errors.items()), email=link.email, shortest=SHORTEST,
            )  # fmt: skip
        user = open_login(token=token, password=request.POST["password"], now=request.now)
    except LinkNotValid:
        return render_page(request, "register_link_gone.html", status=410)
    note(request, _("Willkommen. Ihr Zugang ist eingerichtet."))
    return enter(request, user, path_to("portal:overview"))
