"""Ich kann nicht selbst ablesen: a request that stops the reminders (R-ABL-3)."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from osc.cases.actions import SubmissionKeyReused
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.calendars import CivilCalendar, add_working_days
from osc.foundation.clock import berlin_today
from osc.metering.actions import object_to_reading
from osc.portal.cases.views import submitter_of
from osc.portal.forms import Form, read_submission_key
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.readings.forms import REASONS, read_objection, reason_label
from osc.portal.readings.loading import load_meter


@customers_only
@form_page
def enter_objection(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The reason, nothing else: health is nobody's business in detail."""
    meter = load_meter(request, meter_id).meter
    if meter.remote:
        return HttpResponseRedirect(path_to("portal:enter_reading", meter_id))
    form = Form()
    if request.method == "POST":
        form = read_objection(request.POST)
        if not form.errors:
            draft = {"meter": meter.id, "reason": form["reason"], "key": str(uuid4())}
            request.session.data["objection"] = draft
            return HttpResponseRedirect(path_to("portal:check_objection", meter_id))
    return render_page(
        request, "objection.html", nav="readings", status=422 if form.errors else 200, meter=meter, form=form,
        reasons=REASONS, reason_label=reason_label, errors=list(form.errors.items()),
    )  # fmt: skip


@customers_only
@form_page
def check_objection(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """Stimmen Ihre Angaben? POST opens the case, however often it is sent."""
    draft = request.session.data.get("objection")
    if not draft or draft["meter"] != str(meter_id):
        return HttpResponseRedirect(path_to("portal:object_to_reading", meter_id))
    if request.method == "POST":
        return _submit(request, meter_id, draft["reason"])
    meter = load_meter(request, meter_id).meter
    return render_page(
        request, "check_objection.html", nav="readings", meter=meter, reason=draft["reason"],
        reason_label=reason_label, submission_key=draft["key"],
    )  # fmt: skip


def _submit(request: HttpRequest, meter_id: UUID, reason: str) -> HttpResponse:
    key = read_submission_key(request.POST)
    utility = settings.UTILITY
    if load_meter(request, meter_id).meter.remote:
        raise Http404
    try:
        if key is None:
            raise SubmissionKeyReused
        case = object_to_reading(
            submitter=submitter_of(request), meter_id=meter_id, reason=reason, submission_key=key, now=request.now,
            answer_by=add_working_days(
                berlin_today(request.now), utility.contact.answer_days, CivilCalendar(utility.portal.land)
            ),
            undo_until=request.now + timedelta(days=utility.readings.undo_days),
        )  # fmt: skip
    except SubmissionKeyReused:
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(path_to("portal:object_to_reading", meter_id))
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")
