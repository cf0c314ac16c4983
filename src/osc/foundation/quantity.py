"""Amounts of energy and water with their unit, and splits that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Literal

Unit = Literal["kWh", "MWh", "m3", "l"]
UNITS: tuple[Unit, ...] = ("kWh", "MWh", "m3", "l")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured amount. Only quantities of the same unit can be added or compared."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise TypeError("a quantity is a finite Decimal, never a float")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value + self._same_unit(other), self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.value - self._same_unit(other), self.unit)

    def __lt__(self, other: "Quantity") -> bool:
        return self.value < self._same_unit(other)

    def _same_unit(self, other: "Quantity") -> Decimal:
        if other.unit != self.unit:
            raise ValueError(f"can't mix {self.unit} and {other.unit}")
        return other.value


def split_largest_remainder(total: Decimal, weights: Sequence[Decimal], step: Decimal = Decimal(1)) -> list[Decimal]:
    """Splits a non-negative multiple of `step` by weights; the parts add up to it exactly (R-GEN-8, EX-15).

    Ties go to the earlier part. Raises ValueError when no weight is positive.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and at least one must be positive")
    raw = [total * weight / whole for weight in weights]
    parts = [(share / step).to_integral_value(rounding=ROUND_DOWN) * step for share in raw]
    missing = int((total - sum(parts)) / step)
    order = sorted(range(len(raw)), key=lambda index: (parts[index] - raw[index], index))
    for index in order[:missing]:
        parts[index] += step
    return parts
