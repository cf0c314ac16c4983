"""Zählerstand mitteilen: form, check page, receipt; and every reading there is."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.cases.actions import SubmissionKeyReused
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.metering.actions import (
    MeterNotFound,
    Reading,
    ReadingConflict,
    RegistersIncomplete,
    RemoteMeter,
    submit_reading,
)
from osc.metering.queries import LiveReading
from osc.metering.rules.dates import price_change_near
from osc.portal.cases.views import submitter_of
from osc.portal.forms import read_submission_key
from osc.portal.guards import customers_only, form_page
from osc.portal.pages import note, render_page
from osc.portal.readings import judging
from osc.portal.readings.csv import history_file
from osc.portal.readings.drafts import Draft, find_draft, keep_draft, move_to_other_meter, take_suggestion
from osc.portal.readings.forms import ReadingForm, read_reading
from osc.portal.readings.loading import COMPARED, FORM, HISTORY, JUDGED, Loaded, load_meter, load_meters
from osc.portal.readings.origins import origin_label, register_label, remarks_for, state_of
from osc.portal.readings.presenters import MeterView

LABELS = {"label": register_label, "origin": origin_label, "state_of": state_of}


@customers_only
@require_safe
def choose_meter(request: HttpRequest) -> HttpResponse:
    """One meter: straight to its form. Several: a list."""
    meters = load_meters(request)
    if len(meters) == 1:
        return HttpResponseRedirect(path_to("portal:enter_reading", meters[0]["id"]))
    return render_page(request, "meter_list.html", nav="readings", meters=meters)


@customers_only
@form_page
def enter_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The form. A remotely read meter has none (R-ABL-2)."""
    loaded = load_meter(request, meter_id, pieces=COMPARED if request.method == "POST" else FORM)
    if loaded.meter.remote:
        return _form(request, loaded, ReadingForm(), status=409 if request.method == "POST" else 200)
    today = berlin_today(request.now)
    if request.method == "POST":
        form = read_reading(request.POST, loaded.meter, today=today)
        if not form.errors:
            keep_draft(request, loaded, form)
            return HttpResponseRedirect(path_to("portal:check_reading", meter_id))
    else:
        draft = find_draft(request, meter_id) if request.GET.get("aendern") else None
        form = ReadingForm(dict(draft.typed) if draft else {"when": "today"})
    return _form(request, loaded, form, status=422 if form.errors else 200)


def _form(request: HttpRequest, loaded: Loaded, form: ReadingForm, *, status: int) -> HttpResponse:
    today = berlin_today(request.now)
    return render_page(
        request, "enter_reading.html", nav="readings", status=status, meter=loaded.meter, meters=loaded.hanging,
        form=form, today=today, errors=list(form.errors.items()), price_change=_price_change(loaded.meter, today),
        remote_refused=status == 409, **LABELS,
    )  # fmt: skip


def _price_change(meter: MeterView, today: date) -> date | None:
    """The price change that a reading of these days would measure (R-ABL-15)."""
    rules = settings.UTILITY.readings
    return price_change_near(
        today, meter.price_changes, days_before=rules.price_change_days_before, days_after=rules.price_change_days_after
    )


@customers_only
@require_safe
def judge_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The same judgement as on the check page, a little earlier, as a piece of a page."""
    loaded = load_meter(request, meter_id, pieces=JUDGED)
    form = read_reading(request.GET, loaded.meter, today=berlin_today(request.now))
    judged: tuple[judging.Judged, ...] = ()
    if form.read_on is not None:
        judged = judging.judge_reading(loaded.meter, form.readings, form.read_on, loaded.around)
    return render_page(
        request,
        "plausibility.html",
        judged=judged,
        gap=judging.sum_gap(judged),
        meter=loaded.meter,
        live=True,
        **LABELS,
    )


@customers_only
@form_page
def check_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """Stimmen Ihre Angaben? POST hands the reading in, however often it is sent."""
    draft = find_draft(request, meter_id)
    if draft is None:
        return HttpResponseRedirect(path_to("portal:enter_reading", meter_id))
    if request.method == "POST" and not {"nehmen", "andere", "ersetzen"} & set(request.POST):
        return _submit(request, meter_id, draft)
    loaded = load_meter(request, meter_id, pieces=JUDGED)
    if request.method == "POST":
        return _mend(request, loaded, draft)
    return _check_page(request, loaded, draft)


def _check_page(
    request: HttpRequest, loaded: Loaded, draft: Draft, *, conflict: LiveReading | None = None
) -> HttpResponse:
    judged = judging.judge_reading(loaded.meter, draft.numbers, draft.day, loaded.around)
    before = [row for row in loaded.meter.handed_in_on(draft.day) if row.value != draft.numbers.get(row.register_id)]
    return render_page(
        request, "check_reading.html", nav="readings", status=409 if conflict else 200, meter=loaded.meter,
        judged=judged, read_on=draft.day, cut=draft.cut, submission_key=draft.key, gap=judging.sum_gap(judged),
        remarks=remarks_for(judged), before=before, conflict=conflict is not None,
        in_review=any(each.judgement.in_review for each in judged), **LABELS,
    )  # fmt: skip


def _mend(request: HttpRequest, loaded: Loaded, draft: Draft) -> HttpResponse:
    """One tap: the likely value, the other meter, or one's own value against that of another device."""
    target = UUID(loaded.meter.id)
    if "nehmen" in request.POST:
        take_suggestion(request, loaded, draft, request.POST["nehmen"])
    elif "andere" in request.POST:
        target = move_to_other_meter(request, loaded, draft)
    else:
        keep_draft(request, loaded, ReadingForm(draft.typed, readings=draft.numbers, read_on=draft.day, cut=draft.cut))
    return HttpResponseRedirect(path_to("portal:check_reading", target))


def _submit(request: HttpRequest, meter_id: UUID, draft: Draft) -> HttpResponse:
    key = read_submission_key(request.POST)
    form = path_to("portal:enter_reading", meter_id)
    try:
        if key is None:
            raise SubmissionKeyReused
        case = submit_reading(
            submitter=submitter_of(request), reading=_reading(request, meter_id, draft),
            undo_until=datetime.fromisoformat(draft.undo_until), submission_key=key, now=request.now,
        )  # fmt: skip
    except MeterNotFound:
        raise Http404 from None
    except RemoteMeter:
        return HttpResponseRedirect(form)
    except ReadingConflict as conflict:
        return _check_page(request, load_meter(request, meter_id, pieces=JUDGED), draft, conflict=conflict.live)
    except (SubmissionKeyReused, RegistersIncomplete):
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(form)
    return HttpResponseRedirect(path_to("portal:case", case.id) + "?neu=1")


def _reading(request: HttpRequest, meter_id: UUID, draft: Draft) -> Reading:
    remark = request.POST.get("remark", "")
    values: dict[UUID, Decimal] = {UUID(id_): value for id_, value in draft.numbers.items()}
    return Reading(
        meter_id=meter_id, values=values, read_on=draft.day, plausibility=draft.fit,
        remark=remark if remark in draft.remarks else "", reason=draft.reason,
        replaces=UUID(draft.replaces) if draft.replaces else None,
    )  # fmt: skip


@customers_only
@require_safe
def history(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """Every reading with its origin and its state."""
    loaded = load_meter(request, meter_id, readings=500, pieces=HISTORY)
    return render_page(
        request, "reading_history.html", nav="readings", meter=loaded.meter, meters=loaded.hanging,
        several=len({row.meter_id for row in loaded.meter.history}) > 1, **LABELS,
    )  # fmt: skip


@customers_only
@require_safe
def history_csv(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The same as a file for spreadsheets, or with `format=technisch` for programs."""
    loaded = load_meter(request, meter_id, readings=500, pieces=HISTORY)
    return history_file(loaded.meter, technical=request.GET.get("format") == "technisch")
