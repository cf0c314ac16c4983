"""Finding a customer, opening the file, looking through the customer's eyes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from osc.audit.actions import record
from osc.audit.queries import STAFF_DEEDS_PIECE
from osc.backoffice.guards import staff_only
from osc.cases.queries import LIST_PIECE
from osc.cases.review import case_by_reference
from osc.contracts.finding import FoundCustomer, accounts_of_partner, customers_by_id, customers_by_words
from osc.contracts.queries import ACCOUNT_PIECE, CONTRACT_PIECE
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.foundation.reference import ReferenceRefused, parse_reference
from osc.identity.finding import logins_of_accounts, partners_by_login
from osc.isolation.acting import pin, scope_of_customer
from osc.isolation.pages import fetch_page
from osc.metering.finding import partners_by_meter
from osc.metering.queries import METER_PIECE
from osc.portal.cases.presenters import present_row
from osc.portal.forms import Form
from osc.portal.pages import render_page
from osc.portal.viewing import start_viewing, stop_viewing

PIECES = {
    "accounts": ACCOUNT_PIECE,
    "contracts": CONTRACT_PIECE,
    "meters": METER_PIECE,
    "cases": LIST_PIECE,
    "deeds": STAFF_DEEDS_PIECE,
}
LEAST_REASON = 8


@staff_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """By contract account, meter, name and address, e-mail address or Vorgangsnummer."""
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    found = find_customers(words) if words else []
    return render_page(request, "team_customers.html", nav="customers", words=words, found=found)


def find_customers(words: str) -> list[FoundCustomer]:
    """Whoever these words lead to: number, meter, name and address, e-mail address or Vorgangsnummer."""
    try:
        case = case_by_reference(parse_reference(words))
    except ReferenceRefused:
        case = None
    ids = [case.business_partner_id] if case else [*partners_by_meter(words), *partners_by_login(words)]
    others = [] if case else customers_by_words(words)
    known = {each.id for each in others}
    return customers_by_id([id_ for id_ in dict.fromkeys(ids) if id_ not in known]) + others


@staff_only
@require_safe
def show_customer(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """The file: accounts, contracts, meters, requests, log-ins, who looked. Opening it is recorded."""
    return _file(request, partner_id, Form())


def _file(request: HttpRequest, partner_id: UUID, form: Form) -> HttpResponse:
    found = customers_by_id([partner_id])
    if not found:
        raise Http404
    accounts = accounts_of_partner(partner_id)
    scope = scope_of_customer(staff_id=request.staff.id, partner_id=partner_id, accounts=accounts)
    pin(scope)
    today = berlin_today(request.now)
    since = today - timedelta(days=settings.UTILITY.readings.after_removal_days)
    data = fetch_page(scope, today=today, pieces=PIECES, partners=list(scope.partner_ids), since=since)
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="open_file", subject=request.staff.email,
        business_partner_id=partner_id,
    )  # fmt: skip
    return render_page(
        request, "team_customer.html", nav="customers", status=422 if form.errors else 200, customer=found[0],
        logins=_logins(partner_id, accounts), rows=[present_row(row) for row in data["cases"]], form=form,
        errors=list(form.errors.items()), **{name: data[name] for name in ("accounts", "contracts", "meters", "deeds")},
    )  # fmt: skip


def _logins(partner_id: UUID, accounts: Sequence[UUID]) -> list[tuple[Any, str]]:
    """Each log-in once, with the page on which it is managed."""
    links = {link.user_id: link for link in reversed(logins_of_accounts(accounts))}
    return [(link, path_to("backoffice:login", partner_id, id_)) for id_, link in links.items()]


@staff_only
@require_POST
def view_as(request: HttpRequest, partner_id: UUID) -> HttpResponse:
    """The customer's pages, read-only, for a reason that the customer can see (R-SEC-16, AUT10)."""
    form = Form.read(request.POST, "reason")
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("reason", _("Schreiben Sie, warum Sie die Seiten ansehen. Die Kundin oder der Kunde liest das."))
        return _file(request, partner_id, form)
    found = customers_by_id([partner_id])
    if not found:
        raise Http404
    start_viewing(request, partner_id=partner_id, name=found[0].name, reason=form["reason"])
    return HttpResponseRedirect(path_to("portal:overview"))


@staff_only
@require_http_methods(["POST"])
def end_view(request: HttpRequest) -> HttpResponse:
    """Back to the staff pages."""
    stop_viewing(request)
    return HttpResponseRedirect(path_to("backoffice:customers"))
