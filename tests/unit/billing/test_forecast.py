"""The forecast of a billing period: what it must get right whatever the constants are."""

from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from osc.billing.rules.instalments.costs import PriceStep, cost_range
from osc.billing.rules.instalments.forecast import Forecast, forecast
from osc.foundation.period import Period
from osc.metering.rules.profiles import Method, weight
from osc.metering.rules.stretches import ReadValue, Stretch, scaled, stretches_of

YEAR = Period(date(2026, 10, 1), date(2027, 10, 1))


def stretch(start: date, end: date, used: str, estimated: bool = False) -> Stretch:
    return Stretch(Period(start, end), D(used), estimated)


def gas(*stretches: Stretch, period: Period = YEAR) -> Forecast:
    return forecast(commodity="GAS", period=period, stretches=stretches, typical=D(15000))


LAST_YEAR = stretch(date(2025, 10, 1), date(2026, 10, 1), "14000")


def test_r_mko_5_january_of_a_gas_customer_by_degree_days() -> None:
    january = Period(date(2027, 1, 1), date(2027, 2, 1))
    assert round(D(20000) * weight(Method.DEGREE_DAYS, january), 9) == 3400
    # the forecast keeps hot water apart, which runs all year: 15 % by days
    assert D(3100) < gas(LAST_YEAR).yearly / 14000 * 20000 * D("0.157") < D(3300)


def test_without_a_reading_in_the_period_last_year_is_expected_again() -> None:
    found = gas(LAST_YEAR)
    assert found.known == 0 and found.known_until == YEAR.start
    assert abs(found.expected - 14000) < 100
    assert found.low < 13000 and found.high > 15000
    assert found.from_readings and not found.estimated


def test_a_reading_at_the_start_of_winter_does_not_double_the_year() -> None:
    # the complaint about peers: a reading in the heating season stretched over the year by days
    november = stretch(date(2026, 10, 1), date(2026, 12, 1), "2900")
    by_days = D(2900) / 61 * 365
    found = gas(LAST_YEAR, november)
    assert by_days > 17000
    assert 13000 < found.expected < 15500


def test_more_use_so_far_means_more_and_a_finished_period_has_no_range() -> None:
    half = Period(date(2026, 10, 1), date(2027, 4, 1))
    usual, more = (gas(LAST_YEAR, Stretch(half, D(used), False)) for used in (9800, 12000))
    assert more.expected > usual.expected + 2000
    assert usual.high - usual.low < gas(LAST_YEAR).high - gas(LAST_YEAR).low
    done = gas(LAST_YEAR, Stretch(YEAR, D(13500), False))
    assert done.low == done.expected == done.high == 13500


def test_nobody_known_is_an_average_household_and_says_so() -> None:
    found = gas()
    assert not found.from_readings
    assert abs(found.expected - 15000) < 100
    assert found.high > 1.5 * float(found.expected)


def test_an_estimate_widens_the_range_and_is_named() -> None:
    guessed = gas(stretch(date(2025, 10, 1), date(2026, 10, 1), "14000", estimated=True))
    assert guessed.estimated
    assert guessed.high - guessed.low > gas(LAST_YEAR).high - gas(LAST_YEAR).low


def test_a_stretch_over_the_start_of_the_period_is_split_by_season() -> None:
    over = stretch(date(2026, 7, 1), date(2026, 11, 1), "2000")
    found = gas(LAST_YEAR, over)
    assert found.known_until == date(2026, 11, 1)
    assert D(900) < found.known < D(1400)


stretches = st.lists(
    st.builds(
        lambda start, days, used, guessed: Stretch(
            Period(date.fromordinal(start), date.fromordinal(start + days)), D(used), guessed
        ),
        st.integers(date(2022, 1, 1).toordinal(), date(2027, 6, 1).toordinal()),
        st.integers(1, 400), st.integers(0, 50_000), st.booleans(),
    ), max_size=8,
)  # fmt: skip


@given(stretches, st.sampled_from(("STROM", "GAS", "FERNWAERME", "WASSER")))
def test_the_range_is_in_order_and_the_cost_follows_it(found: list[Stretch], commodity: str) -> None:
    made = forecast(commodity=commodity, period=YEAR, stretches=found, typical=D(3000))
    assert 0 <= made.known <= made.low <= made.expected <= made.high
    prices = [
        PriceStep(date(2026, 1, 1), date(2027, 1, 1), D("10.6"), D(168)),
        PriceStep(date(2027, 1, 1), None, D("12.1"), D(180)),
    ]
    cost = cost_range(made, prices, commodity)
    assert 0 < cost.low <= cost.expected <= cost.high
    assert cost == cost_range(made, list(reversed(prices)), commodity)


def test_costs_over_a_price_change_lie_between_both_prices() -> None:
    made = gas(LAST_YEAR)
    old, new = (PriceStep(date(2026, 1, 1), None, D(price), D(168)) for price in ("10.60", "12.10"))
    both = [
        PriceStep(date(2026, 1, 1), date(2027, 1, 1), D("10.60"), D(168)),
        PriceStep(date(2027, 1, 1), None, D("12.10"), D(168)),
    ]
    low, middle, high = (cost_range(made, steps, "GAS").expected for steps in ([old], both, [new]))
    assert low < middle < high


def value(on: date, shown: str, *, meter: str = "old", label: str = "TOTAL", guessed: bool = False) -> ReadValue:
    return ReadValue(meter, label, on, D(shown), 5, D(1), guessed)


def test_ex_5_ex_6_rollover_and_exchange() -> None:
    rolled = stretches_of([value(date(2025, 12, 31), "99873"), value(date(2026, 12, 31), "412")])
    assert [(each.used, each.period.start) for each in rolled] == [(D(539), date(2026, 1, 1))]
    changed = stretches_of([
        value(date(2025, 12, 31), "45210"), value(date(2026, 5, 11), "46980"),
        value(date(2026, 5, 11), "3", meter="new"), value(date(2026, 12, 31), "1455", meter="new"),
    ])  # fmt: skip
    assert sum(each.used for each in changed) == 3222
    assert changed[0].period.end == changed[1].period.start


def test_two_registers_count_together_and_only_on_common_days() -> None:
    both = [
        value(date(2025, 12, 31), "45210", label="HT"), value(date(2025, 12, 31), "30115", label="NT"),
        value(date(2026, 6, 30), "46000", label="HT"),
        value(date(2026, 12, 31), "47030", label="HT"), value(date(2026, 12, 31), "31265", label="NT", guessed=True),
    ]  # fmt: skip
    (found,) = stretches_of(both)
    assert (found.used, found.estimated) == (D(2970), True)
    assert scaled([found], D(2))[0].used == 5940


def test_r_ver_14_feed_in_is_no_consumption() -> None:
    days = date(2025, 12, 31), date(2026, 12, 31)
    (found,) = stretches_of([
        value(days[0], "100"), value(days[0], "5000", label="FEED_IN"),
        value(days[1], "400"), value(days[1], "9000", label="FEED_IN"),
    ])  # fmt: skip
    assert found.used == 300
