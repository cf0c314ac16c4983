"""New accounts that wait for two people (BIZ2, R-SEP-9), and customers who did not want one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import already_decided, carry_out, note_opening, read_words
from osc.contracts.finding import customers_by_id
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.finding import names_of_staff
from osc.payments.review import HeldChange, held_change, held_changes
from osc.portal.bank.case_kinds import bank_rows
from osc.portal.forms import Form
from osc.portal.pages import note, render_page


def mark_label(mark: str) -> str:
    """Why a change is held, in words (security 6.7)."""
    return {
        "password_reset": _("Passwort vor Kurzem neu gesetzt"),
        "email_changed": _("E-Mail-Adresse vor Kurzem geändert"),
        "fresh_link": _("Zugang ist erst wenige Tage alt"),
        "new_device": _("Gerät oder Browser ist neu"),
        "large_credit": _("Hohes Guthaben"),
        "final_bill_pending": _("Schlussrechnung steht noch aus"),
        "foreign_account": _("Konto im Ausland"),
        "shared_account": _("Konto gehört schon zu jemand anderem"),
        "other_holder": _("Kontoinhaber ist jemand anderes"),
    }[mark]


@staff_only
@require_safe
def bank_queue(request: HttpRequest) -> HttpResponse:
    """Oldest first, each with its risk marks and who has looked."""
    changes = held_changes(limit=200)
    people = {each.id: each for each in customers_by_id([change.business_partner_id for change in changes])}
    return render_page(
        request, "team_bank.html", nav="cases", changes=changes, mark_label=mark_label, people=people,
    )  # fmt: skip


@staff_only
@require_safe
def bank_change(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One change with the reasons for its hold. Opening it is recorded."""
    change = held_change(case_id)
    return _change(request, change, Form()) if change else _too_late(request, case_id)


def _change(request: HttpRequest, change: HeldChange, form: Form) -> HttpResponse:
    note_opening(request, partner_id=change.business_partner_id, reference=change.reference)
    names = names_of_staff(change.released_by)
    known: dict[str, Any] = {
        "customer": customers_by_id([change.business_partner_id])[0],
        "rows": bank_rows(change.summary),
        "first": [(names.get(id_, "?"), at) for id_, at in zip(change.released_by, change.released_at, strict=True)],
        "own_word": request.staff.id in change.released_by,
        "mark_label": mark_label,
    }
    return render_page(
        request, "team_bank_change.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), change=change, **known,
    )  # fmt: skip


@staff_only
@require_POST
def decide_bank_change(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Release or refuse; the second release must come from somebody else, and the database sees to that."""
    change = held_change(case_id)
    if change is None:
        return _too_late(request, case_id)
    accept = request.POST.get("decision") == "accept"
    form = read_words(request.POST, ways=("settle",) if change.is_objection else ("accept", "reject"))
    if accept and change.decided_at:
        return _too_late(request, case_id)
    if accept and request.staff.id in change.released_by:
        form.refuse("decision", _("Sie haben schon zugestimmt. Die zweite Zustimmung muss von jemand anderem kommen."))
    if form.errors:
        return _change(request, change, form)
    carry_out(case_id, form, staff_id=request.staff.id)
    note(request, _done(change, accept))
    return HttpResponseRedirect(path_to("backoffice:bank"))


def _done(change: HeldChange, accept: bool) -> str:
    if change.is_objection:
        return _("Die Meldung ist erledigt.")
    if not accept:
        return _("Die neue Bankverbindung ist abgelehnt. Die Kundin oder der Kunde bekommt eine E-Mail.")
    if change.released_by:
        return _("Zwei Personen haben zugestimmt. Die neue Bankverbindung ist freigegeben.")
    return _("Ihre Zustimmung ist notiert. Jetzt fehlt noch eine zweite Person.")


def _too_late(request: HttpRequest, case_id: UUID) -> HttpResponse:
    note(request, already_decided())
    return HttpResponseRedirect(path_to("backoffice:case", case_id))
