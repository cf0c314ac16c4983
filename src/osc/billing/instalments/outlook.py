"""One contract's instalments as they stand: schedule, what may be changed, and where it is heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Protocol

from osc.billing.instalments.records import plans_of, prices_of, stretches_for, terms_of
from osc.billing.instalments.rows import ChosenRow, ContractRow
from osc.billing.rules.instalments.amounts import Outcome, outcome, suggestion
from osc.billing.rules.instalments.costs import CostRange, PriceStep, cost_range, prices_in
from osc.billing.rules.instalments.forecast import Forecast, forecast
from osc.billing.rules.instalments.limits import Bounds, Limits, Refusal, limits, reading_too_old, refusal
from osc.billing.rules.instalments.schedule import Due, Plan, Reach, due_days, merge, reach, with_change
from osc.foundation.period import Period
from osc.foundation.terms import add_months


class Rules(Protocol):
    """What the utility has set for the commodity, as [instalments] of utility.toml names it."""

    min_percent: int
    max_percent: int
    lowest_eur: Decimal
    step_eur: Decimal
    max_decreases_per_period: int
    max_changes_per_period: int
    lead_days: int
    count: int
    reading_max_age_days: int
    typical_use: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A change on its way, or a request that staff look at."""

    amount: Decimal
    first_due: date
    case_id: str


@dataclass(frozen=True, slots=True)
class ChangingPrice:
    """A unit price, gross ct, that changes inside of the period."""

    on: date
    before: Decimal
    after: Decimal

    @property
    def rises(self) -> bool:
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Outlook:
    """Gross EUR throughout. `booked` is what the billing system has for the days a change would reach,
    `current` what the customer chose last; without a due day in reach both say what was last due."""

    dues: tuple[Due, ...]
    reach: Reach | None
    booked: Decimal
    current: Decimal
    pending: Chosen | None
    requested: Chosen | None
    limits: Limits | None
    refusal: Refusal | None
    lock_to: date | None
    unit: str
    prices: tuple[tuple[PriceStep, Period], ...]
    forecast: Forecast | None
    costs: CostRange | None
    suggested: Decimal | None
    reading_old: bool
    last_reading_on: date | None

    @property
    def price_change(self) -> ChangingPrice | None:
        """The first change of the unit price in the period that a new amount is for."""
        for (before, _), (after, days) in pairwise(self.prices):
            if before.unit_price_ct != after.unit_price_ct:
                return ChangingPrice(days.start, before.unit_price_ct, after.unit_price_ct)
        return None

    @property
    def locked(self) -> bool:
        """Nothing can be changed now, not even by asking."""
        return self.reach is None or self.refusal in {Refusal.BILL_RUN, Refusal.DISCONNECTION}

    def result(self, amount: Decimal) -> Outcome | None:
        """Where an amount leads on the last day of the period; None when nothing can be foretold."""
        if self.reach is None or self.costs is None:
            return None
        costs = (self.costs.expected, self.costs.low, self.costs.high)
        return outcome(costs, self.reach.settled, self.reach.remaining, amount)


def look(row: ContractRow, *, rules: Rules, today: date) -> Outlook:
    """The outlook of a row of INSTALMENT_PIECE on a day."""
    dues, found = _schedule(row, rules, today)
    chosen = row.chosen[::-1]  # oldest first
    pending = [_chosen(each) for each in chosen if not each.requested]
    asked = [_chosen(each) for each in chosen if each.requested and each.state == "needs_clarification"]
    booked = found.first.amount if found else (dues[-1].amount if dues else Decimal(0))
    for each in pending:
        dues = with_change(dues, first_on=each.first_due, amount=each.amount)
    if pending:
        found = reach(dues, today=today, lead_days=rules.lead_days)
    steps = prices_of(row)
    foreseen, costs, unit, last = _foresee(row, found, rules, steps)
    recommended = (
        suggestion(costs.expected, found.settled, found.remaining, rules.step_eur) if costs and found else None
    )
    old = not row.remote and reading_too_old(last, today=today, max_age_days=rules.reading_max_age_days)
    terms, bounds = terms_of(row.plans, found.first.billing if found else None), _bounds(rules)
    lowered = sum(each.amount < each.previous for each in row.chosen if not each.requested)
    allowed = None
    if found is not None:
        known = None if old or not (foreseen and foreseen.from_readings) else recommended
        allowed = limits(booked, bounds, terms, pending_decreases=lowered, recommended=known)
    return Outlook(
        dues=tuple(dues), reach=found, booked=booked, current=found.first.amount if found else booked,
        pending=pending[-1] if pending else None, requested=asked[-1] if asked else None, limits=allowed,
        refusal=refusal(terms, bounds, today=today, pending=len(pending)), lock_to=terms.lock_to, unit=unit,
        prices=tuple(prices_in(steps, foreseen.period)) if foreseen else (),
        forecast=foreseen, costs=costs, suggested=_within(recommended, allowed), reading_old=old,
        last_reading_on=last,
    )  # fmt: skip


def _within(recommended: Decimal | None, allowed: Limits | None) -> Decimal | None:
    """The suggestion, as far as customers may go themselves."""
    if recommended is None or allowed is None:
        return None
    return min(max(recommended, allowed.low), allowed.high)


def _chosen(each: ChosenRow) -> Chosen:
    return Chosen(each.amount, each.first_due, each.case_id)


def _bounds(rules: Rules) -> Bounds:
    return Bounds(
        rules.min_percent, rules.max_percent, rules.step_eur, rules.lowest_eur, rules.max_decreases_per_period,
        rules.max_changes_per_period,
    )  # fmt: skip


def _schedule(row: ContractRow, rules: Rules, today: date) -> tuple[list[Due], Reach | None]:
    """What is due and what a change reaches, with the next period from the settings where the billing system has no
    plan for it yet."""
    plans = plans_of(row.plans)
    dues = merge(plans, starts_on=row.starts_on, ends_on=row.ends_on)
    found = reach(dues, today=today, lead_days=rules.lead_days)
    if plans and found is None:
        last = max(plans, key=lambda plan: plan.valid_from)
        period = Period(last.billing.end, add_months(last.billing.end, 12))
        plans.append(Plan(period.start, last.amount, due_days(period, rules.count), period))
        dues = merge(plans, starts_on=row.starts_on, ends_on=row.ends_on)
        found = reach(dues, today=today, lead_days=rules.lead_days)
    return dues, found


def _foresee(
    row: ContractRow, found: Reach | None, rules: Rules, steps: Sequence[PriceStep]
) -> tuple[Forecast | None, CostRange | None, str, date | None]:
    """Consumption and its cost in the period that a change reaches, the unit, the last day that was read."""
    stretches, unit, last = stretches_for(row)
    if found is None or not steps:
        return None, None, unit, last
    period = _supplied(found.first.billing, row)
    made = forecast(commodity=row.commodity, period=period, stretches=stretches, typical=Decimal(rules.typical_use))
    return made, cost_range(made, steps, row.commodity), unit, last


def _supplied(billing: Period, row: ContractRow) -> Period:
    return Period(max(row.starts_on, billing.start), min(row.ends_on or date.max, billing.end))


def by_contract(rows: Sequence[ContractRow], *, rules_on: Any, today: date) -> list[tuple[ContractRow, Outlook]]:
    """Every row with its outlook; contracts without any plan are left out."""
    return [(row, look(row, rules=rules_on(row.commodity, today), today=today)) for row in rows if row.plans]
