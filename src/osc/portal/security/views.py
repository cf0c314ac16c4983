"""Anmeldung und Sicherheit (F7): everything about the own log-in on one page; password and devices."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.checking import Admission, SignInFailed
from osc.identity.factors.held import factors_of
from osc.identity.own_access import end_other_places, end_place, last_events, places_of
from osc.identity.recovery.choosing import PasswordRefused, change_password
from osc.identity.rules.passwords import SHORTEST
from osc.identity.sessions import Stage
from osc.portal.forms import Form
from osc.portal.guards import customers_only, form_page
from osc.portal.new_passwords import sentence_for
from osc.portal.pages import note, render_page
from osc.portal.security.presenters import shown_events, shown_places
from osc.portal.sign_in.entering import enter_as, leave, visitor_of
from osc.portal.sign_in.passkeys import passkey_site
from osc.portal.sign_in.views import count_wrong


@customers_only
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """User name, password, factors, devices, the last sign-ins."""
    person = request.customer
    return render_page(
        request, "security.html", nav="administration", person=person, factors=factors_of(person.id),
        places=shown_places(places_of(user_id=person.id, this_key=request.session.key, now=request.now)),
        events=shown_events(last_events(user_id=person.id)), passkey_site=passkey_site(),
    )  # fmt: skip


@customers_only
@form_page
def change_password_page(request: HttpRequest) -> HttpResponse:
    """With the current password; everywhere else it means signing in anew (LOG10)."""
    form = Form()
    if request.method != "POST":
        return _password_page(request, form)
    try:
        user = change_password(
            user_id=request.customer.id, current=request.POST.get("current", ""),
            password=request.POST.get("password", ""), visitor=visitor_of(request), now=request.now,
        )  # fmt: skip
    except SignInFailed:
        form.refuse("current", _("Das Passwort stimmt nicht. Geben Sie es noch einmal ein."))
        return count_wrong(request) or _password_page(request, form)
    except PasswordRefused as refused:
        form.refuse("password", sentence_for(refused.problem))
        return _password_page(request, form)
    note(request, _("Ihr neues Passwort gilt ab sofort. Auf anderen Geräten haben wir Sie abgemeldet."))
    return enter_as(
        request, Admission(user, None, Stage.FULL), path_to("portal:security"), announced=True,
        second_factor=request.customer.second_factor,
    )  # fmt: skip


def _password_page(request: HttpRequest, form: Form) -> HttpResponse:
    return render_page(
        request, "change_password.html", nav="administration", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), email=request.customer.email, shortest=SHORTEST,
    )  # fmt: skip


@customers_only
@require_http_methods(["POST"])
def end_places(request: HttpRequest) -> HttpResponse:
    """One device, or all others."""
    person, handle = request.customer, request.POST.get("place", "")
    if request.POST.get("others"):
        end_other_places(user_id=person.id, this_key=request.session.key, this_device=person.device_id)
        note(request, _("Auf allen anderen Geräten sind Sie abgemeldet."))
    elif end_place(user_id=person.id, handle=handle):
        here = places_of(user_id=person.id, this_key=request.session.key, now=request.now)
        if not any(place.here for place in here):
            return leave(request, _("Sie sind abgemeldet."))
        note(request, _("Das Gerät ist abgemeldet."))
    return HttpResponseRedirect(path_to("portal:security"))
