"""Vertragskonto hinzufügen: the same numbers, limits and silence as a registration (R-SEC-6)."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.cases.queries import find_by_form
from osc.contracts.queries import ACCOUNT_PIECE
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.identity.registration.asking import Outcome, Registration, find_request, request_account, request_letter
from osc.identity.registration.limits import surname_wanted
from osc.identity.registration.offers import waiting_offers
from osc.isolation.pages import fetch_page
from osc.limits.counters import LimitReached
from osc.portal.accounts.forms import read_account
from osc.portal.addresses import client_address
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import render_page
from osc.portal.registration.correcting import what_did_not_fit
from osc.portal.system.responses import too_many
from osc.portal.waiting import wait

TYPED = ("contract_account", "meter_number", "surname")


@customers_only
@form_page
def add_account(request: HttpRequest) -> HttpResponse:
    """What waits for a yes, and the form for one more contract account."""
    with_surname = surname_wanted(now=request.now)
    if request.method != "POST":
        draft = _draft(request) if request.GET.get("aendern") else {}
        return _form(request, Form({name: draft.get(name, "") for name in TYPED}), with_surname)
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"accounts": ACCOUNT_PIECE})
    own = {row["number"] for row in data["accounts"]}
    form = read_account(request.POST, own_numbers=own, with_surname=with_surname)
    if form.errors:
        return _form(request, form, with_surname)
    request.session.data["account"] = {**form.values, "key": str(uuid4())}
    return HttpResponseRedirect(path_to("portal:check_account"))


def _draft(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.data.get("account", {}))


def _form(request: HttpRequest, form: Form, with_surname: bool) -> HttpResponse:
    return render_page(
        request, "add_account.html", nav="administration", status=422 if form.errors else 200, form=form,
        with_surname=with_surname, errors=list(form.errors.items()), offers=waiting_offers(request.customer),
    )  # fmt: skip


@customers_only
@form_page
def check_account(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? POST asks once, however often it is sent."""
    draft = _draft(request)
    if not draft:
        return HttpResponseRedirect(path_to("portal:add_account"))
    key = read_submission_key(request.POST) if request.method == "POST" else None
    if key is None:
        return render_page(request, "check_account.html", nav="administration", draft=draft)
    try:
        asked = request_account(
            request.customer, account_number=draft["canonical_account"], meter_number=draft["canonical_meter"],
            surname=draft["surname"], address=client_address(request), submission_key=key, now=request.now,
        )  # fmt: skip
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:account_result", asked.id))


@customers_only
@require_safe
def account_result(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What became of it; the mail says the same."""
    asked = _asked(request, request_id)
    if asked.outcome == Outcome.OPEN:
        return wait(request)
    if asked.outcome == Outcome.LINK_SENT:
        case = find_by_form(request.customer.scope, submission_key=asked.id)
        if case is not None:
            return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
        return render_page(request, "account_waits.html", nav="administration", reference=asked.reference)
    return render_page(
        request, "account_refused.html", nav="administration", reference=asked.reference, request_id=asked.id,
        sentence=what_did_not_fit(asked.outcome), by_letter=asked.outcome != Outcome.NO_MATCH,
    )  # fmt: skip


@customers_only
@require_POST
def account_letter(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A code by letter where the numbers alone are not enough."""
    asked = _asked(request, request_id)
    try:
        request_letter(registration_id=asked.id, address=client_address(request), now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:letter_sent"))


def _asked(request: HttpRequest, request_id: UUID) -> Registration:
    asked = find_request(request.customer, request_id=request_id)
    if asked is None:
        raise Http404
    return asked
