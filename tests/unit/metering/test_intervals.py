"""Quarter-hours over the clock change, and where values come from."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.period import Period, quarter_hours
from osc.foundation.retention import Kept, keep_until
from osc.metering.rules.intervals import hours, quarters, same_day_last_year
from osc.metering.rules.origins import Origin, origin_of


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (date(2028, 10, 29), 100), (date(2028, 2, 29), 96)],
)
def test_ex_16_r_gen_3_biz_16_a_day_has_as_many_quarters_as_it_has(day: date, count: int) -> None:
    slots = quarters(day, [250] * count)
    assert len(slots) == count and sum(slot.used or 0 for slot in slots) == Decimal(count) / 4
    assert len({slot.starts_at for slot in slots}) == count
    assert len(hours(day, [250] * count)) == count // 4
    with pytest.raises(ValueError, match="quarter-hours"):
        quarters(day, [250] * 97)


def test_r_gen_3_two_o_clock_comes_twice_in_october_and_never_in_march() -> None:
    autumn = hours(date(2026, 10, 25), [1] * 100)
    assert [(slot.clock, slot.offset) for slot in autumn[2:4]] == [("02:00", "+02:00"), ("02:00", "+01:00")]
    assert "02:00" not in {slot.clock for slot in hours(date(2026, 3, 29), [1] * 92)}


def test_r_inf_10_a_gap_is_a_gap() -> None:
    values: list[int | None] = [250] * 96
    values[5] = None
    found = hours(date(2026, 11, 22), values)
    assert found[1].used is None and found[2].used == 1


def test_biz_16_the_day_before_of_29_february_is_none() -> None:
    assert same_day_last_year(date(2028, 2, 29)) is None
    assert same_day_last_year(date(2028, 2, 28)) == date(2027, 2, 28)


def test_r_inf_7_ex_18_kept_until_the_end_of_the_third_year() -> None:
    assert keep_until(Kept.METERED, date(2026, 5, 1)) == date(2029, 12, 31)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_no_value_is_lost_between_quarters_and_hours(day: date) -> None:
    values = list(range(quarter_hours(day)))
    assert sum(slot.used or 0 for slot in hours(day, values)) == Decimal(sum(values)) / 1000


OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("readings", "origin"),
    [
        ({date(2026, 9, 30): "KUNDE", date(2026, 10, 31): "KUNDE"}, Origin.REPORTED),
        ({date(2026, 9, 29): "KUNDE", date(2026, 11, 1): "MSB"}, Origin.READ),
        ({date(2025, 12, 31): "LIEFERANT", date(2026, 12, 31): "LIEFERANT"}, Origin.CALCULATED),
        ({date(2025, 12, 31): "LIEFERANT", date(2026, 12, 31): "SCHAETZUNG"}, Origin.ESTIMATED),
        ({date(2026, 9, 30): "KUNDE", date(2026, 10, 31): "SCHAETZUNG"}, Origin.ESTIMATED),
        ({}, Origin.CALCULATED),
    ],
)
def test_r_abl_1_r_abl_11_origin_of_a_month(readings: dict[date, str], origin: Origin) -> None:
    assert origin_of(OCTOBER, readings, remote=False, projected=False) == origin
    assert origin_of(OCTOBER, readings, remote=True, projected=False) == Origin.MEASURED
    assert origin_of(OCTOBER, readings, remote=False, projected=True) == Origin.PROJECTED
