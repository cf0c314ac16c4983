"""Readings without sign-in that matched nothing: which meter is meant, or none (R-ABL-14)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.customers import find_customers
from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import LEAST_REASON, already_decided
from osc.contracts.finding import customers_by_id
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.interchange.jobs import put_in_queue
from osc.metering.review import MeterChoice, UnmatchedReading, meters_of_partners, unmatched_reading
from osc.metering.tasks import assign_reading, close_reading
from osc.portal.forms import Form
from osc.portal.pages import note, render_page


@staff_only
@require_safe
def unmatched(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """What was typed, and the meters that may be meant."""
    found = unmatched_reading(reading_id)
    return _page(request, found, Form()) if found else _gone(request)


def _page(request: HttpRequest, found: UnmatchedReading, form: Form) -> HttpResponse:
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:100]
    meters = _meters(words) if words else _meters(found.account_number) or _meters(found.meter_number)
    people = {each.id: each for each in customers_by_id([each.business_partner_id for each in meters])}
    return render_page(
        request, "team_unmatched_reading.html", nav="cases", status=422 if form.errors else 200, found=found,
        form=form, errors=list(form.errors.items()), words=words, meters=meters, people=people, fits=fits,
    )  # fmt: skip


def _meters(words: str) -> list[MeterChoice]:
    people = [each.id for each in find_customers(words)] if words else []
    return meters_of_partners(people) if people else []


def fits(found: UnmatchedReading, meter: MeterChoice) -> str:
    """Why the values can't be this meter's; empty when they can. Staff never change what was typed."""
    if meter.remote:
        return _("wird fern abgelesen")
    if meter.registers != len(found.values):
        return _("%(number)s Zählwerke, mitgeteilt: %(sent)s") % {
            "number": meter.registers, "sent": len(found.values),
        }  # fmt: skip
    if meter.removed_on is not None and meter.removed_on < found.read_on:
        return _("ausgebaut")
    return ""


@staff_only
@require_POST
def assign_to_meter(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """The values go in for the owner of this meter."""
    found, form = unmatched_reading(reading_id), Form.read(request.POST, "meter", "account", "reason")
    if found is None:
        return _gone(request)
    meter = next((each for each in _meters(form["account"]) if str(each.id) == form["meter"]), None)
    if meter is None or fits(found, meter):
        form.refuse("suche", _("Wählen Sie einen Zähler, zu dem die Werte passen."))
    if len(form["reason"]) < LEAST_REASON:
        form.refuse("suche", _("Schreiben Sie zur Zuordnung, woher Sie wissen, dass dieser Zähler gemeint ist."))
    if form.errors:
        return _page(request, found, form)
    put_in_queue(
        assign_reading, reading_id=str(reading_id), meter_id=form["meter"], staff_id=str(request.staff.id),
        reason=form["reason"],
    )  # fmt: skip
    note(request, _("Der Zählerstand wird zugeordnet. Passt er nicht zum Zähler, bleibt er in der Liste."))
    return HttpResponseRedirect(path_to("backoffice:readings"))


@staff_only
@require_POST
def close_unmatched(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """No meter of ours. Nobody left an address, so nobody is told."""
    found, form = unmatched_reading(reading_id), Form.read(request.POST, "close_reason")
    if found is None:
        return _gone(request)
    if len(form["close_reason"]) < LEAST_REASON:
        form.refuse("close_reason", _("Schreiben Sie, warum Sie so entscheiden."))
        return _page(request, found, form)
    put_in_queue(close_reading, reading_id=str(reading_id), staff_id=str(request.staff.id), reason=form["close_reason"])
    note(request, _("Der Zählerstand ist abgeschlossen."))
    return HttpResponseRedirect(path_to("backoffice:readings"))


def _gone(request: HttpRequest) -> HttpResponse:
    note(request, already_decided())
    return HttpResponseRedirect(path_to("backoffice:readings"))
