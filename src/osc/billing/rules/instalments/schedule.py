"""When instalments are due, which of them a change still reaches, and what is settled until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from osc.foundation.period import BERLIN, Period


@dataclass(frozen=True, slots=True)
class Plan:
    """Abschlagsplan from a day on: one gross amount on every due day of a billing period."""

    valid_from: date
    amount: Decimal
    dues: tuple[date, ...]
    billing: Period
    paid: frozenset[date] = frozenset()
    returned: frozenset[date] = frozenset()


class Due(NamedTuple):
    """One instalment of the schedule, with the billing period it belongs to."""

    on: date
    amount: Decimal
    billing: Period
    paid: bool
    returned: bool


def due_days(period: Period, count: int, day_of_month: int = 1) -> tuple[date, ...]:
    """`count` monthly due days inside of a period, the last ones when it is short (R-ABS-4).

    Eleven leave the first month free, because its bill comes then. Nothing is due before the supply
    starts (R-ABS-7): the period starts with it.
    """
    days, first = [], period.start.replace(day=1)
    while first < period.end:
        if (day := first.replace(day=day_of_month)) in period:
            days.append(day)
        first = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return tuple(days[-count:])


def merge(plans: Sequence[Plan], *, starts_on: date, ends_on: date | None = None) -> list[Due]:
    """One line per due day: a later plan replaces what an earlier one says from its first day on.

    Nothing before the start of supply (R-ABS-7) and nothing after its end.
    """
    ordered = sorted(plans, key=lambda plan: plan.valid_from)
    found: dict[date, Due] = {}
    for plan, later in zip_longest(ordered, ordered[1:]):
        until = min(later.valid_from if later else date.max, ends_on or date.max)
        found |= {
            day: Due(day, plan.amount, plan.billing, day in plan.paid, day in plan.returned)
            for day in plan.dues if starts_on <= day < until
        }  # fmt: skip
    return [found[day] for day in sorted(found)]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change reaches: its first due day, how many dues follow in the same billing period, what was or
    will be settled before it, and the dues that come too early for it."""

    first: Due
    remaining: int
    settled: Decimal
    too_early: tuple[Due, ...]


def reach(dues: Sequence[Due], *, today: date, lead_days: int) -> Reach | None:
    """The first due day at least `lead_days` from today (R-ABS-6); None when the schedule has none.

    A returned debit was not paid.
    """
    earliest = today + timedelta(days=lead_days)
    first = next((due for due in dues if due.on >= earliest), None)
    if first is None:
        return None
    same = [due for due in dues if due.billing == first.billing]
    before = [due for due in same if due.on < first.on]
    return Reach(
        first=first,
        remaining=len(same) - len(before),
        settled=sum((due.amount for due in before if not due.returned), Decimal(0)),
        too_early=tuple(due for due in dues if today <= due.on < first.on),
    )


def hand_over(now: datetime, *, days: int, hour: int) -> datetime:
    """When a change goes to the billing system: `days` after today at the hour, Berlin time, never in the past."""
    local = now.astimezone(BERLIN)
    moment = datetime.combine(local.date() + timedelta(days=days), time(hour), BERLIN)
    return moment if moment > now else datetime.combine(local.date() + timedelta(days=days + 1), time(hour), BERLIN)


def with_change(dues: Sequence[Due], *, first_on: date, amount: Decimal) -> list[Due]:
    """The schedule as it will be: the amount from `first_on` to the end of that day's billing period."""
    period = next((due.billing for due in dues if due.on == first_on), None)
    return [due._replace(amount=amount) if due.on >= first_on and due.billing == period else due for due in dues]
