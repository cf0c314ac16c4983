"""A change of price: from which day it may hold at the earliest, and what changes, part by part (R-VTR-3, R-VTR-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.foundation.terms import Term, add_months, notice_in_time

MONTH, SIX_WEEKS = Term(months=1), Term(weeks=6)
BASIC_SUPPLY, SUBSTITUTE_SUPPLY = "GRUNDVERSORGUNG", "ERSATZVERSORGUNG"


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part of a price, gross: `unit` is "ct" per unit or "EUR" per year; None where there is no such part."""

    name: str
    unit: str
    old: Decimal | None
    new: Decimal | None


def holds_at_the_earliest(supply_form: str, announced_on: date) -> date:
    """The first day a change announced on a day may take effect: a month later; in Grundversorgung six weeks later,
    and only on the first of a month (EnWG § 41(5), GVV § 5(2))."""
    if supply_form != BASIC_SUPPLY:
        day = announced_on
        while not notice_in_time(announced_on, day, MONTH):
            day += timedelta(days=1)
        return day
    day = announced_on.replace(day=1)
    while not notice_in_time(announced_on, day, SIX_WEEKS):
        day = add_months(day, 1)
    return day


def needs_notice(supply_form: str, *, pass_through: bool) -> bool:
    """False for a mere change of VAT or lower levies (R-VTR-5), and in Ersatzversorgung (§ 38 EnWG, R-VTR-7)."""
    return not pass_through and supply_form != SUBSTITUTE_SUPPLY


def changed_parts(prices: Sequence[Mapping[str, Any]], effective_on: date) -> list[ChangedPart]:
    """Old and new of unit price, standing charge and every component; empty when one of both prices is not known.

    The first two are named "unit_price" and "base_price", components by their own names.
    """
    old = _price_on(prices, effective_on - timedelta(days=1))
    new = _price_on(prices, effective_on)
    if old is None or new is None:
        return []
    parts = [
        ChangedPart("unit_price", "ct", Decimal(old["unit_price_ct"]), Decimal(new["unit_price_ct"])),
        ChangedPart("base_price", "EUR", Decimal(old["base_price_eur"]), Decimal(new["base_price_eur"])),
    ]
    before, after = _components(old), _components(new)
    return parts + [
        ChangedPart(name, unit, before.get((name, unit)), after.get((name, unit)))
        for name, unit in dict.fromkeys([*before, *after])
    ]


def _price_on(prices: Sequence[Mapping[str, Any]], day: date) -> Mapping[str, Any] | None:
    holding = [each for each in prices if each["from"] <= str(day) and not (each.get("to") and each["to"] <= str(day))]
    return max(holding, key=lambda each: str(each["from"]), default=None)


def _components(price: Mapping[str, Any]) -> dict[tuple[str, str], Decimal]:
    found = {}
    for each in price.get("components", []):
        for key, unit in (("unit_price_ct", "ct"), ("base_price_eur", "EUR")):
            if each.get(key) is not None:
                found[each["name"], unit] = Decimal(each[key])
    return found
