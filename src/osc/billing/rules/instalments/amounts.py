"""Amounts: gross first, net = gross / (1 + rate) rounded, VAT the rest (plan 6.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from osc.foundation.money import round_half_up


def regular(gross_year: Decimal, count: int, step: Decimal = Decimal(1)) -> Decimal:
    """The instalment of a year's gross cost in `count` parts (11 or 12), up to a whole step (R-ABS-4, EX-13)."""
    return up_to_step(gross_year / count, step)


def up_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """The next multiple of the step that is not below the amount."""
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step


def down_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """The next multiple of the step that is not above the amount."""
    return (amount / step).to_integral_value(rounding=ROUND_FLOOR) * step


def net_and_vat(gross: Decimal, vat_percent: Decimal) -> tuple[Decimal, Decimal]:
    """Net half-up to the cent, VAT the rest: both add up to the gross amount exactly."""
    net = round_half_up(gross / (1 + vat_percent / 100), 2)
    return net, gross - net


def after_price_change(amount: Decimal, percent: Decimal) -> Decimal:
    """The instalment raised or lowered by the percentage of a price change, half-up to the cent (R-ABS-5)."""
    return round_half_up(amount * (1 + percent / 100), 2)


def suggestion(cost: Decimal, settled: Decimal, remaining: int, step: Decimal) -> Decimal | None:
    """What each of the remaining dues must be so that the costs are covered; None without a due left."""
    if not remaining:
        return None
    return max(Decimal(0), up_to_step((cost - settled) / remaining, step))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result on the last day: positive is a credit (Guthaben), negative an amount due (Nachzahlung)."""

    expected: Decimal
    worst: Decimal
    best: Decimal
    costs: Decimal
    payments: Decimal

    @property
    def all_due(self) -> bool:
        """True only when even the best end of the range asks for money: the one case for amber (ux D1)."""
        return round_half_up(self.best, 0) < 0


def outcome(costs: Sequence[Decimal], settled: Decimal, remaining: int, amount: Decimal) -> Outcome:
    """Payments minus costs; `costs` are expected, lowest and highest cost of the period (R-ABS-3)."""
    expected, low, high = costs
    payments = settled + remaining * amount
    return Outcome(payments - expected, payments - high, payments - low, expected, payments)
