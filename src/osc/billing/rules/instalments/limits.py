"""How far customers change an instalment themselves, and when not at all; never a dead end (R-ABS-1, R-ABS-2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from osc.billing.rules.instalments.amounts import down_to_step, up_to_step


@dataclass(frozen=True, slots=True)
class Bounds:
    """The utility's commercial decision for one Sparte: percent of the booked instalment, EUR, counts."""

    min_percent: int
    max_percent: int
    step: Decimal
    lowest: Decimal
    max_decreases: int
    max_changes: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What the billing system says about this contract; None and zero where it says nothing.

    Locked in [lock_from, lock_to) for `lock_reason`; counts are those of the current billing period.
    """

    lock_from: date | None = None
    lock_to: date | None = None
    lock_reason: str = ""
    changes: int = 0
    decreases: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None


class Refusal(StrEnum):
    """Why nothing can be changed now; the page has a sentence and a way on for each (R-ABS-11)."""

    BILL_RUN = "bill_run"
    DISCONNECTION = "disconnection"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Limits:
    """From `low` to `high` without asking. `lowered`: this period's decreases are used up, `low` is today's
    amount."""

    low: Decimal
    high: Decimal
    lowered: bool

    def allows(self, amount: Decimal) -> bool:
        """True when the amount needs no request."""
        return self.low <= amount <= self.high


def limits(
    booked: Decimal, bounds: Bounds, terms: Terms, *, pending_decreases: int = 0, recommended: Decimal | None = None
) -> Limits:
    """The range for a booked gross amount: percent limits to whole steps inward, the billing system's own first.

    What the portal itself recommends can always be chosen.
    """
    low = terms.lowest if terms.lowest is not None else up_to_step(booked * bounds.min_percent / 100, bounds.step)
    high = terms.highest if terms.highest is not None else down_to_step(booked * bounds.max_percent / 100, bounds.step)
    low, high = max(low, bounds.lowest), max(high, bounds.lowest, booked)
    if recommended is not None:
        low, high = min(low, max(recommended, bounds.lowest)), max(high, recommended)
    lowered = terms.decreases + pending_decreases >= bounds.max_decreases
    return Limits(max(booked, bounds.lowest) if lowered else min(low, high), high, lowered)


def refusal(terms: Terms, bounds: Bounds, *, today: date, pending: int = 0) -> Refusal | None:
    """None when a change may be made today (R-ABS-11)."""
    if terms.lock_from is not None and terms.lock_from <= today and (terms.lock_to is None or today < terms.lock_to):
        return Refusal.DISCONNECTION if terms.lock_reason == "disconnection" else Refusal.BILL_RUN
    if terms.changes + pending >= bounds.max_changes:
        return Refusal.TOO_MANY
    return None


def reading_too_old(known_until: date | None, *, today: date, max_age_days: int) -> bool:
    """True when a new reading would make the forecast better; never a reason to refuse (R-ABS-2)."""
    return known_until is None or known_until < today - timedelta(days=max_age_days)
