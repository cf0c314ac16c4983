"""From the rows of INSTALMENT_PIECE to the values that rules work on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from osc.billing.rules.instalments.costs import PriceStep
from osc.billing.rules.instalments.limits import Terms
from osc.billing.rules.instalments.schedule import Plan
from osc.foundation.period import DAY, Period
from osc.foundation.terms import add_months
from osc.metering.rules.stretches import ReadValue, Stretch, scaled, stretches_of

Row = Mapping[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def billing_of(plan: Row) -> Period:
    """The billing period of a plan; without one the calendar year of its first day."""
    return _billing(plan["valid_from"], plan["billing_from"], plan["billing_to"])


@lru_cache(maxsize=1024)
def _billing(valid_from: str, billing_from: str | None, billing_to: str | None) -> Period:
    """Many contracts share their periods."""
    start = _day(billing_from) or date(date.fromisoformat(valid_from).year, 1, 1)
    return Period(start, _day(billing_to) or add_months(start, 12))


def plans_of(rows: Sequence[Row]) -> list[Plan]:
    """Plans as the schedule needs them."""
    return [
        Plan(
            date.fromisoformat(row["valid_from"]), Decimal(row["amount"]), tuple(map(date.fromisoformat, row["dues"])),
            billing_of(row), frozenset(map(date.fromisoformat, row["paid"])),
            frozenset(map(date.fromisoformat, row["returned"])),
        )
        for row in rows
    ]  # fmt: skip


def terms_of(rows: Sequence[Row], billing: Period | None) -> Terms:
    """A lock of any plan counts for the contract; counts and limits are those of the billing period."""
    locked = [row for row in rows if row["lock_from"]]
    own = [row for row in rows if billing_of(row) == billing]
    newest = max(own, key=lambda row: row["valid_from"], default=None)
    lock = _next_lock(locked)
    return Terms(
        lock_from=_day(lock["lock_from"]) if lock else None, lock_to=_day(lock["lock_to"]) if lock else None,
        lock_reason=(lock["lock_reason"] or "") if lock else "",
        changes=max((row["changes"] for row in own), default=0),
        decreases=max((row["decreases"] for row in own), default=0),
        lowest=_amount(newest["min_amount"]) if newest else None,
        highest=_amount(newest["max_amount"]) if newest else None,
    )  # fmt: skip


def _next_lock(rows: Sequence[Row]) -> Row | None:
    """A disconnection first, else the bill run that comes first."""
    return min(rows, key=lambda row: (row["lock_reason"] != "disconnection", row["lock_from"]), default=None)


def prices_of(row: Row) -> list[PriceStep]:
    """The gross prices of the contract."""
    return [
        PriceStep(
            date.fromisoformat(price["from"]), _day(price.get("to")), Decimal(price["unit_price_ct"]),
            Decimal(price["base_price_eur"]),
        )
        for price in row["prices"]
    ]  # fmt: skip


def stretches_for(row: Row, *, remote: bool) -> tuple[list[Stretch], str, date | None]:
    """What was used between readings, in the unit that is billed, with the unit and the last day that was read.

    A remotely read meter brings its months instead.
    """
    years = row["years"]
    unit = years[0]["unit"] if years else (row["meters"][0]["unit"] if row["meters"] else "")
    factor = next((Decimal(year["per_register_unit"]) for year in years if year["per_register_unit"]), Decimal(1))
    found = _months(row["meters"][0]["months"]) if remote else []
    if not found:
        found = scaled(stretches_of(map(_read_value, row["readings"])), factor)
    return found, unit, found[-1].period.end - DAY if found else None


def _read_value(row: Row) -> ReadValue:
    return ReadValue(
        row["meter"], row["label"], date.fromisoformat(row["read_on"]), Decimal(row["value"]), row["digits"],
        Decimal(row["factor"]), row["estimated"],
    )  # fmt: skip


def _months(years: Sequence[Row]) -> list[Stretch]:
    """Measured months, oldest first."""
    found = []
    for year in sorted(years, key=lambda year: year["year"]):
        for month, value in enumerate(year["months"], 1):
            if value is not None and month < (year["projected_from_month"] or 13):
                first = date(year["year"], month, 1)
                found.append(Stretch(Period(first, add_months(first, 1)), Decimal(value), False))
    return found
