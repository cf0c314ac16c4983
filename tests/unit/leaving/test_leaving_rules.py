"""Ends of contracts and of withdrawal periods, by rule number."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.contracts.rules.terms import Binding, earliest_end, usual_binding
from osc.foundation.calendars import CivilCalendar
from osc.foundation.terms import Term
from osc.leaving.rules.ends import How, needs_signature, proposed_end
from osc.leaving.rules.withdrawal import in_time, last_day

NW = CivilCalendar("NW")
BASIC = Binding(Term(weeks=2))
SUNDAY = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_basic_supply_ends_two_weeks_after_the_notice() -> None:
    """R-KUE-9, EX-17; not moved although 06.12.2026 is a Sunday (R-GEN-4)."""
    assert earliest_end(BASIC, SUNDAY) == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("commodity", "form", "end"),
    [
        ("STROM", "GRUNDVERSORGUNG", date(2026, 12, 6)),
        ("GAS", "SONDERVERTRAG", date(2026, 12, 22)),
        ("STROM", "ERSATZVERSORGUNG", SUNDAY),
        ("WASSER", "SONDERVERTRAG", date(2026, 12, 31)),  # EX-17
    ],
)
def test_what_binds_where_the_contract_says_nothing(commodity: str, form: str, end: date) -> None:
    assert earliest_end(usual_binding(commodity, form), SUNDAY) == end


def test_water_and_heat_need_a_signature_unless_the_utility_waives_it() -> None:
    """R-KUE-11, R-WAS-3, R-FW-6: Schriftform by § 32."""
    assert needs_signature("WASSER", water_in_text=False, heat_in_text=True)
    assert needs_signature("FERNWAERME", water_in_text=True, heat_in_text=False)
    assert not needs_signature("WASSER", water_in_text=True, heat_in_text=False)
    assert not needs_signature("STROM", water_in_text=False, heat_in_text=False)


def test_no_wish_means_the_earliest_day_and_other_days_are_not_blocked() -> None:
    """R-KUE-3, § 312k (5); R-KUE-9."""
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=None).last_day == date(2026, 12, 6)
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=date(2027, 3, 1)).last_day == date(2027, 3, 1)
    assert proposed_end(SUNDAY, BASIC, how=How.ORDINARY, wish=date(2026, 11, 25)).last_day == date(2026, 12, 6)


def test_an_extraordinary_termination_counts_at_once_or_on_its_day() -> None:
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=None).last_day == SUNDAY
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=date(2026, 11, 30)).last_day == date(2026, 11, 30)
    assert proposed_end(SUNDAY, BASIC, how=How.EXTRAORDINARY, wish=date(2026, 1, 1)).last_day == SUNDAY, (
        "never backwards"
    )


@given(received=days, wish=st.none() | days, weeks=st.integers(0, 60))
def test_an_ordinary_end_is_never_before_the_notice_and_says_when_it_is_later(
    received: date, wish: date | None, weeks: int
) -> None:
    binding = Binding(Term(weeks=weeks))
    end = proposed_end(received, binding, how=How.ORDINARY, wish=wish)
    assert end.last_day >= earliest_end(binding, received)
    assert end.later == (wish is not None and end.last_day != wish)


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
