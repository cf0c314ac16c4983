"""The second person's queue: lost second factors, for those who may decide (AUT9: nobody else finds it)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.guards import admins_only
from osc.backoffice.queues.words import LEAST_REASON, already_decided
from osc.contracts.finding import customers_by_id
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.managing.closing import Word
from osc.identity.managing.lost_factor import (
    NothingToReset,
    SamePerson,
    decide_factor_reset,
    waiting_factor_resets,
)
from osc.isolation.acting import pin, scope_of_customer
from osc.portal.forms import Form
from osc.portal.pages import note, render_page


@admins_only
@require_safe
def lost_factors(request: HttpRequest) -> HttpResponse:
    """Oldest first, with who asked and why."""
    return _page(request, Form(), None)


def _page(request: HttpRequest, form: Form, wrong: UUID | None) -> HttpResponse:
    waiting = waiting_factor_resets()
    people = {each.id: each for each in customers_by_id([asked.business_partner_id for asked in waiting])}
    return render_page(
        request, "team_lost_factors.html", nav="start", status=422 if form.errors else 200, form=form, wrong=wrong,
        errors=[(f"{field}-{wrong}", sentence) for field, sentence in form.errors.items()], waiting=waiting,
        people=people, me=request.staff.id,
    )  # fmt: skip


@admins_only
@require_POST
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Yes or no, by somebody who did not ask."""
    form = Form.read(request.POST, "decision", "reason")
    asked = next((each for each in waiting_factor_resets() if each.id == request_id), None)
    if asked is None or asked.asked_by == request.staff.id:
        note(request, _("Entscheiden muss jemand anderes.") if asked else already_decided())
        return HttpResponseRedirect(path_to("backoffice:lost_factors"))
    if form["decision"] not in {"approve", "refuse"}:
        form.refuse("decision", _("Wählen Sie, wie es weitergeht."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("reason", _("Schreiben Sie, warum Sie so entscheiden."))
    if form.errors:
        return _page(request, form, request_id)
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=asked.business_partner_id, accounts=()))
    word = Word(request.staff.id, asked.business_partner_id, asked.user_id, form["reason"])
    try:
        decide_factor_reset(request_id=request_id, approve=form["decision"] == "approve", word=word, now=request.now)
    except (NothingToReset, SamePerson):
        note(request, already_decided())
    else:
        note(request, _("Ihre Entscheidung ist ausgeführt."))
    return HttpResponseRedirect(path_to("backoffice:lost_factors"))
