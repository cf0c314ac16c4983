"""How long a contract binds, and when it can end at the earliest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from osc.foundation.calendars import CivilCalendar
from osc.foundation.terms import Term, add_months, end_of_month, term_end

NoticeTo = Literal["ANY_DAY", "MONTH_END", "TERM_END"]
WITHDRAWAL_DAYS = 14
SUBSTITUTE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Binding:
    """What binds a contract: its notice period, the day to which notice runs, the last day of the term that
    runs now, and by how many months it goes on when nobody says anything (None: for an indefinite time)."""

    notice: Term
    to: NoticeTo = "ANY_DAY"
    term_ends_on: date | None = None
    renewal_months: int | None = None


_USUAL = {
    "WASSER": Binding(Term(months=1), "MONTH_END"),
    "FERNWAERME": Binding(Term(months=9), "MONTH_END"),
}


def usual_binding(commodity: str, supply_form: str) -> Binding:
    """What binds a contract whose record says nothing: two weeks in Grundversorgung (GVV § 20), one month
    otherwise (BGB § 309 Nr. 9), water and heat by their ordinances (R-WAS-3, R-FW-6)."""
    if commodity in _USUAL:
        return _USUAL[commodity]
    if supply_form == "ERSATZVERSORGUNG":
        return Binding(Term())
    return Binding(Term(weeks=2) if supply_form == "GRUNDVERSORGUNG" else Term(months=1))


def binding_of_contract(
    commodity: str,
    supply_form: str,
    notice: Mapping[str, Any] | None,
    *,
    term_ends_on: date | None,
    renewal_months: int | None,
) -> Binding:
    """What binds a contract: its own notice period, else what is usual."""
    if notice is None:
        return usual_binding(commodity, supply_form)
    return binding_of(notice, term_ends_on=term_ends_on, renewal_months=renewal_months)


def binding_of(
    notice: Mapping[str, Any], *, term_ends_on: date | None = None, renewal_months: int | None = None
) -> Binding:
    """The binding from the record's fields: notice is {"days", "weeks", "months", "to"}, each may be missing."""
    term = Term(days=notice.get("days", 0), weeks=notice.get("weeks", 0), months=notice.get("months", 0))
    return Binding(term, notice.get("to", "ANY_DAY"), term_ends_on, renewal_months)


def earliest_end(binding: Binding, received_on: date) -> date:
    """The first possible last day of a contract when notice is received on a day (R-KUE-9, EX-17).

    Notice periods are not moved to a working day (R-GEN-4). A term that runs is served to its end; one
    that is too close goes on by its renewal.
    """
    notice = binding.notice
    soonest = add_months(received_on, notice.months) + timedelta(days=notice.days + 7 * notice.weeks)
    term = binding.term_ends_on
    if term is not None:
        renewals = 0
        while binding.renewal_months and term < soonest:
            renewals += 1
            term = add_months(binding.term_ends_on or term, binding.renewal_months * renewals)
        if term >= soonest:
            return term
    return end_of_month(soonest) if binding.to != "ANY_DAY" else soonest


def withdrawal_end(concluded_on: date, holidays: CivilCalendar) -> date:
    """The last day to withdraw from a distance contract: 14 days, moved by § 193 BGB (R-WID-5, R-GEN-4)."""
    return term_end(concluded_on, Term(days=WITHDRAWAL_DAYS), holidays).legal


def substitute_supply_end(starts_on: date) -> date:
    """The last day of Ersatzversorgung: three months, the first day counts (R-VTR-7)."""
    return add_months(starts_on, SUBSTITUTE_MONTHS) - timedelta(days=1)


def may_end_specially(*, announced_on: date, effective_on: date, pass_through: bool, on: date) -> bool:
    """True while a change of price gives the right to end the contract without notice: from the announcement
    until the day before it takes effect; never for a mere change of VAT or lower levies (R-VTR-5, R-VTR-6)."""
    return not pass_through and announced_on <= on < effective_on
