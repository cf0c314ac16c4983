"""Zugang verwalten: close, open, a mail for a new password, the lost second factor; never see or set a password."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from osc.audit.actions import record
from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_REASON
from osc.contracts.finding import customers_by_id
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.factors.held import factors_of
from osc.identity.managing.closing import (
    NotTheirLogin,
    Word,
    disable_login,
    enable_login,
    login_of,
    send_new_password,
)
from osc.identity.managing.lost_factor import NothingToReset, ask_factor_reset
from osc.identity.models import PortalUser
from osc.identity.own_access import last_events, places_of
from osc.isolation.acting import pin, scope_of_customer
from osc.portal.forms import Form
from osc.portal.guards import form_methods
from osc.portal.pages import note, render_page
from osc.portal.security.presenters import shown_events

Deed = Callable[..., None]


def deeds() -> dict[str, tuple[str, str, Deed]]:
    """What can be done: its name, what is said afterwards, and the action."""
    return {
        "password": (
            _("E-Mail für ein neues Passwort schicken"),
            _("Die E-Mail ist unterwegs. Sie gilt 30 Minuten."),
            send_new_password,
        ),
        "factor": (
            _("Zweite Bestätigung zurücksetzen"),
            _("Ihr Antrag wartet auf eine zweite Person. Die Kundin oder der Kunde bekommt eine E-Mail."),
            ask_factor_reset,
        ),
        "disable": (
            _("Zugang sperren"),
            _("Der Zugang ist gesperrt. Alle Geräte sind abgemeldet."),
            disable_login,
        ),
        "enable": (_("Zugang wieder öffnen"), _("Der Zugang ist wieder offen."), enable_login),
    }


@staff_only
@form_methods
def login(request: HttpRequest, partner_id: UUID, user_id: UUID) -> HttpResponse:
    """One log-in of a customer. Opening it is recorded; POST does one of the deeds, with a reason."""
    found = customers_by_id([partner_id])
    try:
        if not found:
            raise NotTheirLogin
        user = login_of(partner_id, user_id)
    except NotTheirLogin:
        raise Http404 from None
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=partner_id, accounts=()))
    form = Form.read(request.POST, "deed", "reason")
    if request.method == "POST":
        answer = _do(request, form, Word(request.staff.id, partner_id, user.id, form["reason"]), request.now)
        if answer is not None:
            return answer
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="open_login", subject=user.email,
        business_partner_id=partner_id,
    )  # fmt: skip
    return _page(request, found[0], user, form)


def _do(request: HttpRequest, form: Form, word: Word, now: datetime) -> HttpResponse | None:
    if form["deed"] not in deeds():
        form.refuse("deed", _("Wählen Sie, was Sie tun möchten."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("reason", _("Schreiben Sie, warum. Die Kundin oder der Kunde liest das."))
    if form.errors:
        return None
    _name, done, act = deeds()[form["deed"]]
    try:
        act(word, now=now)
    except NothingToReset:
        form.refuse("deed", _("Dieser Zugang hat keine zweite Bestätigung, oder der Antrag liegt schon vor."))
        return None
    note(request, done)
    return HttpResponseRedirect(path_to("backoffice:login", word.business_partner_id, word.user_id))


def _page(request: HttpRequest, customer: object, user: PortalUser, form: Form) -> HttpResponse:
    factors = factors_of(user.id)
    has_factor = bool(factors.app or factors.passkeys)
    without = {"enable" if user.is_active else "disable", "" if user.is_active else "password"}
    ways = [(key, name) for key, (name, _done, _act) in deeds().items()
            if key not in without and (key != "factor" or has_factor)]  # fmt: skip
    return render_page(
        request, "team_login.html", nav="customers", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), customer=customer, user=user, ways=ways, has_factor=has_factor,
        places=len(places_of(user_id=user.id, this_key="", now=request.now)),
        events=shown_events(last_events(user_id=user.id)),
    )  # fmt: skip
