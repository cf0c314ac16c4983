"""Calendars and terms: everything EX-17 computes from one calendar."""

from datetime import UTC, date, datetime

import pytest

from osc.foundation.calendars import CivilCalendar, MarketCalendar, add_working_days
from osc.foundation.clock import berlin_today, in_berlin
from osc.foundation.terms import Term, add_months, end_of_month, next_working_day, notice_in_time, term_end

NW, MAKO = CivilCalendar("NW"), MarketCalendar()
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "mako", "civil"),
    [
        (date(2026, 1, 6), False, True),
        (date(2026, 11, 18), False, True),
        (date(2026, 11, 21), False, True),
        (date(2026, 12, 24), False, True),
        (date(2026, 12, 25), False, False),
        (date(2026, 11, 23), True, True),
        (date(2026, 6, 4), False, False),
    ],
)
def test_r_gen_5_two_calendars(day: date, mako: bool, civil: bool) -> None:
    assert (MAKO.is_working_day(day), NW.is_working_day(day)) == (mako, civil)


def test_r_gen_5_ex_17_adding_working_days() -> None:
    assert add_working_days(date(2026, 12, 24), 2, MAKO) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 14), 8, NW) == date(2026, 12, 23)
    assert add_working_days(date(2026, 12, 14), 8, MAKO) == date(2026, 12, 28)


def test_r_gen_4_withdrawal_period_ends_on_a_working_day_for_the_customer() -> None:
    end = term_end(SUNDAY, Term(weeks=2), NW)
    assert (end.safe, end.legal) == (date(2026, 12, 6), date(2026, 12, 7))


@pytest.mark.parametrize(
    ("event", "term", "safe"),
    [
        (date(2027, 1, 31), Term(months=1), date(2027, 2, 28)),
        (SUNDAY, Term(weeks=6), date(2027, 1, 3)),
        (SUNDAY, Term(months=12, days=14), date(2027, 12, 6)),
        (date(2025, 12, 31), Term(weeks=6), date(2026, 2, 11)),
        (date(2026, 10, 31), Term(weeks=3), date(2026, 11, 21)),
        (SUNDAY, Term(weeks=4), date(2026, 12, 20)),
        (date(2023, 11, 20), Term(months=36), date(2026, 11, 20)),
    ],
)
def test_r_gen_4_ex_17_ends(event: date, term: Term, safe: date) -> None:
    assert term_end(event, term, NW).safe == safe


def test_r_gen_4_a_term_that_starts_with_the_day_counts_it() -> None:
    assert term_end(date(2026, 9, 1), Term(months=3), NW, from_start_of_day=True).safe == date(2026, 11, 30)


def test_r_gen_4_months_are_never_thirty_days() -> None:
    assert add_months(SUNDAY, 2) == date(2027, 1, 22)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert end_of_month(date(2024, 2, 3)) == date(2024, 2, 29)
    assert next_working_day(date(2026, 12, 25), NW) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("received", "term", "ok"),
    [
        (date(2026, 11, 30), Term(months=1), True),
        (date(2026, 12, 1), Term(months=1), False),
        (date(2026, 11, 19), Term(weeks=6), True),
        (date(2026, 11, 20), Term(weeks=6), False),
    ],
)
def test_r_gen_6_notice_is_checked_on_the_day_of_receipt(received: date, term: Term, ok: bool) -> None:
    assert notice_in_time(received, date(2027, 1, 1), term) is ok


def test_r_gen_3_civil_days_are_berlin_days() -> None:
    assert berlin_today(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == date(2026, 11, 24)
    with pytest.raises(ValueError, match="time zone"):
        in_berlin(datetime(2026, 11, 23, 23, 30))  # noqa: DTZ001 - a foundation type must refuse it
