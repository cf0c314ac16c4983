"""The cost of a year: exact to the cent, VAT on the sum, nothing guessed from missing months."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.contracts.rules.estimates import (
    PriceStep,
    cost_of_year,
    last_twelve_months,
    spread,
    start_of_supply,
)
from osc.foundation.effective import vat_percent

EVEN = dict.fromkeys(range(1, 13), Decimal(250))
AMOUNTS = st.integers(0, 20_000).map(Decimal)
DAYS = st.dates(date(2024, 1, 1), date(2032, 1, 1))


def vat(day: date) -> Decimal:
    return vat_percent("STROM", day)


def test_one_price_for_a_calendar_year() -> None:
    found = cost_of_year(EVEN, date(2027, 1, 1), [PriceStep(date(2026, 1, 1), Decimal("26.80"), Decimal(131))], vat)
    assert found is not None
    assert (found.use, found.energy, found.base) == (3000, Decimal("804.00"), Decimal("131.00"))
    assert (found.vat, found.gross) == (Decimal("177.65"), Decimal("1112.65"))  # 19 % of 935.00, once


def test_r_gen_1_vat_is_rounded_once_on_the_sum() -> None:
    # 0.33 + 0.33 net: 19 % of the sum is 0.13; 19 % of each part would be 0.06 + 0.06
    use = dict.fromkeys(range(1, 13), Decimal(0)) | {1: Decimal(1)}
    found = cost_of_year(use, date(2027, 1, 1), [PriceStep(date(2026, 1, 1), Decimal(33), Decimal("0.33"))], vat)
    assert found is not None and found.vat == Decimal("0.13")


def test_prices_that_change_are_split_by_month_and_by_day() -> None:
    steps = [
        PriceStep(date(2026, 1, 1), Decimal(20), Decimal(100), date(2027, 1, 1)),
        PriceStep(date(2027, 1, 1), Decimal(30), Decimal(200)),
    ]
    found = cost_of_year(EVEN, date(2026, 12, 1), steps, vat)
    assert found is not None
    assert found.energy == Decimal("50.00") + Decimal("825.00")
    assert found.base == Decimal("8.49") + Decimal("183.01")  # 31/365 of 100, 334/365 of 200


def test_a_day_without_a_price_gives_no_figure() -> None:
    ends = PriceStep(date(2026, 1, 1), Decimal(20), Decimal(100), date(2027, 1, 1))
    assert cost_of_year(EVEN, date(2026, 12, 1), [ends], vat) is None


@given(st.lists(AMOUNTS, min_size=12, max_size=12), DAYS, st.integers(1, 364))
def test_cutting_a_price_in_two_changes_cents_at_most(values: list[Decimal], start: date, cut: int) -> None:
    use = dict(zip(range(1, 13), values, strict=True))
    whole = [PriceStep(start, Decimal("28.11"), Decimal("127.35"))]
    day = start + timedelta(days=cut)
    parts = [
        PriceStep(start, Decimal("28.11"), Decimal("127.35"), day),
        PriceStep(day, Decimal("28.11"), Decimal("127.35")),
    ]
    one, two = cost_of_year(use, start, whole, vat), cost_of_year(use, start, parts, vat)
    assert one is not None and two is not None
    assert abs(one.gross - two.gross) <= Decimal("0.03")


def test_r_inf_10_the_last_twelve_months_or_nothing() -> None:
    years = {2025: [Decimal(m) for m in range(1, 13)], 2026: [Decimal(100 + m) for m in range(1, 13)]}
    found = last_twelve_months(years, date(2026, 11, 24))
    assert found == {**{m: Decimal(100 + m) for m in range(1, 11)}, 11: Decimal(11), 12: Decimal(12)}
    years[2026][4] = None
    assert last_twelve_months(years, date(2026, 11, 24)) is None
    assert last_twelve_months({}, date(2026, 11, 24)) is None


@given(st.integers(0, 50_000).map(Decimal), st.lists(AMOUNTS, min_size=12, max_size=12))
def test_r_gen_8_a_yearly_use_is_spread_without_loss(total: Decimal, values: list[Decimal]) -> None:
    assert sum(spread(total, dict(zip(range(1, 13), values, strict=True))).values()) == total
    assert sum(spread(total, None).values()) == total


@pytest.mark.parametrize(
    ("early", "bound", "start"),
    [
        (False, None, date(2027, 1, 1)),
        (True, None, date(2026, 12, 1)),
        (False, date(2026, 11, 30), date(2027, 1, 1)),
        (True, date(2027, 6, 30), date(2027, 7, 1)),
        (False, date(2027, 6, 30), date(2027, 7, 1)),
    ],
)
def test_r_wid_8_no_start_within_the_withdrawal_period_unless_asked_for(
    early: bool, bound: date | None, start: date
) -> None:
    found = start_of_supply(
        concluded_on=date(2026, 11, 24), withdrawal_until=date(2026, 12, 8), bound_until=bound, early=early, lead_days=1
    )
    assert found == start


@given(DAYS, st.integers(0, 30), st.booleans())
def test_a_tariff_starts_on_the_first_of_a_month_after_the_order(day: date, lead: int, early: bool) -> None:
    until = day + timedelta(days=14)
    start = start_of_supply(concluded_on=day, withdrawal_until=until, bound_until=None, early=early, lead_days=lead)
    assert start.day == 1 and start > day + timedelta(days=lead)
    assert early or start > until
