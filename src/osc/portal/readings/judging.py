"""What the portal says about a value before it is handed in: the same on the form and on the check page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from osc.foundation.period import Period
from osc.metering.rules.arithmetic import FEED_IN, TOTAL, sum_register_gap
from osc.metering.rules.plausibility import (
    Expectation,
    Fit,
    Judgement,
    Last,
    Months,
    OtherMeter,
    Tolerance,
    expect,
    judge,
    may_roll_over,
)
from osc.portal.readings.presenters import MeterView, RegisterView, Row, is_guess

DAY = timedelta(days=1)
# the first that asks for a second look names the whole reading
MILD = frozenset({Fit.FITS, Fit.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Judged:
    """One register's value with its judgement, and what the sentence about it needs."""

    register: RegisterView
    value: Decimal
    judgement: Judgement
    last: Decimal | None = None
    last_on: date | None = None
    may_roll_over: bool = False
    year_before: int | None = None
    other: Mapping[str, Any] | None = None
    used_kwh: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a value is compared with: monthly consumption by contract and the customer's other meters."""

    consumption: Sequence[Row]
    others: Sequence[Row]
    meters: Sequence[Row]


def judge_reading(
    meter: MeterView, values: Mapping[str, Decimal], read_on: date, around: Surroundings
) -> tuple[Judged, ...]:
    """A judgement for every register that has a value."""
    return tuple(
        _judge_register(meter, register, values[register.id], read_on, around)
        for register in meter.registers
        if register.id in values
    )


def sum_gap(judged: Sequence[Judged]) -> Decimal | None:
    """How far the sum register is from its parts; None when they agree (R-NUM-11)."""
    return sum_register_gap({each.register.label: each.value for each in judged})


def worst_fit(judged: Sequence[Judged]) -> Fit:
    """The first judgement that asks something, else the first there is."""
    fits = [each.judgement.fit for each in judged]
    return next((fit for fit in fits if fit not in MILD), fits[0] if fits else Fit.UNKNOWN)


def _judge_register(
    meter: MeterView, register: RegisterView, value: Decimal, read_on: date, around: Surroundings
) -> Judged:
    tolerance = settings.UTILITY.readings.rule_on(meter.commodity, read_on).tolerance(register.unit)
    before = meter.last_before(register.id, read_on)
    if before is None:
        return Judged(register, value, judge(value, last=None, days=0, expectation=None, tolerance=tolerance))
    last = Last(before.value, is_guess(before), register.digits, register.decimals)
    days = (read_on - before.read_on).days
    # a reading stands for the end of its day: the use lies on the days after the last one
    period = Period(before.read_on + DAY, read_on + DAY)
    expectation = _expectation(meter, register, period, around.consumption, tolerance)
    others = _others(around, read_on) if len(meter.registers) == 1 else ()
    judgement = judge(value, last=last, days=days, expectation=expectation, tolerance=tolerance, others=others)
    used = judgement.used
    return Judged(
        register, value, judgement, before.value, before.read_on, may_roll_over(last, tolerance),
        period.start.year - 1 if period.start.year == read_on.year else None,
        next((row for row in around.meters if row["id"] == judgement.other), None),
        meter.energy.kwh(used) if meter.energy and used is not None and used >= 0 else None,
    )  # fmt: skip


def _expectation(
    meter: MeterView, register: RegisterView, period: Period, consumption: Sequence[Row], tolerance: Tolerance
) -> Expectation | None:
    """The contract's expected use, for a tariff register its share; feed-in follows the sun, not the household."""
    if register.label == FEED_IN:
        return None
    share = _share(meter, register)
    if share is None:
        return None
    months = {
        year: [None if value is None else value * share for value in values]
        for year, values in months_of(consumption, meter.contract_id).items()
    }
    return expect(period, months, meter.commodity, tolerance)


def _share(meter: MeterView, register: RegisterView) -> Decimal | None:
    """Which part of the meter's use this register counted between its oldest and newest readings."""
    if register.label == TOTAL:
        return Decimal(1)
    used: dict[str, Decimal] = {}
    for each in meter.registers:
        own = [row.value for row in meter.history if row.register_id == each.id and row.counts]
        if each.label not in {TOTAL, FEED_IN} and len(own) > 1:
            used[each.id] = own[0] - own[-1]
    whole = sum(used.values(), Decimal(0))
    return used[register.id] / whole if register.id in used and whole > 0 else None


def months_of(consumption: Sequence[Row], contract_id: str) -> Months:
    """Measured monthly values of a contract in the register's unit; what is projected is not known."""
    months = {}
    for year in consumption:
        if year["contract_id"] == contract_id:
            per_unit = Decimal(year["per_register_unit"] or 1)
            known = (year["projected_from_month"] or 13) - 1
            months[year["year"]] = [
                None if value is None or index >= known else Decimal(value) / per_unit
                for index, value in enumerate(year["months"])
            ]
    return months


def _others(around: Surroundings, read_on: date) -> tuple[OtherMeter, ...]:
    found = []
    for row in around.others:
        last_on = date.fromisoformat(row["read_on"])
        if last_on >= read_on:
            continue
        tolerance = settings.UTILITY.readings.rule_on(row["commodity"], read_on).tolerance(row["unit"])
        months = months_of(around.consumption, row["contract_id"])
        expectation = expect(Period(last_on + DAY, read_on + DAY), months, row["commodity"], tolerance)
        if expectation is not None:
            found.append(OtherMeter(row["meter_id"], Decimal(row["value"]), expectation))
    return tuple(found)
