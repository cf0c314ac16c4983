"""From the rows of INSTALMENT_PIECE to the values that rules work on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from osc.billing.instalments.rows import ContractRow, MonthsRow, PlanRow, ReadingRow
from osc.billing.rules.instalments.costs import PriceStep
from osc.billing.rules.instalments.limits import Terms
from osc.billing.rules.instalments.schedule import Plan
from osc.foundation.period import DAY, Period
from osc.foundation.terms import add_months
from osc.metering.rules.stretches import ReadValue, Stretch, scaled, stretches_of


def billing_of(plan: PlanRow) -> Period:
    """The billing period of a plan; without one the calendar year of its first day."""
    return _billing(plan.billing_from or plan.valid_from.replace(month=1, day=1), plan.billing_to)


@lru_cache(maxsize=1024)
def _billing(start: date, end: date | None) -> Period:
    """Many contracts share their periods."""
    return Period(start, end or add_months(start, 12))


def plans_of(rows: Sequence[PlanRow]) -> list[Plan]:
    """Plans as the schedule needs them."""
    return [Plan(row.valid_from, row.amount, row.dues, billing_of(row), row.paid, row.returned) for row in rows]


def terms_of(rows: Sequence[PlanRow], billing: Period | None) -> Terms:
    """A lock of any plan counts for the contract; counts and limits are those of the billing period."""
    own = [row for row in rows if billing_of(row) == billing]
    newest = max(own, key=lambda row: row.valid_from, default=None)
    lock = _next_lock(rows)
    return Terms(
        lock_from=lock.lock_from if lock else None, lock_to=lock.lock_to if lock else None,
        lock_reason=(lock.lock_reason or "") if lock else "",
        changes=max((row.changes for row in own), default=0),
        decreases=max((row.decreases for row in own), default=0),
        lowest=newest.min_amount if newest else None,
        highest=newest.max_amount if newest else None,
    )  # fmt: skip


def _next_lock(rows: Sequence[PlanRow]) -> PlanRow | None:
    """A disconnection first, else the bill run that comes first."""
    locked = [(row.lock_reason != "disconnection", row.lock_from, row) for row in rows if row.lock_from]
    return min(locked, key=lambda each: each[:2])[2] if locked else None


def prices_of(row: ContractRow) -> list[PriceStep]:
    """The gross prices of the contract."""
    return [PriceStep(price.start, price.end, price.unit_price_ct, price.base_price_eur) for price in row.prices]


def stretches_for(row: ContractRow) -> tuple[list[Stretch], str, date | None]:
    """What was used between readings, in the unit that is billed, with the unit and the last day that was read.

    A remotely read meter brings its months instead.
    """
    unit = row.years[0].unit if row.years else (row.meters[0].unit or "" if row.meters else "")
    factor = next((year.per_register_unit for year in row.years if year.per_register_unit), Decimal(1))
    found = _months(row.meters[0].months or []) if row.remote else []
    if not found:
        found = scaled(stretches_of(map(_read_value, row.readings)), factor)
    return found, unit, found[-1].period.end - DAY if found else None


def _read_value(row: ReadingRow) -> ReadValue:
    return ReadValue(row.meter, row.label, row.read_on, row.value, row.digits, row.factor, row.estimated)


def _months(years: Sequence[MonthsRow]) -> list[Stretch]:
    """Measured months, oldest first."""
    found = []
    for each in sorted(years, key=lambda each: each.year):
        for month, value in enumerate(each.months, 1):
            if value is not None and month < (each.projected_from_month or 13):
                first = date(each.year, month, 1)
                found.append(Stretch(Period(first, add_months(first, 1)), value, False))
    return found
