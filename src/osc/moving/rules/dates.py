"""From when a move can count, per Sparte (R-UMZ-1 … R-UMZ-4, R-WAS-3, R-FW-6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from osc.foundation.calendars import WorkingDays, add_working_days
from osc.foundation.terms import Term, add_months, end_of_month

OUT, IN = "out", "in"
SIX_WEEKS = Term(weeks=6)


@dataclass(frozen=True, slots=True)
class Process:
    """How a Sparte reports a move. `lead_days` are working days of the market until it can count, `back_days` how far
    back it may be reported; without `market` nobody else is asked and only `back_days` binds."""

    market: bool
    lead_days: int
    back_days: int


@dataclass(frozen=True, slots=True)
class Effective:
    """The day a move counts from; `moved` when it is later than the customer wished."""

    on: date
    moved: bool


def earliest(direction: str, received_on: date, process: Process, calendar: WorkingDays) -> date:
    """The first day that can be reported. Leaving counts from the working day itself, arriving from the day after it
    (R-UMZ-2); a Sparte that may look back counts its days back (R-UMZ-3)."""
    if process.back_days or not process.market:
        return received_on - timedelta(days=process.back_days)
    ready = add_working_days(received_on, process.lead_days, calendar)
    return ready + timedelta(days=1) if direction == IN else ready


def effective(direction: str, wish: date, received_on: date, process: Process, calendar: WorkingDays) -> Effective:
    """The day a wished date leads to: never refused, never silently backdated (R-UMZ-1)."""
    first = earliest(direction, received_on, process, calendar)
    return Effective(max(wish, first), moved=wish < first)


def contract_end(moves_on: date, received_on: date, notice: Term, *, to_month_end: bool = False) -> date:
    """The last day of a contract that ends because of a move: when the notice has run, but not before the move
    (§ 41b (5), R-UMZ-4; water to the end of a month, R-WAS-3)."""
    last = add_months(received_on, notice.months) + timedelta(days=notice.days + 7 * notice.weeks)
    if to_month_end:
        return end_of_month(max(last, moves_on))
    return max(last, moves_on)


def counter_offer_until(received_on: date) -> date:
    """Until when the supplier may offer to go on at the new place (§ 41b (5)): the utility's own clock, not moved
    to a working day (R-GEN-4, R-UMZ-4)."""
    return received_on + timedelta(weeks=2)


def notice_for_move(commodity: str, supply_form: str) -> tuple[Term, bool]:
    """The notice of a contract that ends because of a move, and whether it runs to the end of a month: six weeks
    (§ 41b (5)), two in Grundversorgung, none in Ersatzversorgung; water and a tenant's heat by § 32."""
    if commodity == "WASSER":
        return Term(weeks=2), True
    if commodity == "FERNWAERME":
        return Term(months=2), False
    by_form = {"GRUNDVERSORGUNG": Term(weeks=2), "ERSATZVERSORGUNG": Term()}
    return by_form.get(supply_form, SIX_WEEKS), False
