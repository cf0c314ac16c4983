"""The one statement of a reading page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest

from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.isolation.scope import Scope
from osc.metering.queries import CONSUMPTION_PIECE, FACTORS_PIECE, METER_PIECE, OTHER_METERS_PIECE, READING_PIECE
from osc.portal.readings.judging import Surroundings
from osc.portal.readings.presenters import MeterView, present_meter

FORM = {"meters": METER_PIECE, "readings": READING_PIECE}
HISTORY = {**FORM, "factors": FACTORS_PIECE}
# what a value is compared with, and what is said about it
COMPARED = {**FORM, "consumption": CONSUMPTION_PIECE, "others": OTHER_METERS_PIECE}
JUDGED = {**COMPARED, **HISTORY}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A meter of the customer, all meters that hang, and what values are compared with."""

    meter: MeterView
    hanging: list[dict[str, Any]]
    around: Surroundings


def load_meters(request: HttpRequest) -> list[dict[str, Any]]:
    """Every meter that hangs today under a contract of the customer."""
    today = berlin_today(request.now)
    return _hanging(_fetch(request.customer.scope, today, {"meters": METER_PIECE})["meters"], today)


def load_meter(request: HttpRequest, meter_id: UUID, *, readings: int = 24, pieces: dict[str, str] = FORM) -> Loaded:
    """The meter among the customer's own, also a short while after it came off. Raises Http404."""
    today = berlin_today(request.now)
    loaded = load_meter_of(request.customer.scope, meter_id, today=today, readings=readings, pieces=pieces)
    if loaded is None:
        raise Http404
    return loaded


def load_meter_of(
    scope: Scope, meter_id: UUID, *, today: date, readings: int = 24, pieces: dict[str, str] = JUDGED
) -> Loaded | None:
    """The same for whoever may see this scope; None when there is no such meter."""
    data = _fetch(scope, today, pieces, meter=meter_id, readings=readings)
    for row in data["meters"]:
        if row["id"] == str(meter_id):
            around = Surroundings(data.get("consumption", ()), data.get("others", ()), data["meters"])
            meter = present_meter(row, data["readings"], data.get("factors", ()))
            return Loaded(meter, _hanging(data["meters"], today), around)
    return None


def _fetch(scope: Scope, day: date, pieces: dict[str, str], **more: Any) -> dict[str, Any]:
    since = day - timedelta(days=settings.UTILITY.readings.after_removal_days)
    return fetch_page(scope, today=day, pieces=pieces, since=since, **more)


def _hanging(meters: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    today = day.isoformat()
    return [
        row for row in meters
        if (row["removed_on"] or "9999") > today and (row["ends_on"] or "9999") > today
    ]  # fmt: skip
