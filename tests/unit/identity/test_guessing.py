"""How hard the pair of numbers is to guess (security 6.1, 6.2.3): known p within a tenth of a bit."""

from math import log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.identity.rules.guessing import Guessing, measure, meter_range, serial_range


def spread(count: int, start: int, size: int, seed: int) -> list[int]:
    return sorted(Random(seed).sample(range(start, start + size), count))


def world(accounts: int, account_size: int, meters: int, meter_size: int, seed: int) -> Guessing:
    measured = measure(
        [f"IR{number:08}" for number in spread(accounts, 10_000_000, account_size, seed)],
        [f"1EMH00{number:08}" for number in spread(meters, 20_000_000, meter_size, seed + 1)],
    )
    assert measured is not None
    return measured


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("live", "meter_size"),
    [
        (0.7, 300_000),  # the worst row of 6.1: accounts in sequence, lots of meters known: 17.7 bit
        (0.7, 10_000_000),  # 7 digits: 22.8 bit
        (0.7, 70_000_000),
        (0.01, 300_000),
        (0.0015, 10_000_000),
    ],
)
def test_bits_of_number_sets_with_known_chance(live: float, meter_size: int, seed: int) -> None:
    accounts, meters = 15_000, 30_000
    known = -log2(live * 2 / meter_size)
    assert abs(world(accounts, int(accounts / live), meters, meter_size, seed).bits - known) <= 0.1


def test_the_worst_row_of_the_table_is_refused_and_allows_six_guesses_a_day() -> None:
    worst = Guessing(accounts=150_000, meters=300_000, account_range=214_286, meter_range=300_000)
    assert round(worst.bits, 1) == 17.7
    assert worst.too_easy
    assert 5.8 < worst.guesses_a_day < 6.0, "security 6.2.4: 5.9 a day"
    assert not Guessing(150_000, 300_000, 214_286, 10_000_000).too_easy


def test_gaps_between_lots_do_not_count_as_numbers_worth_trying() -> None:
    lots = spread(2_000, 1_000_000, 4_000, 5) + spread(2_000, 60_000_000, 4_000, 6)
    assert abs(serial_range(lots) - 8_000) < 100


def test_whoever_knows_the_step_tries_only_every_eighth_number() -> None:
    assert serial_range(range(17, 17 + 8 * 500, 8)) == 500


def test_r_num_2_makers_do_not_help_because_eight_digits_match() -> None:
    numbers = [f"{maker}{number:08}" for maker in ("1EMH00", "7GMT00") for number in spread(500, 10_000_000, 1_000, 3)]
    assert meter_range(numbers) <= 1_000


def test_nothing_to_measure_is_no_result() -> None:
    assert measure([], ["1EMH0012345678"]) is None
    assert measure(["IR12345678"], []) is None


@given(st.lists(st.integers(0, 10**8 - 1), min_size=1, max_size=200))
def test_a_range_holds_its_numbers_and_no_more_than_lie_between_them(numbers: list[int]) -> None:
    assert len(set(numbers)) <= serial_range(numbers) <= max(numbers) - min(numbers) + 1


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_chance_is_a_chance(accounts: int, meters: int, more_accounts: int, more_meters: int) -> None:
    guessing = Guessing(accounts, meters, accounts + more_accounts, meters + more_meters)
    assert 0 < guessing.chance <= 1
    assert guessing.bits >= 0
    assert guessing.guesses_a_day * guessing.chance * 365 == pytest.approx(0.01)


@pytest.mark.parametrize(("accounts", "seed"), [(120, 1), (500, 1), (5_000, 7)])
def test_the_demo_world_is_hard_enough_to_guess(accounts: int, seed: int) -> None:
    from datetime import date

    from osc.connectors.demo.world.cast import all_households

    households = list(all_households(accounts, seed, date(2026, 11, 24)))
    measured = measure(
        [number for each in households for number in each.account_numbers],
        [supply.meter_number for each in households for supply in each.supplies],
    )
    assert measured is not None
    assert measured.bits > 22
