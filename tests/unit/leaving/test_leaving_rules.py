"""Ends of contracts and of withdrawal periods, by rule number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.calendars import CivilCalendar
from osc.foundation.terms import Term
from osc.leaving.rules.notice import How, Notice, earliest_end, price_right_open, proposed_end
from osc.leaving.rules.withdrawal import in_time, last_day

NW = CivilCalendar("NW")
BASIC = Notice(Term(weeks=2))
SUNDAY = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_basic_supply_ends_two_weeks_after_the_notice() -> None:
    """R-KUE-9, EX-17; not moved although 06.12.2026 is a Sunday (R-GEN-4)."""
    assert earliest_end(SUNDAY, BASIC) == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("received", "notice", "end"),
    [
        (date(2026, 11, 22), Notice(Term(months=1), to_month_end=True), date(2026, 12, 31)),  # water, EX-17
        (date(2026, 11, 16), Notice(Term(weeks=2), to_month_end=True), date(2026, 11, 30)),  # R-WAS-3, move
        (date(2026, 11, 17), Notice(Term(weeks=2), to_month_end=True), date(2026, 12, 31)),  # R-WAS-3, move
        (date(2026, 11, 22), Notice(Term(months=2)), date(2027, 1, 22)),  # R-FW-6, tenant
        (date(2027, 1, 31), Notice(Term(months=1)), date(2027, 2, 28)),  # R-GEN-4
    ],
)
def test_notice_by_sparte(received: date, notice: Notice, end: date) -> None:
    assert earliest_end(received, notice) == end


def test_a_minimum_term_binds_until_it_is_over() -> None:
    bound = Notice(Term(months=1), bound_until=date(2027, 6, 30))
    assert earliest_end(SUNDAY, bound) == date(2027, 6, 30)
    assert earliest_end(date(2027, 6, 10), bound) == date(2027, 7, 10), (
        "afterwards one month, any day (BGB § 309 Nr. 9)"
    )


def test_a_heat_contract_goes_on_for_five_years_when_the_notice_comes_late() -> None:
    """R-FW-6: nine months before the end of the term, else five more years."""
    heat = Notice(Term(months=9), bound_until=date(2027, 12, 31), renews_months=60)
    assert earliest_end(date(2027, 3, 31), heat) == date(2027, 12, 31)
    assert earliest_end(date(2027, 4, 1), heat) == date(2032, 12, 31)


def test_no_wish_means_the_earliest_day_and_other_days_are_not_blocked() -> None:
    """R-KUE-3, § 312k (5); R-KUE-9."""
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=None) == date(2026, 12, 6)
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=date(2027, 3, 1)) == date(2027, 3, 1)
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=date(2026, 11, 25)) == date(2026, 12, 6)


def test_an_extraordinary_termination_counts_at_once_or_on_its_day() -> None:
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=None) == SUNDAY
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=date(2026, 11, 30)) == date(2026, 11, 30)
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=date(2026, 1, 1)) == SUNDAY, "never backwards"


def test_the_right_after_a_price_change_ends_the_day_before_it_takes_effect() -> None:
    """R-VTR-6, R-VTR-5."""
    change = {"noticed_on": date(2026, 11, 20), "effective_on": date(2027, 1, 1)}
    assert price_right_open(date(2026, 12, 31), **change)
    assert not price_right_open(date(2027, 1, 1), **change)
    assert not price_right_open(date(2026, 11, 19), **change)
    assert not price_right_open(date(2026, 12, 1), only_taxes=True, **change)


@given(received=days, weeks=st.integers(0, 8), months=st.integers(0, 12), later=st.integers(0, 60), bound=days)
def test_later_notice_never_ends_earlier(received: date, weeks: int, months: int, later: int, bound: date) -> None:
    for notice in (
        Notice(Term(weeks=weeks)), Notice(Term(months=months), to_month_end=True),
        Notice(Term(months=months), bound_until=bound, renews_months=12),
    ):  # fmt: skip
        first, second = earliest_end(received, notice), earliest_end(received + timedelta(days=later), notice)
        assert received <= first <= second


def test_withdrawal_period_of_fourteen_days_moves_to_a_working_day() -> None:
    """R-WID-5, EX-17: 06.12.2026 is a Sunday."""
    assert last_day(SUNDAY, NW, instructed=True) == date(2026, 12, 7)


def test_without_proven_instruction_a_year_and_fourteen_days() -> None:
    """R-WID-5, EX-17."""
    assert last_day(SUNDAY, NW, instructed=False) == date(2027, 12, 6)


def test_sent_before_midnight_is_in_time_however_late_it_is_worked_off() -> None:
    """R-WID-4: 23:59:30 in Berlin is 22:59:30 UTC."""
    last = date(2026, 12, 7)
    assert in_time(datetime(2026, 12, 7, 22, 59, 30, tzinfo=UTC), last)
    assert not in_time(datetime(2026, 12, 7, 23, 0, 0, tzinfo=UTC), last)


@given(concluded=days)
def test_the_last_day_is_a_working_day_and_never_before_the_fourteenth(concluded: date) -> None:
    last = last_day(concluded, NW, instructed=True)
    assert last >= concluded + timedelta(days=14)
    assert last.weekday() < 5
    assert last_day(concluded, NW, instructed=False) > last
