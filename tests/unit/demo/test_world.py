"""The pretend utility adds up: readings, months, bills, instalments."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.export import world_lines
from osc.connectors.demo.world.people import canary, iban
from osc.connectors.demo.world.rules.bills import Price, add_up, base_price, instalment, lines_for
from osc.connectors.demo.world.rules.counting import as_text, used_between
from osc.connectors.demo.world.rules.profiles import SCALE, bdew_h25, cumulative
from osc.foundation.identifiers import canonical_iban, is_market_location
from osc.foundation.period import Period

TODAY = date(2026, 11, 24)
D = Decimal


@pytest.fixture(scope="module")
def records() -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for line in world_lines(300, 1, TODAY):
        record = msgspec.json.decode(line)
        found[record["kind"]].append(record)
    return found


def test_the_same_arguments_make_the_same_world() -> None:
    assert list(world_lines(120, 7, TODAY)) == list(world_lines(120, 7, TODAY))
    assert list(world_lines(120, 8, TODAY)) != list(world_lines(120, 7, TODAY))


@pytest.mark.parametrize("profile", ["electricity", "heating", "water"])
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_year_of_a_profile_is_exactly_one(profile: str, year: int) -> None:
    shares = cumulative(profile, year)
    assert (shares[0], shares[-1]) == (0, SCALE)
    assert all(a <= b for a, b in pairwise(shares))


def test_the_published_profile_is_used() -> None:
    assert len(bdew_h25()) == 36
    assert bdew_h25()[1, "SA"] > bdew_h25()[1, "WT"] * D("0.9")


@given(
    st.sampled_from(["electricity", "heating", "water"]),
    st.integers(1, 10**6),
    st.lists(st.dates(date(2023, 1, 1), date(2027, 1, 1)), min_size=3, max_size=3),
)
def test_adjoining_periods_add_up_to_the_whole(profile: str, annual: int, days: list[date]) -> None:
    a, b, c = sorted(days)
    whole = used_between(profile, annual, a, c)
    assert used_between(profile, annual, a, b) + used_between(profile, annual, b, c) == whole >= 0


def test_ex_8_base_price_by_days() -> None:
    assert base_price(D("149.40"), Period(date(2025, 2, 15), date(2025, 12, 1))) == D("118.29")
    assert base_price(D("149.40"), Period(date(2024, 2, 15), date(2024, 12, 1))) == D("118.38")
    assert base_price(D("149.40"), Period(date(2023, 11, 1), date(2024, 11, 1))) == D("149.47")


def test_ex_11_vat_once_per_rate_on_its_sum() -> None:
    price = Price(D("1003"), D(0), D(19))
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    lines = [line for _ in range(7) for line in lines_for("x", D(1), "kWh", price, year)]
    assert add_up(lines).vat == D("13.34")


def test_ex_13_instalment_rounds_up_to_whole_euro() -> None:
    assert instalment(D("1510.59")) == 138


def test_steps_become_decimals() -> None:
    assert [as_text(5, 3), as_text(123456, 3), as_text(7, 0)] == ["0.005", "123.456", "7"]


def test_r_gen_1_every_bill_adds_up_to_the_cent(records: dict[str, list[dict[str, Any]]]) -> None:
    assert len(records["invoice"]) > 100
    for invoice in records["invoice"]:
        data = invoice["data"]
        assert sum(D(line["net"]) for line in data["lines"]) == D(data["net"])
        assert D(data["net"]) + D(data["vat"]) == D(data["gross"])


def test_the_months_of_a_year_are_the_difference_of_its_readings(records: dict[str, list[dict[str, Any]]]) -> None:
    contract_of = {record["id"]: record["data"]["contract"] for record in records["meter"]}
    registers = {record["id"]: record["data"] for record in records["register"]}
    readings: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for record in records["reading"]:
        readings[record["data"]["register"]][record["data"]["read_on"]] = D(record["data"]["value"])
    years = {
        (record["data"]["contract"], record["data"]["year"]): record["data"] for record in records["consumption_year"]
    }
    compared = 0
    for register, values in readings.items():
        start, end = values.get("2024-12-31"), values.get("2025-12-31")
        year = years.get((contract_of[registers[register]["meter"]], 2025))
        plain = registers[register]["label"] == "TOTAL" and year and not year["per_register_unit"]
        if plain and start is not None and end is not None and end > start:
            assert sum(D(month) for month in year["months"]) == end - start, register
            compared += 1
    assert compared > 50


def test_every_household_kind_is_there_and_a_register_rolls_over(records: dict[str, list[dict[str, Any]]]) -> None:
    kinds = {household.kind for household in all_households(300, 1, TODAY)}
    assert {
        "ht_nt",
        "feed_in",
        "smart",
        "exchange",
        "rollover",
        "moved_in",
        "moved_out",
        "empty",
        "company",
        "L",
    } <= kinds
    values = defaultdict(list)
    for record in records["reading"]:
        values[record["data"]["register"]].append((record["data"]["read_on"], D(record["data"]["value"])))
    assert any(
        later < earlier
        for each in values.values()
        for (_, earlier), (_, later) in zip(sorted(each), sorted(each)[1:], strict=False)
    )


def test_the_showcase(records: dict[str, list[dict[str, Any]]]) -> None:
    jana = next(iter(all_households(1, 1, TODAY)))
    last = [record["data"] for record in records["reading"] if record["id"].startswith("Z0000000-0-1")][-1]
    assert (last["value"], last["read_on"]) == ("17738", "2026-10-31")
    plans = [
        record["data"]["amount"]
        for record in records["instalment_plan"]
        if record["id"].startswith("P-V0000000") and record["id"].endswith("2026")
    ]
    assert sum(map(D, plans)) == 290
    assert jana.account_numbers[0] == "IR10284417"


def test_no_contract_account_belongs_to_two_households() -> None:
    numbers = [number for household in all_households(25_000, 1, TODAY) for number in household.account_numbers]
    assert max(numbers) > "IR10284433"
    assert len(set(numbers)) == len(numbers)


def test_everybody_carries_marks_nobody_else_has(records: dict[str, list[dict[str, Any]]]) -> None:
    assert len({canary(index) for index in range(20_000)}) == 20_000
    assert canonical_iban(iban(4711)) == iban(4711)
    numbers = [record["data"]["number"] for record in records["meter"]]
    assert len(set(numbers)) == len(numbers)
    for record in records["contract"]:
        market_location = record["data"]["market_location"]
        assert market_location is None or is_market_location(market_location)


def test_the_world_stays_plausible_when_today_moves() -> None:
    for days in (0, 37, 200, 400):
        assert sum(1 for _ in world_lines(80, 1, TODAY + timedelta(days))) > 500
