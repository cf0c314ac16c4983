"""From readings to what was used between them, over rollover and exchange of meters (R-VER-1, EX-5, EX-6)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from osc.foundation.period import Period
from osc.metering.rules.arithmetic import Span, consumption_of, used

DAY = timedelta(days=1)


class ReadValue(NamedTuple):
    """One reading of one register: `value` as shown at the end of the day, `factor` of the transformer."""

    meter: str
    label: str
    read_on: date
    value: Decimal
    digits: int
    factor: Decimal
    estimated: bool


class Stretch(NamedTuple):
    """What was used in [start, end), in the register's unit; `estimated` when one of its ends was guessed."""

    period: Period
    used: Decimal
    estimated: bool


def stretches_of(readings: Iterable[ReadValue]) -> list[Stretch]:
    """What each meter used between days on which all its registers were read, oldest first.

    A reading stands for the end of its day. Registers count as in `consumption_of`: feed-in never.
    """
    meters: dict[str, dict[date, dict[str, ReadValue]]] = {}
    for reading in readings:
        meters.setdefault(reading.meter, {}).setdefault(reading.read_on, {})[reading.label] = reading
    found = [stretch for days in meters.values() for stretch in _of_meter(days)]
    return sorted(found, key=lambda stretch: stretch.period.start)


def _of_meter(days: dict[date, dict[str, ReadValue]]) -> Iterable[Stretch]:
    labels = {label for values in days.values() for label in values}
    complete = sorted(day for day, values in days.items() if set(values) == labels)
    for first, last in pairwise(complete):
        before, after = days[first], days[last]
        spans = {
            label: used(Span(before[label].value, after[label].value, after[label].digits, after[label].factor))
            for label in labels
        }
        guessed = any(each.estimated for each in (*before.values(), *after.values()))
        yield Stretch(Period(first + DAY, last + DAY), consumption_of(spans), guessed)


def scaled(stretches: Sequence[Stretch], factor: Decimal) -> list[Stretch]:
    """The same in another unit: kWh from m³ of gas (R-VER-4)."""
    if factor == 1:
        return list(stretches)
    return [Stretch(each.period, each.used * factor, each.estimated) for each in stretches]
