"""The forecast over invented years it has not seen: a small run of `tools/forecast_backtest.py`."""

import pytest
from tools.forecast_backtest import Case, coverage, error, run


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for seed in (101, 102, 103, 104, 105) for case in run(60, seed)]


def test_about_four_of_five_years_end_inside_of_the_range(cases: list[Case]) -> None:
    assert len(cases) > 300
    assert 0.75 <= coverage(cases) <= 0.85


def test_it_is_nearer_than_last_year_again_and_than_a_straight_line(cases: list[Case]) -> None:
    assert error(cases, "expected") < error(cases, "last_year") - 0.5
    assert error(cases, "expected") < error(cases, "naive") - 0.5


def test_gas_is_where_a_straight_line_frightens_people(cases: list[Case]) -> None:
    gas = [case for case in cases if case.commodity == "GAS"]
    assert error(gas, "expected") < error(gas, "naive") / 1.5


def test_the_same_seed_is_the_same_town() -> None:
    assert run(5, 7) == run(5, 7) != run(5, 8)
