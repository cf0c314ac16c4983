"""Worked examples EX-4 … EX-10 of the rule book, and what must hold for any numbers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.metering.rules import arithmetic
from osc.metering.rules.arithmetic import Span, used
from osc.metering.rules.profiles import (
    DEGREE_DAYS,
    Method,
    day_weight,
    split_at_price_change,
    split_consumption,
    weight,
    year_share,
)

D = Decimal


@pytest.mark.parametrize(
    ("ht_price", "nt_price", "eur"), [("0.3350", "0.2790", "930.55"), ("0.2790", "0.3350", "893.03")]
)
def test_ex_4_r_num_10_which_register_is_which_is_master_data(ht_price: str, nt_price: str, eur: str) -> None:
    ht, nt = used(Span(D(45210), D(47030), 6)), used(Span(D(30115), D(31265), 6))
    assert (ht, nt) == (1820, 1150)
    assert round_half_up(ht * D(ht_price), 2) + round_half_up(nt * D(nt_price), 2) == D(eur)


@pytest.mark.parametrize(
    ("start", "end", "digits", "kwh"),
    [("99873", "412", 5, "539"), ("99873.4", "412.7", 5, "539.3"), ("99873", "412", 6, "900539"),
     ("45678", "45123", 5, "99445")],
)  # fmt: skip
def test_ex_5_r_ver_2_a_register_runs_over(start: str, end: str, digits: int, kwh: str) -> None:
    assert used(Span(D(start), D(end), digits)) == D(kwh)


def test_ex_6_r_ver_3_exchange_and_r_ver_1_factor() -> None:
    assert arithmetic.used_over_exchange([Span(D(45210), D(46980), 6), Span(D(3), D(1455), 5)]) == 3222
    assert used(Span(D(1200), D(1234), 5, factor=D(40))) == 1360


@pytest.mark.parametrize(
    ("height", "z"), [(0, "0.9711"), (60, "0.9644"), (100, "0.9599"), (235, "0.9447"), (500, "0.9150")]
)
def test_ex_7_r_ver_4_z_number(height: int, z: str) -> None:
    assert arithmetic.z_number(D(height)) == D(z)


def test_ex_7_r_ver_5_gas_from_the_printed_factors() -> None:
    assert arithmetic.gas_energy(D(1500), D("0.9644"), D("11.275")) == 16310
    assert arithmetic.gas_energy(D(1500), D("0.964363"), D("11.275")) == 16310
    assert arithmetic.gas_energy(D(1500), D("0.9644"), D("11.275"), standard_volume=True) == 16913
    months = [(D(220), D("11.312")), (D(180), D("11.298")), (D(90), D("11.190"))]
    assert arithmetic.mean_calorific_value(months) == D("11.284")
    with pytest.raises(ValueError, match="no volume"):
        arithmetic.mean_calorific_value([])


@pytest.mark.parametrize(
    ("start", "end", "eur"),
    [(date(2025, 2, 15), date(2025, 12, 1), "118.29"), (date(2024, 2, 15), date(2024, 12, 1), "118.38"),
     (date(2023, 11, 1), date(2024, 11, 1), "149.47")],
)  # fmt: skip
def test_ex_8_r_ver_8_standing_charge_by_days(start: date, end: date, eur: str) -> None:
    assert arithmetic.base_price(D("149.40"), Period(start, end)) == D(eur)


YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def test_ex_9_r_ver_6_price_change_by_days() -> None:
    parts = split_consumption(D(3500), YEAR, [date(2025, 7, 1)], Method.DAYS)
    assert [part.amount for part in parts] == [1736, 1764]
    assert round_half_up(parts[0].amount * D("0.32"), 2) + round_half_up(parts[1].amount * D("0.295"), 2) == D(
        "1075.90"
    )


def test_ex_10_r_ver_7_price_change_by_degree_days() -> None:
    assert round_half_up(sum(DEGREE_DAYS), 9) == 1000
    weighted = split_consumption(D(20000), YEAR, [date(2025, 4, 1)], Method.DEGREE_DAYS)
    plain = split_consumption(D(20000), YEAR, [date(2025, 4, 1)], Method.DAYS)
    assert (weighted[0].amount, plain[0].amount) == (9000, 4932)


def test_r_abl_15_a_reading_at_the_price_change_replaces_the_split() -> None:
    measured = split_at_price_change(D(3500), YEAR, date(2025, 7, 1), Method.LOAD_PROFILE, used_before=D(1800))
    assert [(part.amount, part.measured) for part in measured] == [(1800, True), (1700, True)]
    spread = split_at_price_change(D(3500), YEAR, date(2025, 7, 1), Method.DAYS, used_before=None)
    assert [(part.amount, part.measured) for part in spread] == [(1736, False), (1764, False)]


def test_r_num_11_a_sum_register_is_not_billed_again() -> None:
    registers = {"HT": D(100), "NT": D(50), "TOTAL": D(150)}
    assert arithmetic.consumption_of(registers) == 150
    assert arithmetic.sum_register_gap(registers) is None
    assert arithmetic.sum_register_gap(registers | {"TOTAL": D(151)}) is None
    assert arithmetic.sum_register_gap(registers | {"TOTAL": D(300)}) == 150
    assert arithmetic.sum_register_gap({"TOTAL": D(5)}) is None


def test_r_ver_14_feed_in_is_never_subtracted() -> None:
    assert arithmetic.consumption_of({"TOTAL": D(3000), "FEED_IN": D(2500)}) == 3000


DAYS = st.dates(date(2019, 1, 1), date(2030, 1, 1))


@given(st.integers(0, 10**6), DAYS, st.integers(1, 900), st.lists(DAYS, max_size=4), st.sampled_from(Method))
def test_r_gen_8_a_split_loses_nothing(total: int, start: date, days: int, cuts: list[date], method: Method) -> None:
    period = Period(start, start + timedelta(days))
    parts = split_consumption(D(total), period, cuts, method)
    assert sum(part.amount for part in parts) == total
    assert [part.period.end for part in parts[:-1]] == [part.period.start for part in parts[1:]]


@given(st.integers(2019, 2030), st.sampled_from(["STROM", "GAS", "WASSER", "FERNWAERME"]))
def test_a_whole_year_weighs_one(year: int, commodity: str) -> None:
    period = Period(date(year, 1, 1), date(year + 1, 1, 1))
    assert abs(year_share(commodity, period) - 1) < D("1e-20")
    assert weight(Method.DAYS, Period(date(year, 1, 1), date(year, 1, 1))) == 0


@pytest.mark.parametrize(("eve", "like"), [(date(2026, 12, 24), 5), (date(2026, 12, 31), 5), (date(2028, 12, 24), 6)])
def test_r_mko_4_christmas_eve_is_a_saturday_unless_it_is_a_sunday(eve: date, like: int) -> None:
    other = next(day for day in (eve + timedelta(n) for n in range(-6, 7)) if day.weekday() == like and day.month == 12)
    ratio = day_weight(Method.LOAD_PROFILE, eve) / day_weight(Method.LOAD_PROFILE, other)
    assert abs(ratio - 1) < D("0.03"), "only the dynamics of the season differ"
    assert weight(Method.LOAD_PROFILE, Period(date(eve.year, 1, 1), date(eve.year + 1, 1, 1))) == 1


@given(st.decimals(0, 99999, places=1), st.decimals(0, 99999, places=1))
def test_consumption_is_never_negative_and_below_one_round(start: Decimal, end: Decimal) -> None:
    assert 0 <= used(Span(start, end, 5)) < 100_000
