"""Dates of a move, by rule number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.calendars import MarketCalendar
from osc.foundation.terms import Term
from osc.moving.rules.dates import (
    IN,
    OUT,
    SIX_WEEKS,
    Process,
    contract_end,
    counter_offer_until,
    earliest,
    effective,
)

MARKET = MarketCalendar()
STROM, GAS, WASSER = Process(True, 1, 0), Process(True, 10, 42), Process(False, 0, 42)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("sent", "starts"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 12, 23), date(2026, 12, 29)),  # 24.12. counts as a holiday, 27. is a Sunday
        (date(2025, 4, 3), date(2025, 4, 5)),  # Thursday: supply from Saturday
    ],
)
def test_electricity_starts_the_day_after_the_next_working_day(sent: date, starts: date) -> None:
    """R-UMZ-2, EX-17."""
    assert earliest(IN, sent, STROM, MARKET) == starts


def test_electricity_is_never_backdated_and_never_refused() -> None:
    """R-UMZ-1: the wish of the 15th, reported on Sunday the 22nd, counts from the next working day."""
    found = effective(OUT, date(2026, 11, 15), date(2026, 11, 22), STROM, MARKET)
    assert (found.on, found.moved) == (date(2026, 11, 23), True)
    kept = effective(OUT, date(2026, 12, 31), date(2026, 11, 22), STROM, MARKET)
    assert (kept.on, kept.moved) == (date(2026, 12, 31), False)


def test_each_sparte_has_its_own_earliest_day() -> None:
    """R-UMZ-3: one order, three answers."""
    wish, today = date(2026, 11, 1), date(2026, 11, 23)
    found = {name: effective(OUT, wish, today, process, MARKET).on
             for name, process in (("STROM", STROM), ("GAS", GAS), ("WASSER", WASSER))}  # fmt: skip
    assert found == {"STROM": date(2026, 11, 24), "GAS": wish, "WASSER": wish}
    strict = Process(True, 10, 0)
    assert earliest(OUT, today, strict, MARKET) == date(2026, 12, 7), "ten working days"


def test_a_contract_ends_with_the_move_or_when_the_notice_has_run() -> None:
    """R-UMZ-4, EX-17."""
    received = date(2026, 11, 22)
    assert contract_end(date(2026, 12, 10), received, SIX_WEEKS) == date(2027, 1, 3)
    assert contract_end(date(2027, 1, 31), received, SIX_WEEKS) == date(2027, 1, 31)
    assert contract_end(date(2026, 12, 1), received, Term(weeks=2)) == date(2026, 12, 6), "basic supply: two weeks"


def test_water_ends_with_a_month_and_a_tenants_heat_after_two() -> None:
    """R-WAS-3, R-FW-6, EX-17."""
    weeks = Term(weeks=2)
    assert contract_end(date(2026, 11, 20), date(2026, 11, 16), weeks, to_month_end=True) == date(2026, 11, 30)
    assert contract_end(date(2026, 11, 20), date(2026, 11, 17), weeks, to_month_end=True) == date(2026, 12, 31)
    assert contract_end(date(2026, 12, 1), date(2026, 11, 22), Term(months=2)) == date(2027, 1, 22)


def test_the_clock_for_a_counter_offer_is_two_weeks_and_not_moved() -> None:
    """R-UMZ-4: 2026-12-06 although it is a Sunday."""
    assert counter_offer_until(date(2026, 11, 22)) == date(2026, 12, 6)


@given(wish=days, received=days, direction=st.sampled_from([IN, OUT]))
def test_the_day_it_counts_is_never_before_the_wish_or_the_earliest(wish: date, received: date, direction: str) -> None:
    for process in (STROM, GAS, WASSER):
        found = effective(direction, wish, received, process, MARKET)
        assert found.on >= wish
        assert found.on >= earliest(direction, received, process, MARKET)
        assert found.moved == (found.on != wish)


@given(moves_on=days, received=days)
def test_a_contract_never_ends_before_the_move_or_the_notice(moves_on: date, received: date) -> None:
    end = contract_end(moves_on, received, SIX_WEEKS)
    assert end >= moves_on
    assert end >= received + timedelta(weeks=6)
