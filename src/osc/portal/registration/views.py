"""Registrierung: one form, one neutral answer, and the link from the mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from osc.identity.actions import LinkNotValid, find_open_link, open_login, request_registration
from osc.identity.rules.passwords import SHORTEST
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.new_passwords import read_chosen_password
from osc.portal.pages import note, render_page
from osc.portal.registration.forms import read_registration
from osc.portal.sign_in.entering import enter
from osc.portal.system.responses import too_many


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Step 1: the numbers and the address. Whatever was entered, the same page follows."""
    if request.method != "POST":
        return render_page(request, "register.html", form=Form())
    form = read_registration(request.POST)
    if form.errors:
        return render_page(request, "register.html", status=422, form=form, errors=list(form.errors.items()))
    try:
        request_registration(
            account_number=form["canonical_account"], meter_number=form["canonical_meter"],
            email=form["email"], language=get_language() or "de", address=client_address(request),
            now=request.now,
        )  # fmt: skip
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(reverse("portal:register_sent"))


@everybody
@require_safe
def register_sent(request: HttpRequest) -> HttpResponse:
    """The neutral answer; the truth comes by mail."""
    return render_page(request, "register_sent.html")


@everybody
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
    return enter(request, user, reverse("portal:overview"))
