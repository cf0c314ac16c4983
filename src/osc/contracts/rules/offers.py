"""A product as it is offered to one contract on one day: start, term, prices and what it would cost."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.contracts.rules.estimates import Estimate, PriceStep, cost_of_year, start_of_supply
from osc.contracts.rules.terms import withdrawal_end
from osc.foundation.calendars import CivilCalendar
from osc.foundation.money import round_half_up
from osc.foundation.terms import add_months

DAY = timedelta(days=1)
Vat = Callable[[date], Decimal]


@dataclass(frozen=True, slots=True)
class Product:
    """A tariff as the utility offers it. Prices are net."""

    code: str
    name: str
    commodity: str
    steps: tuple[PriceStep, ...]
    supply_form: str
    price_kind: str
    notice: Mapping[str, Any]
    term_months: int
    renewal_months: int | None
    guarantee_months: int
    needs_remote_meter: bool
    points: tuple[str, ...]
    risks: str
    price_basis: str
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GrossPrice:
    """What a customer reads: ct per unit and EUR per year with VAT, half-up to two decimals (R-VTR-10)."""

    since: date
    until: date | None
    unit_ct: Decimal
    base_eur: Decimal


@dataclass(frozen=True, slots=True)
class Offer:
    """A product for one contract. `bound_until` is the last day of its minimum term, None without one."""

    product: Product
    starts_on: date
    withdrawal_until: date
    early: bool
    bound_until: date | None
    guaranteed_until: date | None
    prices: tuple[GrossPrice, ...]
    estimate: Estimate | None

    @property
    def price(self) -> GrossPrice:
        """The price the supply starts with."""
        return self.prices[0]

    def fingerprint(self) -> str:
        """A word for everything the customer is told before ordering; any change gives another word (R-VTR-2)."""
        told = [
            self.product.code, self.product.name, self.starts_on, self.bound_until, self.guaranteed_until, self.early,
            [(each.since, each.until, each.unit_ct, each.base_eur) for each in self.prices],
            dict(self.product.notice), self.product.renewal_months, self.product.price_kind, dict(self.product.terms),
            self.product.risks,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OrderRules:
    """What a utility sets: days between order and start, and whose public holidays count."""

    lead_days: int
    holidays: CivilCalendar


def read_product(code: str, record: Mapping[str, Any]) -> Product:
    """The product from the record of the interchange, decimals as text."""
    return Product(
        code=code, name=record["name"], commodity=record["commodity"],
        steps=tuple(_step(each, each["unit_price_ct"], each["base_price_eur"]) for each in record["prices"]),
        supply_form=record["supply_form"], price_kind=record["price_kind"], notice=record["notice"],
        term_months=record["term_months"], renewal_months=record["renewal_months"],
        guarantee_months=record["price_guarantee_months"], needs_remote_meter=record["needs_remote_meter"],
        points=tuple(record["points"]), risks=record["risks"] or "", price_basis=record["price_basis"] or "",
        terms=record["terms"],
    )  # fmt: skip


def steps_of_contract(prices: Sequence[Mapping[str, Any]], vat_on: Vat) -> tuple[PriceStep, ...]:
    """Net steps of the prices of a contract; without net prices the gross ones are reckoned back, not rounded."""
    steps = []
    for each in prices:
        factor = 1 + vat_on(date.fromisoformat(each["from"])) / 100
        unit = each.get("unit_price_net_ct") or Decimal(each["unit_price_ct"]) / factor
        base = each.get("base_price_net_eur") or Decimal(each["base_price_eur"]) / factor
        steps.append(_step(each, unit, base))
    return tuple(steps)


def _step(each: Mapping[str, Any], unit: str | Decimal, base: str | Decimal) -> PriceStep:
    end = each.get("to")
    return PriceStep(
        date.fromisoformat(each["from"]), Decimal(unit), Decimal(base), date.fromisoformat(end) if end else None
    )


def make_offer(
    product: Product,
    *,
    today: date,
    bound_until: date | None,
    early: bool,
    use: Mapping[int, Decimal] | None,
    rules: OrderRules,
    vat_on: Vat,
) -> Offer | None:
    """The product for a contract bound until a day (None: not bound); None when it has no price at its start.

    `early` is the customer's express wish to start within the withdrawal period (R-WID-8).
    """
    until = withdrawal_end(today, rules.holidays)
    starts_on = start_of_supply(
        concluded_on=today, withdrawal_until=until, bound_until=bound_until, early=early, lead_days=rules.lead_days
    )
    prices = tuple(gross_prices(product.steps, starts_on, vat_on))
    if not prices or prices[0].since > starts_on:
        return None
    return Offer(
        product=product, starts_on=starts_on, withdrawal_until=until, early=early and starts_on <= until,
        bound_until=add_months(starts_on, product.term_months) - DAY if product.term_months else None,
        guaranteed_until=add_months(starts_on, product.guarantee_months) - DAY if product.guarantee_months else None,
        prices=prices, estimate=cost_of_year(use, starts_on, product.steps, vat_on) if use is not None else None,
    )  # fmt: skip


def gross_prices(steps: Sequence[PriceStep], since: date, vat_on: Vat) -> list[GrossPrice]:
    """The prices from a day on, with VAT."""
    found = []
    for step in sorted(steps, key=lambda each: each.start):
        if step.end is not None and step.end <= since:
            continue
        factor = 1 + vat_on(max(step.start, since)) / 100
        found.append(
            GrossPrice(
                step.start,
                step.end - DAY if step.end else None,
                round_half_up(step.unit_ct * factor, 2),
                round_half_up(step.base_eur * factor, 2),
            )
        )
    return found


def may_take(product: Product, *, tariff_code: str | None, remote: bool) -> str:
    """ "yes", "current" (the contract has it), or "needs_remote" (R-VTR-9)."""
    if product.code == tariff_code:
        return "current"
    return "needs_remote" if product.needs_remote_meter and not remote else "yes"
