"""Money in EUR, and the one way to round."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

WIDE = Context(prec=60)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Commercial rounding, half away from zero, to `places` decimals (R-GEN-1)."""
    return value.quantize(_unit(places), rounding=ROUND_HALF_UP, context=WIDE)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in EUR; may carry more than two decimals until a rule rounds it (R-GEN-1)."""

    amount: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError("money is a finite Decimal, never a float")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + other.amount)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - other.amount)

    def __neg__(self) -> "Money":
        return Money(-self.amount)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if not isinstance(factor, Decimal | int):
            raise TypeError("money is multiplied by Decimal or int, never by float")
        return Money(self.amount * factor)

    def rounded(self) -> "Money":
        """To the cent, half-up."""
        return Money(round_half_up(self.amount, 2))

    @staticmethod
    def sum(amounts: Iterable["Money"]) -> "Money":
        """The sum; nothing adds up to zero euro."""
        return sum(amounts, Money(Decimal(0)))
