"""Earliest ends, withdrawal periods and special termination, with the dates of the rule book."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.contracts.rules.terms import (
    Binding,
    earliest_end,
    may_end_specially,
    substitute_supply_end,
    withdrawal_end,
)
from osc.foundation.calendars import CivilCalendar
from osc.foundation.terms import Term

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("binding", "received", "end"),
    [
        (Binding(Term(weeks=2)), date(2026, 11, 22), date(2026, 12, 6)),
        (Binding(Term(months=1), "MONTH_END"), date(2026, 11, 22), date(2026, 12, 31)),
        (Binding(Term(weeks=2), "MONTH_END"), date(2026, 11, 16), date(2026, 11, 30)),
        (Binding(Term(weeks=2), "MONTH_END"), date(2026, 11, 17), date(2026, 12, 31)),
        (Binding(Term(months=2)), date(2026, 11, 22), date(2027, 1, 22)),
        (Binding(Term(months=1)), date(2027, 1, 31), date(2027, 2, 28)),
        # a minimum term is served, afterwards the contract goes on for an indefinite time (BGB § 309 Nr. 9)
        (Binding(Term(months=1), "ANY_DAY", date(2027, 6, 30)), date(2026, 11, 22), date(2027, 6, 30)),
        (Binding(Term(months=1), "ANY_DAY", date(2026, 12, 10)), date(2026, 11, 22), date(2026, 12, 22)),
        # heat: nine months before the end of the term, else five years more (AVBFernwärmeV § 32, R-FW-6)
        (Binding(Term(months=9), "TERM_END", date(2027, 12, 31), 60), date(2026, 11, 22), date(2027, 12, 31)),
        (Binding(Term(months=9), "TERM_END", date(2027, 3, 31), 60), date(2026, 11, 22), date(2032, 3, 31)),
    ],
)
def test_r_kue_9_r_was_3_earliest_end(binding: Binding, received: date, end: date) -> None:
    assert earliest_end(binding, received) == end


@given(
    DAYS, st.integers(0, 60), st.integers(0, 9), st.one_of(st.none(), DAYS), st.one_of(st.none(), st.integers(1, 60))
)
def test_notice_is_always_kept_and_a_term_is_always_served(
    received: date, days: int, months: int, term: date | None, renewal: int | None
) -> None:
    binding = Binding(Term(days=days, months=months), "ANY_DAY", term, renewal)
    end = earliest_end(binding, received)
    assert end >= received
    assert term is None or end >= term
    assert earliest_end(binding, received + timedelta(days=1)) >= end


def test_r_gen_4_r_wid_5_the_last_day_to_withdraw_is_a_working_day() -> None:
    holidays = CivilCalendar("NW")
    assert withdrawal_end(date(2026, 11, 22), holidays) == date(2026, 12, 7)
    assert withdrawal_end(date(2026, 11, 24), holidays) == date(2026, 12, 8)


def test_r_vtr_7_substitute_supply_counts_its_first_day() -> None:
    assert substitute_supply_end(date(2026, 9, 1)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("on", "pass_through", "may"),
    [
        (date(2026, 11, 12), False, False),
        (date(2026, 11, 13), False, True),
        (date(2026, 12, 31), False, True),
        (date(2027, 1, 1), False, False),
        (date(2026, 12, 1), True, False),
    ],
)
def test_r_vtr_5_r_vtr_6_special_termination(on: date, pass_through: bool, may: bool) -> None:
    announced, effective = date(2026, 11, 13), date(2027, 1, 1)
    assert may_end_specially(announced_on=announced, effective_on=effective, pass_through=pass_through, on=on) is may
