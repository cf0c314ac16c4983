"""Euro for consumption: the contract's own gross prices, an estimate and never a bill (R-GEN-9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from osc.billing.rules.instalments.costs import PriceStep, prices_in
from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.metering.rules.arithmetic import base_price
from osc.metering.rules.profiles import year_share


@dataclass(frozen=True, slots=True)
class Cost:
    """Gross EUR to the cent: what was used, and what stands anyway (Grundpreis)."""

    used: Decimal
    standing: Decimal


def price_steps(prices: Sequence[Mapping[str, Any]]) -> list[PriceStep]:
    """The prices of a contract as steps."""
    return [
        PriceStep(
            date.fromisoformat(price["from"]), date.fromisoformat(price["to"]) if price["to"] else None,
            Decimal(price["unit_price_ct"]), Decimal(price["base_price_eur"]),
        ) for price in prices
    ]  # fmt: skip


def cost_of(amount: Decimal, period: Period, steps: Sequence[PriceStep], commodity: str) -> Cost | None:
    """Cost of consumption in a period; over a change of price by season (R-VER-6). None before the first price."""
    if not steps or period.start < min(step.start for step in steps):
        return None
    used, standing = Decimal(0), Decimal(0)
    whole = year_share(commodity, period)
    for step, days in prices_in(steps, period):
        share = year_share(commodity, days) / whole
        used += round_half_up(amount * share * step.unit_price_ct / 100, 2)
        standing += base_price(step.base_price_eur, days)
    return Cost(used, standing)
