"""Prüfen und senden: what will happen when, then the button; and the receipt for those without a sign-in."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from osc.cases.actions import SubmissionKeyReused
from osc.contracts.lookup import own_running_contracts
from osc.declarations.actions import Declarer, FormReused
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.identity.rules.email import looks_like_email
from osc.limits.counters import LimitReached
from osc.moving.actions import NothingToMove, report_move
from osc.moving.declaring import declare_move
from osc.moving.orders import Ending, ending_of
from osc.portal.addresses import client_address
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key, stale_form
from osc.portal.guards import everybody, form_page, refuse_onlookers
from osc.portal.leaving.receipts import receipt_file, receipt_page
from osc.portal.moving import drafts
from osc.portal.moving.assembling import Reported, assemble
from osc.portal.moving.own_places import own_places
from osc.portal.moving.rows import move_rows
from osc.portal.moving.views import links, place_of
from osc.portal.pages import note, render_page
from osc.portal.system.responses import too_many


@form_page
def check_move(request: HttpRequest) -> HttpResponse:
    """Stimmen Ihre Angaben? POST reports the move, however often it is sent."""
    reported = assemble(request, drafts.load(request), own_places(request))
    if reported is None:
        return HttpResponseRedirect(place_of(request))
    form = Form({"name": "", "email": ""})
    if request.method == "POST":
        refuse_onlookers(request)
        return _send(request, reported)
    return _show(request, reported, form)


def _show(request: HttpRequest, reported: Reported, form: Form) -> HttpResponse:
    return render_page(
        request, "check_move.html", nav="administration", status=422 if form.errors else 200, form=form,
        links=links(request), errors=list(form.errors.items()), rows=move_rows(reported.content),
        endings=_endings(request, reported), submission_key=uuid4(), asks_name=not reported.contract_ids,
    )  # fmt: skip


def _endings(request: HttpRequest, reported: Reported) -> list[Ending]:
    """When each contract ends; for strangers nobody knows."""
    out, into, today = reported.move.out, reported.move.into, berlin_today(request.now)
    if request.customer is None or out is None:
        return []
    contracts = own_running_contracts(request.customer.scope, ids=reported.contract_ids, on=today)
    return [ending_of(each, out.moves_on, today, keep=bool(into and into.keep)) for each in contracts]


def _send(request: HttpRequest, reported: Reported) -> HttpResponse:
    key = read_submission_key(request.POST)
    if not reported.contract_ids:
        return _declare(request, reported, key)
    try:
        if key is None:
            raise SubmissionKeyReused
        cases = report_move(
            submitter=submitter_of(request), contract_ids=reported.contract_ids, move=reported.move,
            submission_key=key, now=request.now,
        )  # fmt: skip
    except (SubmissionKeyReused, NothingToMove):
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(place_of(request, "_check"))
    return HttpResponseRedirect(path_to("portal:case", cases[0].id) + "?neu=1")


def _declare(request: HttpRequest, reported: Reported, key: UUID | None) -> HttpResponse:
    form = Form.read(request.POST, "name", "email")
    if not form["name"]:
        form.refuse("name", _("Geben Sie Ihren Namen ein"))
    if not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
    if key is None:
        form.refuse("form", stale_form())
    if form.errors or key is None:
        return _show(request, reported, form)
    declarer = Declarer(form["name"][:200], form["email"], get_language() or "de", client_address(request))
    try:
        declare_move(declarer=declarer, content=reported.content, form_key=key, now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    except FormReused:
        form.refuse("form", stale_form())
        return _show(request, reported, form)
    return HttpResponseRedirect(path_to("portal:move_receipt", key))


@everybody
@require_safe
def move_receipt(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """Content, date and time; the same whether a contract was found or not."""
    return receipt_page(request, form_key, "move", rows=_rows)


@everybody
@require_safe
def move_file(request: HttpRequest, form_key: UUID) -> HttpResponse:
    """The receipt as PDF."""
    return receipt_file(request, form_key, "move", rows=_rows)


def _rows(_kind: str, content: Any, name: str) -> list[tuple[str, str]]:
    return [(_("Name"), name), *move_rows(content)]
