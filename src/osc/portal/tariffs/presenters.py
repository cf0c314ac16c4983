"""From rows to offers: what each product would cost this customer, beside today's tariff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from osc.contracts.rules.estimates import Estimate, cost_of_year, last_twelve_months, spread
from osc.contracts.rules.offers import Offer, OrderRules, make_offer, may_take, read_product, steps_of_contract
from osc.foundation.effective import vat_percent
from osc.foundation.money import round_half_up

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Use:
    """A year's use by calendar month, in kWh; `own` when it is the customer's last twelve months."""

    months: Mapping[int, Decimal]
    own: bool

    @property
    def total(self) -> Decimal:
        return sum(self.months.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class OfferCard:
    """One offer. `may` is "yes", "current" or "needs_remote"; `saves` is the gross difference to today's tariff
    in whole euro, positive when the offer is cheaper."""

    offer: Offer
    may: str
    saves: Decimal | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything there is to choose from; `goes_on` names the tariff that runs without a change, and
    `today_cost` is its estimate."""

    contract: Row
    goes_on: str
    use: Use | None
    today_cost: Estimate | None
    cards: tuple[OfferCard, ...]
    remote: bool

    def card(self, code: str) -> OfferCard | None:
        """The offer of one product."""
        return next((card for card in self.cards if card.offer.product.code == code), None)


def present_use(rows: Sequence[Row], today: date, typed: Decimal | None) -> Use | None:
    """What was typed, spread like the customer's own year; else the last twelve months; None without either."""
    months = last_twelve_months({row["year"]: _measured(row) for row in rows}, today)
    if typed is not None:
        return Use(spread(typed, months), own=False)
    return Use(months, own=True) if months else None


def _measured(row: Row) -> list[Decimal | None]:
    end = (row["projected_from_month"] or 13) - 1
    return [Decimal(value) if value is not None and month < end else None for month, value in enumerate(row["months"])]


def present_choice(
    data: Mapping[str, Sequence[Row]], *, today: date, rules: OrderRules, early: bool, typed: Decimal | None = None
) -> Choice:
    """The offers for a contract, cheapest first where costs are known."""
    contract, use = data["contract"][0], present_use(data["consumption"], today, typed)
    vat_on = partial(vat_percent, contract["commodity"])
    term = date.fromisoformat(contract["term_ends_on"]) if contract["term_ends_on"] else None
    remote = any(meter["remote"] and meter["removed_on"] is None for meter in data["meters"])
    offers = [
        make_offer(
            read_product(row["code"], row["product"]), today=today, early=early, rules=rules, vat_on=vat_on,
            bound_until=term if term and term >= today else None, use=use.months if use else None,
        )
        for row in data["offers"]
    ]  # fmt: skip
    known = [offer for offer in offers if offer is not None]
    steps = steps_of_contract(contract["prices"], vat_on)
    today_cost = cost_of_year(use.months, known[0].starts_on, steps, vat_on) if use and known else None
    cards = [
        OfferCard(
            offer,
            may_take(offer.product, tariff_code=contract["tariff_code"], remote=remote),
            _saves(offer, today_cost),
        )
        for offer in known
    ]
    cards.sort(key=lambda card: (card.may != "yes", card.offer.estimate.gross if card.offer.estimate else 0))
    return Choice(
        contract, _goes_on(contract, known[0].starts_on if known else today), use, today_cost, tuple(cards), remote
    )


def _goes_on(contract: Row, on: date) -> str:
    """The tariff of a day; an ordered one is named by its prices until it starts."""
    names = [each.get("tariff") for each in contract["prices"] if each["from"] <= on.isoformat()]
    return (names[-1] if names else None) or str(contract["tariff"])


def _saves(offer: Offer, today_cost: Estimate | None) -> Decimal | None:
    if offer.estimate is None or today_cost is None:
        return None
    return round_half_up(today_cost.gross - offer.estimate.gross, 0)
