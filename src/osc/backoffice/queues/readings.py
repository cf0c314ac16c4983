"""Readings that a person must look at: unusual values with what was expected, their history and the decision."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice import words
from osc.backoffice.guards import staff_only
from osc.backoffice.queues.words import ANSWERED, already_decided, carry_out, note_opening, read_words, said_so
from osc.contracts.finding import accounts_of_partner, customers_by_id
from osc.design.language import gettext, speaking
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.interchange.queries import messages_for_staff
from osc.isolation.acting import pin, scope_of_customer
from osc.metering.review import ReviewedReading, reading_in_review, readings_in_review, unmatched_readings
from osc.portal.forms import Form
from osc.portal.pages import note, render_page
from osc.portal.readings.case_kinds import reading_rows
from osc.portal.readings.judging import Judged, judge_reading
from osc.portal.readings.loading import Loaded, load_meter_of
from osc.portal.readings.origins import REMARKS, origin_label, register_label, state_of
from osc.portal.readings.presenters import ReadingRow

# sentences that staff need every day; written in the language of the customer
BLOCKS = {
    "again": gettext_noop("Bitte lesen Sie den Zähler noch einmal ab und teilen Sie uns die Zahl neu mit."),
    "decimals": gettext_noop("Haben Sie die Stelle nach dem Komma mit abgelesen? Wir brauchen nur die Zahl davor."),
    "meter": gettext_noop("Die Zahl passt zu einem anderen Zähler. Bitte prüfen Sie die Zählernummer."),
    "newer": gettext_noop("Wir rechnen mit dem neueren Wert ab, den Sie uns für diesen Tag mitgeteilt haben."),
    "operator": gettext_noop("Wir haben einen Wert vom Messstellenbetreiber und rechnen mit diesem ab."),
}


def plausibility_label(fit: str) -> str:
    """What the portal said about the value."""
    return {
        "high": _("höher als erwartet"),
        "low": _("niedriger als erwartet"),
        "extra_digit": _("eine Stelle zu viel?"),
        "similar": _("Ziffern vertauscht?"),
        "other_meter": _("passt zu einem anderen Zähler"),
        "below_last": _("niedriger als der letzte Stand"),
    }.get(fit, _("vom Abrechnungssystem zurückgestellt"))


def origin(source: str) -> str:
    """Where a value comes from, said to staff."""
    return _("mitgeteilt") if source == "KUNDE" else origin_label(source)


def state(row: ReadingRow) -> str:
    """How far a value has come, said to staff."""
    return _("durch einen neuen Wert ersetzt") if row.replaced else state_of(row)


@staff_only
@require_safe
def reading_queue(request: HttpRequest) -> HttpResponse:
    """Unusual values, and readings without sign-in that matched nothing."""
    found = readings_in_review(limit=200)
    people = {each.id: each for each in customers_by_id([each.business_partner_id for each in found])}
    return render_page(
        request, "team_readings.html", nav="cases", readings=found, people=people, label=plausibility_label,
        rows=reading_rows, unmatched=unmatched_readings(limit=200),
    )  # fmt: skip


@staff_only
@require_safe
def reading(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One value beside what was expected and what was read before. Opening it is recorded."""
    found = reading_in_review(case_id)
    return _page(request, found, Form()) if found else _gone(request, case_id)


def _page(request: HttpRequest, found: ReviewedReading, form: Form) -> HttpResponse:
    note_opening(request, partner_id=found.business_partner_id, reference=found.reference)
    loaded = _load(request, found)
    return render_page(
        request, "team_reading.html", nav="cases", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()), found=found, customer=customers_by_id([found.business_partner_id])[0],
        rows=reading_rows(found.summary), label=plausibility_label, judged=_judge(found, loaded) if loaded else (),
        history=loaded.meter.own_history[:16] if loaded else (),
        remark=gettext(REMARKS[found.remark]) if found.remark else "",
        blocks=[(name, gettext(text)) for name, text in BLOCKS.items()], origin=origin, state_of=state,
        register=register_label, messages=messages_for_staff(case_id=found.case_id), kind_of=words.kind_of,
        message_state=words.state_of,
    )  # fmt: skip


def _load(request: HttpRequest, found: ReviewedReading) -> Loaded | None:
    partner = found.business_partner_id
    scope = scope_of_customer(staff_id=request.staff.id, partner_id=partner, accounts=accounts_of_partner(partner))
    pin(scope)
    return load_meter_of(scope, UUID(found.summary["meter_id"]), today=berlin_today(request.now), readings=40)


def _judge(found: ReviewedReading, loaded: Loaded) -> tuple[Judged, ...]:
    """The value against what is known today, not against what was known when it came in."""
    sent = {each["obis"]: Decimal(each["value"]) for each in found.summary["registers"]}
    values = {each.id: sent[each.obis] for each in loaded.meter.registers if each.obis in sent}
    read_on = next((row.read_on for row in loaded.meter.own_history if row.case_id == str(found.case_id)), None)
    return judge_reading(loaded.meter, values, read_on, loaded.around) if read_on else ()


@staff_only
@require_POST
def decide_reading(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Accept, ask back or reject; asking and rejecting say a sentence to the customer, typed or from the list."""
    found = reading_in_review(case_id)
    if found is None or found.decided_at is not None:
        return _gone(request, case_id)
    data = request.POST.copy()
    block = BLOCKS.get(data.get("block", ""))
    if block and not data.get("answer", "").strip() and data.get("decision") in ANSWERED:
        with speaking(found.language):
            data["answer"] = gettext(block)
    form = read_words(data, ways=("reject",) if found.replaced_by else ("accept", "reject", "ask"))
    if form.errors:
        return _page(request, found, form)
    carry_out(case_id, form, staff_id=request.staff.id)
    note(request, said_so(form))
    return HttpResponseRedirect(path_to("backoffice:readings"))


def _gone(request: HttpRequest, case_id: UUID) -> HttpResponse:
    note(request, already_decided())
    return HttpResponseRedirect(path_to("backoffice:case", case_id))
