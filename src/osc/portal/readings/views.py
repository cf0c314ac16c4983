"""Zählerstand mitteilen: form, check page, receipt; and every reading there is."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from osc.cases.actions import SubmissionKeyReused
from osc.foundation.clock import berlin_today
from osc.foundation.period import BERLIN
from osc.isolation.pages import fetch_page
from osc.metering.actions import MeterNotFound, RegistersIncomplete, RemoteMeter, submit_reading
from osc.metering.queries import CONSUMPTION_PIECE, METER_PIECE, READING_PIECE
from osc.portal.cases.views import submitter_of
from osc.portal.forms import read_submission_key
from osc.portal.guards import customers_only
from osc.portal.pages import note, render_page
from osc.portal.readings.csv import history_file
from osc.portal.readings.forms import ReadingForm, read_reading
from osc.portal.readings.origins import origin_label, register_label, state_of
from osc.portal.readings.presenters import MeterView, judge_register, present_meter

PIECES = {"meters": METER_PIECE, "readings": READING_PIECE, "consumption": CONSUMPTION_PIECE}
# without a known bill run a customer may take a reading back for this long
UNDO_DAYS = 14
LABELS = {"label": register_label, "origin": origin_label, "state_of": state_of}


def _load(request: HttpRequest, meter_id: UUID, readings: int = 24) -> tuple[MeterView, list[dict[str, Any]]]:
    """The meter among the customer's own, and all of them for switching. Raises Http404."""
    data = fetch_page(
        request.customer.scope,
        today=berlin_today(request.now),
        pieces=PIECES,
        meter=meter_id,
        readings=readings,
    )
    for row in data["meters"]:
        if row["id"] == str(meter_id):
            return present_meter(row, data["readings"], data["consumption"]), data["meters"]
    raise Http404


@customers_only
@require_safe
def choose_meter(request: HttpRequest) -> HttpResponse:
    """One meter: straight to its form. Several: a list."""
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"meters": METER_PIECE})
    if len(data["meters"]) == 1:
        return HttpResponseRedirect(reverse("portal:enter_reading", args=[data["meters"][0]["id"]]))
    return render_page(request, "meter_list.html", nav="readings", meters=data["meters"])


@customers_only
@require_http_methods(["GET", "HEAD", "POST"])
def enter_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The form. A remotely read meter has none (R-ABL-2)."""
    meter, meters = _load(request, meter_id)
    if request.method == "POST" and meter.remote:
        return render_page(request, "enter_reading.html", nav="readings", status=409, **_remote(meter, meters))
    if meter.remote:
        return render_page(request, "enter_reading.html", nav="readings", **_remote(meter, meters))
    today = berlin_today(request.now)
    if request.method == "POST":
        form = read_reading(request.POST, meter, today=today)
        if not form.errors:
            assert form.read_on is not None, "a form without errors has a day"
            request.session.data["reading"] = {
                "meter": meter.id,
                "values": {id_: str(value) for id_, value in form.readings.items()},
                "read_on": form.read_on.isoformat(),
                "typed": form.values,
                "cut": form.cut,
                "key": str(uuid4()),
                "fit": _worst_fit(_judged(meter, form.readings, form.read_on)),
                "undo_until": _undo_until(meter, request.now).isoformat(),
            }
            return HttpResponseRedirect(reverse("portal:check_reading", args=[meter_id]))
    else:
        draft = _draft(request, meter_id) if request.GET.get("aendern") else None
        form = ReadingForm(dict(draft["typed"]) if draft else {"when": "today"})
    return render_page(
        request, "enter_reading.html", nav="readings", status=422 if form.errors else 200, meter=meter, meters=meters,
        form=form, today=today, errors=list(form.errors.items()), **LABELS,
    )  # fmt: skip


@customers_only
@require_safe
def judge_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The same judgement as on the check page, a little earlier, as a piece of a page."""
    meter, _meters = _load(request, meter_id)
    form = read_reading(request.GET, meter, today=berlin_today(request.now))
    judged = _judged(meter, form.readings, form.read_on) if form.read_on is not None else []
    return render_page(request, "plausibility.html", judged=judged, live=True)


def _remote(meter: MeterView, meters: list[dict[str, Any]]) -> dict[str, Any]:
    return {"meter": meter, "meters": meters, "form": ReadingForm(), **LABELS}


def _draft(request: HttpRequest, meter_id: UUID) -> dict[str, Any] | None:
    draft = request.session.data.get("reading")
    return draft if draft and draft["meter"] == str(meter_id) else None


@customers_only
@require_http_methods(["GET", "HEAD", "POST"])
def check_reading(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """Stimmen Ihre Angaben? POST hands the reading in, however often it is sent."""
    draft = _draft(request, meter_id)
    if draft is None:
        return HttpResponseRedirect(reverse("portal:enter_reading", args=[meter_id]))
    if request.method == "POST":
        return _submit(request, meter_id, draft)
    meter, _meters = _load(request, meter_id)
    values = {id_: Decimal(value) for id_, value in draft["values"].items()}
    read_on = date.fromisoformat(draft["read_on"])
    judged = _judged(meter, values, read_on)
    return render_page(
        request, "check_reading.html", nav="readings", meter=meter, judged=judged, read_on=read_on,
        cut=draft["cut"], submission_key=draft["key"], **LABELS,
    )  # fmt: skip


def _judged(meter: MeterView, values: dict[str, Decimal], read_on: date) -> list[tuple[Any, ...]]:
    return [
        (register, values[register.id], judge_register(meter, register, values[register.id], read_on))
        for register in meter.registers
        if register.id in values
    ]


def _submit(request: HttpRequest, meter_id: UUID, draft: dict[str, Any]) -> HttpResponse:
    key = read_submission_key(request.POST)
    try:
        if key is None:
            raise SubmissionKeyReused
        case = submit_reading(
            submitter=submitter_of(request),
            meter_id=meter_id,
            values={UUID(id_): Decimal(value) for id_, value in draft["values"].items()},
            read_on=date.fromisoformat(draft["read_on"]),
            plausibility=draft["fit"],
            undo_until=datetime.fromisoformat(draft["undo_until"]),
            submission_key=key,
            now=request.now,
        )
    except MeterNotFound:
        raise Http404 from None
    except RemoteMeter:
        return HttpResponseRedirect(reverse("portal:enter_reading", args=[meter_id]))
    except (SubmissionKeyReused, RegistersIncomplete):
        note(request, _("Dieses Formular war veraltet. Prüfen Sie Ihre Angaben und senden Sie sie noch einmal."))
        return HttpResponseRedirect(reverse("portal:enter_reading", args=[meter_id]))
    return HttpResponseRedirect(reverse("portal:case", args=[case.id]) + "?neu=1")


def _worst_fit(judged: list[tuple[Any, ...]]) -> str:
    """The first judgement that asks something, else the first there is."""
    fits = [str(judgement.fit) for _register, _value, judgement in judged]
    return next((fit for fit in fits if fit not in {"fits", "unknown"}), fits[0] if fits else "unknown")


def _undo_until(meter: MeterView, now: datetime) -> datetime:
    """Until the bill run begins (midnight in Berlin), else two weeks."""
    if meter.billing_on is not None:
        return datetime.combine(meter.billing_on, time(), BERLIN)
    return now + timedelta(days=UNDO_DAYS)


@customers_only
@require_safe
def history(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """Every reading with its origin and its state."""
    meter, meters = _load(request, meter_id, readings=500)
    return render_page(request, "reading_history.html", nav="readings", meter=meter, meters=meters, **LABELS)


@customers_only
@require_safe
def history_csv(request: HttpRequest, meter_id: UUID) -> HttpResponse:
    """The same as a file for spreadsheets."""
    meter, _meters = _load(request, meter_id, readings=500)
    response = HttpResponse(history_file(meter), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="zaehlerstaende-{meter.number}.csv"'
    return response
