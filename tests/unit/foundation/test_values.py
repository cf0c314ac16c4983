"""Money, quantities, periods and effective-dated values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.effective import EffectiveDated, vat_percent
from osc.foundation.money import Money, round_half_up
from osc.foundation.period import Period, gas_day_hours, quarter_hours
from osc.foundation.quantity import Quantity, split_largest_remainder

D = Decimal
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def test_r_gen_1_half_up_not_bankers() -> None:
    assert round_half_up(D("0.125"), 2) == D("0.13")
    assert round_half_up(D("2.675"), 2) == D("2.68")
    assert round_half_up(D("-0.125"), 2) == D("-0.13")


def test_r_gen_1_money_refuses_floats() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type] - a foundation type must refuse it
    with pytest.raises(TypeError):
        Money(D(1)) * 0.5  # type: ignore[operator] - a foundation type must refuse it
    with pytest.raises(TypeError):
        Money(D("NaN"))


def test_money_adds_and_rounds_only_when_told() -> None:
    assert Money.sum([Money(D("0.005")), Money(D("0.005"))]).rounded() == Money(D("0.01"))
    assert Money.sum([]) == Money(D(0))
    assert Money(D(3)) - Money(D(5)) == -Money(D(2))
    assert Money(D("1.10")) * 3 == Money(D("3.30"))


def test_quantities_of_different_units_do_not_mix() -> None:
    assert Quantity(D(1), "kWh") + Quantity(D(2), "kWh") == Quantity(D(3), "kWh")
    with pytest.raises(ValueError, match="mix"):
        Quantity(D(1), "kWh") - Quantity(D(1), "m3")
    with pytest.raises(ValueError, match="unknown unit"):
        Quantity(D(1), "ell")  # type: ignore[arg-type] - a foundation type must refuse it


def test_r_gen_8_ex_15_splits() -> None:
    assert split_largest_remainder(D(1000), [D(1)] * 3) == [334, 333, 333]
    assert split_largest_remainder(D(16310), [D(450), D(550)]) == [7340, 8970]
    assert split_largest_remainder(D(3500), [D(181), D(184)]) == [1736, 1764]


@given(st.integers(0, 10**7), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_r_gen_8_parts_add_up_and_are_near_their_share(total: int, weights: list[int]) -> None:
    parts = split_largest_remainder(D(total), [D(w) for w in weights])
    assert sum(parts) == total
    assert all(abs(part - D(total) * w / sum(weights)) < 1 for part, w in zip(parts, weights, strict=True))


def test_r_gen_8_weights_must_make_sense() -> None:
    with pytest.raises(ValueError, match="positive"):
        split_largest_remainder(D(1), [D(0)])


def test_r_gen_2_ex_8_days_of_a_half_open_period() -> None:
    assert Period(date(2025, 2, 15), date(2025, 12, 1)).days == 289
    assert Period(date(2025, 1, 1), date(2026, 1, 1)).last_day == date(2025, 12, 31)


@given(days, days, days, days)
def test_r_gen_2_properties_of_periods(a: date, b: date, c: date, d: date) -> None:
    one, two = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    both = one.intersect(two)
    assert one.overlaps(two) == two.overlaps(one) == (both is not None)
    if both is not None:
        assert both.start in one and both.start in two
        assert both.days <= min(one.days, two.days)
    assert one.end not in one
    assert one.intersect(Period(one.end, one.end + timedelta(1))) is None


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(ValueError, match="empty"):
        _ = Period(date(2026, 1, 1), date(2026, 1, 1)).last_day


def test_r_gen_3_ex_16_quarter_hours_and_gas_days() -> None:
    wanted = {date(2026, 3, 29): 92, date(2026, 10, 25): 100, date(2026, 11, 22): 96}
    assert {day: quarter_hours(day) for day in wanted} == wanted
    assert (gas_day_hours(date(2026, 3, 28)), gas_day_hours(date(2026, 10, 24))) == (23, 25)


@given(st.integers(1996, 2037))
def test_r_gen_3_a_year_has_all_its_quarter_hours(year: int) -> None:
    count = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert sum(quarter_hours(date(year, 1, 1) + timedelta(n)) for n in range(count)) == count * 96


@pytest.mark.parametrize(
    ("commodity", "day", "percent"),
    [
        ("GAS", date(2022, 9, 30), 19), ("GAS", date(2022, 10, 1), 7), ("GAS", date(2024, 3, 31), 7),
        ("GAS", date(2024, 4, 1), 19), ("STROM", date(2020, 7, 1), 16), ("WASSER", date(2020, 12, 31), 5),
        ("WASSER", date(2021, 1, 1), 7), ("FERNWAERME", date(2023, 1, 1), 7),
    ],
)  # fmt: skip
def test_r_gen_7_rates_hold_from_a_day_on(commodity: str, day: date, percent: int) -> None:
    assert vat_percent(commodity, day) == percent


def test_r_gen_7_nothing_is_known_before_the_first_entry() -> None:
    with pytest.raises(LookupError):
        EffectiveDated({date(2026, 1, 1): 1}).on(date(2025, 12, 31))
