"""Amounts, limits and schedules of instalments by their rules."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.billing.rules.instalments.amounts import after_price_change, net_and_vat, outcome, regular, suggestion
from osc.billing.rules.instalments.costs import PriceStep, prices_in
from osc.billing.rules.instalments.limits import Bounds, Refusal, Terms, limits, reading_too_old, refusal
from osc.billing.rules.instalments.schedule import Plan, due_days, hand_over, merge, reach, with_change
from osc.foundation.money import round_half_up
from osc.foundation.period import Period

YEAR = Period(date(2026, 10, 1), date(2027, 10, 1))
BOUNDS = Bounds(min_percent=80, max_percent=200, step=D(1), lowest=D(10), max_decreases=1, max_changes=4)
amounts = st.decimals(min_value=D("0.01"), max_value=D(5000), places=2)


def test_r_abs_3_r_abs_4_ex_13() -> None:
    net = 3500 * D("0.3200") + D("149.40")
    gross = round_half_up(net * D("1.19"), 2)
    assert (net, gross) == (D("1269.40"), D("1510.59"))
    assert round_half_up(gross / 12, 2) == D("125.88")
    assert round_half_up(gross / 11, 2) == D("137.33")
    assert regular(gross, 11) == 138
    result = outcome((gross, gross, gross), D(0), 11, D(110))
    assert result.expected == D("-300.59") and result.all_due
    assert round_half_up(net / 12, 2) == D("105.78")  # what a portal that forgets VAT would say


def test_ex_19_the_next_instalment_after_a_bill() -> None:
    assert regular(round_half_up((3222 * D("0.295") + D("149.40")) * D("1.19"), 2), 11) == 119


def test_r_abs_5_after_a_price_change() -> None:
    assert after_price_change(D("129.00"), D("8.4")) == D("139.84")


@given(amounts, st.sampled_from((D(7), D(16), D(19))))
def test_gross_is_net_and_vat_to_the_cent(gross: D, rate: D) -> None:
    net, vat = net_and_vat(gross, rate)
    assert net + vat == gross
    assert abs(vat - net * rate / 100) <= D("0.01")


@pytest.mark.parametrize(("wish", "allowed"), [(79, False), (80, True), (200, True), (201, False)])
def test_r_abs_2_limits_in_percent_of_the_booked_amount(wish: int, allowed: bool) -> None:
    found = limits(D(100), BOUNDS, Terms())
    assert (found.low, found.high) == (80, 200)
    assert found.allows(D(wish)) is allowed


def test_limits_of_the_drawing_and_of_the_biller() -> None:
    muenster = Bounds(85, 200, D(1), D(10), 1, 4)
    assert limits(D(150), muenster, Terms()).low == 128
    assert limits(D(150), muenster, Terms(lowest=D(90), highest=D(160))) == limits(
        D(150), muenster, Terms(lowest=D(90), highest=D(160)), recommended=D(150)
    )


def test_lowered_once_means_up_only() -> None:
    found = limits(D(100), BOUNDS, Terms(decreases=1))
    assert found.lowered and found.low == 100 and found.high == 200
    assert limits(D(100), BOUNDS, Terms(), pending_decreases=1).lowered


@given(amounts, st.integers(10, 100), st.integers(100, 500), amounts)
def test_the_range_always_holds_the_booked_and_the_recommended_amount(
    booked: D, least: int, most: int, advice: D
) -> None:
    bounds = Bounds(least, most, D(1), D(10), 1, 4)
    found = limits(booked, bounds, Terms(), recommended=advice)
    assert found.low <= found.high
    assert found.allows(max(advice, bounds.lowest))
    assert found.high >= booked


def test_r_abs_11_a_bill_run_and_a_disconnection_lock() -> None:
    run = Terms(lock_from=date(2027, 1, 4), lock_to=date(2027, 1, 25), lock_reason="bill_run")
    assert refusal(run, BOUNDS, today=date(2027, 1, 3)) is None
    assert refusal(run, BOUNDS, today=date(2027, 1, 4)) is Refusal.BILL_RUN
    assert refusal(run, BOUNDS, today=date(2027, 1, 25)) is None
    block = Terms(lock_from=date(2027, 1, 4), lock_reason="disconnection")
    assert refusal(block, BOUNDS, today=date(2028, 1, 1)) is Refusal.DISCONNECTION
    assert refusal(Terms(changes=3), BOUNDS, today=date(2027, 1, 1), pending=1) is Refusal.TOO_MANY


def plan(amount: str, *months: tuple[int, int], start: date = date(2026, 10, 1), **more: frozenset[date]) -> Plan:
    return Plan(start, D(amount), tuple(date(y, m, 1) for y, m in months), YEAR, **more)


NOVEMBER_ON = tuple((2026 + (m > 12), (m - 1) % 12 + 1) for m in range(11, 22))


def test_r_abs_6_a_change_reaches_the_first_due_in_two_weeks() -> None:
    dues = merge([plan("150", *NOVEMBER_ON)], starts_on=date(2020, 1, 1))
    found = reach(dues, today=date(2026, 11, 22), lead_days=14)
    assert found is not None
    assert found.first.on == date(2027, 1, 1)
    assert (found.remaining, found.settled) == (9, D(300))
    assert [due.on for due in found.too_early] == [date(2026, 12, 1)]
    changed = with_change(dues, first_on=found.first.on, amount=D(167))
    assert [due.amount for due in changed] == [D(150)] * 2 + [D(167)] * 9
    assert suggestion(D("1796.90"), D(300), 9, D(1)) == 167


def test_a_returned_debit_was_not_paid() -> None:
    dues = merge([plan("150", *NOVEMBER_ON, returned=frozenset({date(2026, 11, 1)}))], starts_on=date(2020, 1, 1))
    found = reach(dues, today=date(2026, 11, 22), lead_days=14)
    assert found is not None and found.settled == D(150)


def test_a_later_plan_replaces_the_earlier_from_its_first_day() -> None:
    later = plan("167", *NOVEMBER_ON[2:], start=date(2027, 1, 1))
    dues = merge([later, plan("150", *NOVEMBER_ON)], starts_on=date(2020, 1, 1))
    assert [due.amount for due in dues] == [D(150)] * 2 + [D(167)] * 9


def test_r_abs_7_nothing_is_due_before_the_supply_starts_nor_after_it_ends() -> None:
    start = date(2027, 1, 1)
    dues = merge([plan("150", *NOVEMBER_ON)], starts_on=start, ends_on=date(2027, 6, 30))
    assert dues[0].on == start and dues[-1].on == date(2027, 6, 1)
    assert due_days(Period(date(2027, 1, 1), date(2028, 1, 1)), 11)[0] == date(2027, 2, 1)


@pytest.mark.parametrize(("count", "first"), [(11, date(2026, 11, 1)), (12, date(2026, 10, 1))])
def test_r_abs_4_eleven_or_twelve_due_days(count: int, first: date) -> None:
    days = due_days(YEAR, count)
    assert len(days) == count and days[0] == first and days[-1] == date(2027, 9, 1)


def test_nothing_to_reach_when_the_schedule_is_over() -> None:
    assert reach([], today=date(2026, 11, 22), lead_days=14) is None


def test_hand_over_is_a_moment_in_berlin_and_in_the_future() -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert hand_over(now, days=1, hour=18) == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    assert hand_over(now.replace(hour=20), days=0, hour=18) == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_prices_before_and_after_a_change() -> None:
    steps = [
        PriceStep(date(2026, 1, 1), date(2027, 1, 1), D("10.60"), D("168.00")),
        PriceStep(date(2027, 1, 1), None, D("12.10"), D("168.00")),
    ]
    parts = prices_in(steps, YEAR)
    assert [(step.unit_price_ct, days.days) for step, days in parts] == [(D("10.60"), 92), (D("12.10"), 273)]
    with pytest.raises(LookupError):
        prices_in([], YEAR)


def test_an_old_reading_is_asked_for_and_never_blocks() -> None:
    assert reading_too_old(date(2026, 5, 1), today=date(2026, 11, 24), max_age_days=120)
    assert not reading_too_old(date(2026, 11, 1), today=date(2026, 11, 24), max_age_days=120)
    assert reading_too_old(None, today=date(2026, 11, 24), max_age_days=120)
