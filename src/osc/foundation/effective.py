"""Values that hold from a day on: rates, prices, texts. Never constants (R-GEN-7)."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

Value = TypeVar("Value")


class EffectiveDated(Generic[Value]):
    """A step function over days: each entry holds from its day until the next one."""

    def __init__(self, steps: Mapping[date, Value]) -> None:
        self._days = sorted(steps)
        self._values = [steps[day] for day in self._days]

    def on(self, day: date) -> Value:
        """The value that holds on this day. Raises LookupError before the first entry."""
        index = bisect_right(self._days, day) - 1
        if index < 0:
            raise LookupError(f"nothing is known for {day}")
        return self._values[index]


_START = date(2007, 1, 1)
_STANDARD = {_START: Decimal(19), date(2020, 7, 1): Decimal(16), date(2021, 1, 1): Decimal(19)}
_GAS_RELIEF = {date(2022, 10, 1): Decimal(7), date(2024, 4, 1): Decimal(19)}
_VAT = {
    "STROM": EffectiveDated(_STANDARD),
    "GAS": EffectiveDated({**_STANDARD, **_GAS_RELIEF}),
    "FERNWAERME": EffectiveDated({**_STANDARD, **_GAS_RELIEF}),
    "WASSER": EffectiveDated({_START: Decimal(7), date(2020, 7, 1): Decimal(5), date(2021, 1, 1): Decimal(7)}),
}


def vat_percent(commodity: str, day: date) -> Decimal:
    """VAT rate in percent for a commodity (BO4E Sparte) on a day (UStG §§ 12, 28; R-GEN-7)."""
    return _VAT[commodity].on(day)
