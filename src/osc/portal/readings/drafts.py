"""The reading between form and receipt: kept in the session, checked again whenever it changes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest

from osc.foundation.clock import berlin_today
from osc.foundation.period import BERLIN
from osc.metering.rules.dates import price_change_near
from osc.metering.rules.plausibility import Fit
from osc.portal.readings.forms import ReadingForm
from osc.portal.readings.judging import judge_reading, worst_fit
from osc.portal.readings.loading import JUDGED, Loaded, load_meter
from osc.portal.readings.origins import remarks_for
from osc.portal.readings.presenters import MeterView


class Draft(NamedTuple):
    """What the session holds; `replaces` is the case whose value the customer has seen for that day."""

    meter: str
    values: dict[str, str]
    read_on: str
    typed: dict[str, str]
    cut: bool
    key: str
    fit: str
    undo_until: str
    reason: str
    replaces: str = ""
    remarks: Sequence[str] = ()

    @property
    def numbers(self) -> dict[str, Decimal]:
        """Values by register id."""
        return {id_: Decimal(value) for id_, value in self.values.items()}

    @property
    def day(self) -> date:
        """When the meter was read."""
        return date.fromisoformat(self.read_on)


def find_draft(request: HttpRequest, meter_id: UUID) -> Draft | None:
    """The draft of this meter, else None."""
    kept = request.session.data.get("reading")
    return Draft(**kept) if kept and kept["meter"] == str(meter_id) else None


def keep_draft(request: HttpRequest, loaded: Loaded, form: ReadingForm) -> None:
    """Stores a form without errors, with everything that handing it in needs."""
    assert form.read_on is not None, "a form without errors has a day"
    judged = judge_reading(loaded.meter, form.readings, form.read_on, loaded.around)
    live = loaded.meter.handed_in_on(form.read_on)
    draft = Draft(
        meter=loaded.meter.id,
        values={id_: str(value) for id_, value in form.readings.items()},
        read_on=form.read_on.isoformat(),
        typed=form.values,
        cut=form.cut,
        key=str(uuid4()),
        fit=str(worst_fit(judged)),
        undo_until=_undo_until(loaded.meter, request.now).isoformat(),
        reason=_reason(loaded.meter, form.read_on, berlin_today(request.now)),
        replaces=live[0].case_id or "" if live else "",
        remarks=[name for name, _label in remarks_for(judged)],
    )
    request.session.data["reading"] = draft._asdict()


def _undo_until(meter: MeterView, now: datetime) -> datetime:
    """Until the bill run begins (midnight in Berlin), else for some days."""
    if meter.billing_on is not None:
        return datetime.combine(meter.billing_on, time(), BERLIN)
    return now + timedelta(days=settings.UTILITY.readings.undo_days)


def _reason(meter: MeterView, read_on: date, today: date) -> str:
    """Why it was read: for a price change, for the bill, or in between (R-ABL-1, R-ABL-15)."""
    rules = settings.UTILITY.readings
    near = {"days_before": rules.price_change_days_before, "days_after": rules.price_change_days_after}
    if price_change_near(read_on, meter.price_changes, **near):
        return "PREISAENDERUNG"
    asked = meter.window_from is not None and meter.window_from <= today
    return "TURNUS" if asked else "ZWISCHEN"


def take_suggestion(request: HttpRequest, loaded: Loaded, draft: Draft, register_id: str) -> None:
    """Puts the likely value in the place of the typed one; without a suggestion nothing changes."""
    numbers, typed = draft.numbers, dict(draft.typed)
    for each in judge_reading(loaded.meter, numbers, draft.day, loaded.around):
        if each.register.id == register_id and each.judgement.suggestion is not None:
            numbers[register_id] = each.judgement.suggestion
            typed[each.register.field] = f"{each.judgement.suggestion:f}".replace(".", ",")
    keep_draft(request, loaded, ReadingForm(typed, readings=numbers, read_on=draft.day, cut=draft.cut))


def move_to_other_meter(request: HttpRequest, loaded: Loaded, draft: Draft) -> UUID:
    """Keeps the value for the meter it fits, if it fits one; returns the meter of the draft."""
    for each in judge_reading(loaded.meter, draft.numbers, draft.day, loaded.around):
        if each.judgement.fit == Fit.OTHER_METER:
            target = UUID(each.judgement.other)
            other = load_meter(request, target, pieces=JUDGED)
            (register,) = other.meter.registers
            typed = {**draft.typed, register.field: draft.typed.get(each.register.field, "")}
            values = {register.id: each.value}
            keep_draft(request, other, ReadingForm(typed, readings=values, read_on=draft.day, cut=draft.cut))
            return target
    return UUID(loaded.meter.id)
