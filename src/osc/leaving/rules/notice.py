"""When a contract can end: notice periods and special rights, per Sparte (R-KUE-9, R-VTR-6, R-WAS-3, R-FW-6).

All days are last days of supply, civil days in Europe/Berlin. Notice periods that end a contract are not moved to
working days (R-GEN-4).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from osc.foundation.terms import Term, add_months, end_of_month


class How(StrEnum):
    """Ordinary termination, or extraordinary with a reason."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice a contract asks for. `bound_until` is the last day of a minimum term; `renews_months` says by how
    much the term goes on when nobody gives notice in time, 0 when it then runs without a term."""

    term: Term
    to_month_end: bool = False
    bound_until: date | None = None
    renews_months: int = 0


def earliest_end(received_on: date, notice: Notice) -> date:
    """The first last day of supply that a notice received on a day can reach (R-KUE-9)."""
    end = _after(received_on, notice)
    if notice.bound_until is None or end <= notice.bound_until:
        return notice.bound_until or end
    if not notice.renews_months:
        return end
    bound, terms = notice.bound_until, 0
    while bound < end:
        terms += 1
        bound = add_months(notice.bound_until, terms * notice.renews_months)
    return bound


def _after(received_on: date, notice: Notice) -> date:
    last = add_months(received_on, notice.term.months) + timedelta(days=notice.term.days + 7 * notice.term.weeks)
    return end_of_month(last) if notice.to_month_end else last


def proposed_end(received_on: date, notice: Notice, *, how: How, wish: date | None) -> date:
    """The last day to put to the billing system: nothing wished means the earliest (§ 312k (5)); a day too early
    becomes the earliest; an extraordinary termination counts at once or on the day it names."""
    if how is How.EXTRAORDINARY:
        return max(wish or received_on, received_on)
    earliest = earliest_end(received_on, notice)
    return max(wish, earliest) if wish else earliest


def price_right_open(today: date, *, noticed_on: date, effective_on: date, only_taxes: bool = False) -> bool:
    """Whether a price change lets the customer leave: from the notice until the day before it takes effect
    (§ 41 (5), R-VTR-6); never for taxes and levies passed on alone (R-VTR-5)."""
    return not only_taxes and noticed_on <= today < effective_on
