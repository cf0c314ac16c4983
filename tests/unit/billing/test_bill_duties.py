"""What a bill must name and be: components, CO₂, period, e-invoice, dated taxes; and whole bills of the rule book."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.billing.rules.bills.duties import emission, must_be_structured
from osc.billing.rules.bills.recompute import base_price, recompute
from osc.billing.rules.instalments.amounts import regular
from osc.contracts.rules.estimates import PriceStep, cost_of_year
from osc.foundation.effective import vat_percent
from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.metering.rules.arithmetic import Span, gas_energy, used_over_exchange, z_number
from osc.metering.rules.profiles import Method, split_consumption
from tests.unit.billing.test_bill_rules import bill, codes

D = Decimal
YEAR_2025 = Period(date(2025, 1, 1), date(2026, 1, 1))
YEAR_2022 = Period(date(2022, 1, 1), date(2023, 1, 1))
ELECTRICITY = ("ELECTRICITY_TAX", "CONCESSION", "KWKG", "OFFSHORE", "STROMNEV_19", "GRID", "METERING")


def components(*names: str, net: str = "1.00") -> list[dict[str, str]]:
    return [{"contract": "V1", "code": name, "net": net} for name in names]


def test_r_re_4_every_tax_levy_and_charge_stands_by_itself() -> None:
    assert codes(bill(detail={"components": components(*ELECTRICITY)})) == set()
    without = [name for name in ELECTRICITY if name != "OFFSHORE"]
    assert codes(bill(detail={"components": components(*without)})) == {"ENWG40_3_OFFSHORE_MISSING"}
    assert "COMPONENTS" in codes(bill(detail={"components": components(*ELECTRICITY, net="15.00")}))


@pytest.mark.parametrize(
    ("commodity", "period_to", "code"),
    [("STROM", "2026-01-01", ""), ("STROM", "2026-01-07", "ENWG40B_PERIOD"), ("WASSER", "2026-01-07", ""),
     ("FERNWAERME", "2026-02-01", "FFVAV4_PERIOD"), ("GAS", "2026-01-02", "ENWG40B_PERIOD")],
)  # fmt: skip
def test_r_was_1_r_fw_1_water_may_take_371_days_and_energy_and_heat_twelve_months(
    commodity: str, period_to: str, code: str
) -> None:
    found = codes(bill(period_to=period_to, detail={"commodities": [commodity]}))
    assert {each for each in found if each.endswith("_PERIOD")} == ({code} if code else set())


@pytest.mark.parametrize(
    ("eur_per_ton", "net", "gross"),
    [("45", "133.13", "158.43"), ("55", "162.72", "193.64"), ("60", "177.51", "211.24")],
)
def test_ex_12_r_re_12_emission_and_its_cost(eur_per_ton: str, net: str, gross: str) -> None:
    factor = D("3.2508") * D("0.0558")
    assert factor == D("0.18139464")
    found = emission(D(16310), factor=factor, eur_per_ton=D(eur_per_ton), vat_percent=D(19))
    assert (found.kilograms, found.net, found.gross) == (D("2958.5"), D(net), D(gross))
    wrong = emission(D(16310), factor=D("0.20088"), eur_per_ton=D(eur_per_ton), vat_percent=D(19))
    assert wrong.kilograms > found.kilograms, "the factor of the net calorific value on gross energy"


def carbon(**more: str) -> dict[str, str]:
    return {
        "contract": "V1", "commodity": "GAS", "period_from": "2025-01-01", "period_to": "2026-01-01",
        "energy_kwh": "16310", "factor": "0.18139464", "kilograms": "2958.5", "eur_per_ton": "55", "vat_percent": "19",
        "net": "162.72", "gross": "193.64", **more,
    }  # fmt: skip


def test_r_re_12_gas_and_heat_say_their_co2() -> None:
    gas: dict[str, Any] = {
        "commodities": ["GAS"],
        "components": components("ENERGY_TAX", "CONCESSION", "GRID", "METERING"),
    }
    assert codes(bill(detail=gas)) == {"CO2_MISSING"}
    assert codes(bill(detail={**gas, "carbon": [carbon()]})) == set()
    assert codes(bill(detail={**gas, "carbon": [carbon(gross="193.65")]})) == {"CO2_GROSS"}
    assert codes(bill(period_from="2022-01-01", period_to="2023-01-01", issued_on="2023-01-20", detail=gas)) == set(), (
        "no such duty in 2022"
    )


@pytest.mark.parametrize(
    ("business", "last_day", "sent_on", "gross", "needed"),
    [
        (True, "2027-01-31", "2027-02-05", "1000", True),
        (True, "2026-11-30", "2026-12-30", "1000", False),
        (True, "2026-12-31", "2027-01-20", "1000", True),
        (False, "2027-01-31", "2027-02-05", "1000", False),
        (True, "2027-01-31", "2027-02-05", "240", False),
        (True, "2027-01-31", "2027-02-05", "260", True),
    ],
)
def test_r_er_1_r_er_2_businesses_get_data_from_2027_on(
    business: bool, last_day: str, sent_on: str, gross: str, needed: bool
) -> None:
    days = {"last_day": date.fromisoformat(last_day), "sent_on": date.fromisoformat(sent_on)}
    assert must_be_structured(business=business, gross=D(gross), **days) is needed


def test_r_er_1_a_bill_without_its_data_is_found() -> None:
    late = {"period_from": "2026-02-01", "period_to": "2027-02-01", "issued_on": "2027-02-20", "due_on": "2027-03-20"}
    named = {"components": components(*ELECTRICITY), "for_business": True}
    assert codes(bill(**late, detail=named)) == {"E_INVOICE_MISSING"}
    assert codes(bill(**late, detail={**named, "structured": True})) == set()


@pytest.mark.parametrize(
    ("issued_on", "months", "late"), [("2026-02-11", 12, False), ("2026-02-12", 12, True), ("2026-11-21", 1, False),
                                      ("2026-11-22", 1, True)],
)  # fmt: skip
def test_r_re_10_a_bill_that_came_too_late_is_found(issued_on: str, months: int, late: bool) -> None:
    period = {12: ("2025-01-01", "2026-01-01"), 1: ("2026-10-01", "2026-11-01")}[months]
    found = codes(bill(issued_on=issued_on, period_from=period[0], period_to=period[1], due_on="2026-12-24"))
    assert ("ENWG40C_LATE" in found) is late


@pytest.mark.parametrize(
    ("prepaid", "kind", "way", "wrong"),
    [("633.00", "periodic", "offset", True), ("633.00", "periodic", "refund", False), ("433.00", "periodic", "offset", False),
     ("433.00", "final", "offset", True)],
)  # fmt: skip
def test_r_re_11_a_credit_is_not_spread_over_instalments(prepaid: str, kind: str, way: str, wrong: bool) -> None:
    """Credit 300 or 100 with an instalment of 100."""
    next_one = [{"contract": "V1", "commodity": "STROM", "amount": "100.00", "first_due_on": "2026-02-01"}]
    found = codes(
        bill(
            prepaid=prepaid,
            detail={"kind": kind, "settlement": {"way": way}, "next_instalments": next_one, "prepayments": []},
        )
    )
    assert ("ENWG40C_CREDIT" in found) is wrong


def test_r_ver_9_the_portal_reckons_vat_once_on_the_sum() -> None:
    """7 times 10.03 net: 13.37 by line, 13.34 on the sum; the portal's own estimate says the second."""
    assert sum(round_half_up(D("10.03") * D("0.19"), 2) for _ in range(7)) == D("13.37")
    use = dict.fromkeys(range(1, 13), D(0)) | dict.fromkeys(range(1, 8), D(1))
    found = cost_of_year(use, date(2027, 1, 1), [PriceStep(date(2027, 1, 1), D(1003), D(0))], lambda _: D(19))
    assert found is not None and (found.net, found.vat) == (D("70.21"), D("13.34"))


def taxed(parts: list[tuple[D, D]]) -> D:
    """Gross of net parts at their rates in percent."""
    return sum((net + round_half_up(net * rate / 100, 2) for net, rate in parts), D(0))


def test_ex_11_r_ver_10_all_lawful_bills_of_2022() -> None:
    day = [vat_percent("GAS", date(2022, 9, 30)), vat_percent("GAS", date(2022, 12, 31))]
    assert day == [19, 7]
    assert taxed([(D(1600), day[1])]) == D("1712.00"), "Stichtag"
    assert taxed([(D(1600), day[0])]) == D("1904.00")
    for method, gross in ((Method.DAYS, "1855.61"), (Method.DEGREE_DAYS, "1834.88")):
        parts = split_consumption(D(20000), YEAR_2022, [date(2022, 10, 1)], method)
        nets = [round_half_up(part.amount * D("0.08"), 2) for part in parts]
        assert taxed(list(zip(nets, day, strict=True))) == D(gross), method


def gas_bill_of_2022(**detail: Any) -> Any:
    """One line, 7 % on the whole year, as the model of the reading day allows."""
    line = {"text": "Gas", "net": "1600.00", "quantity": "20000", "unit_price": "0.08", "kind": "energy", "contract": "V1",
            "vat_percent": "7"}  # fmt: skip
    named = {
        "commodities": ["GAS"], "components": components("ENERGY_TAX", "CONCESSION", "GRID", "METERING"), "readings": [],
        "tax_groups": [{"vat_percent": "7", "net": "1600.00", "vat": "112.00"}], "prepayments": [], **detail,
    }  # fmt: skip
    return bill(
        period_from="2022-01-01", period_to="2023-01-01", issued_on="2023-01-20", net="1600.00", vat="112.00", gross="1712.00", lines=[line],
        **({"prepaid": "0"} if not detail else {}), detail=named,
    )  # fmt: skip


def test_r_ver_10_seven_percent_on_all_of_2022_is_no_difference() -> None:
    assert codes(gas_bill_of_2022()) == set()


def test_r_ver_11_instalments_with_19_percent_before_a_bill_with_7_are_no_difference() -> None:
    paid = {
        "contract": "V1",
        "commodity": "GAS",
        "count": 10,
        "amount": "11.90",
        "vat_percent": "19",
        "net": "100.00",
        "vat": "19.00",
    }
    assert codes(gas_bill_of_2022(prepayments=[paid])) == set()


def test_r_ver_12_r_re_15_lines_that_take_something_off_are_lines_of_their_own() -> None:
    """Relief of 2023 and the reduction of § 14a: negative lines, in no price of a kWh."""
    record = bill()
    relief = {
        "text": "Entlastung Strompreisbremse",
        "net": "-20.00",
        "kind": "other",
        "contract": "V1",
        "vat_percent": "19",
    }
    lines = [*msgspec.to_builtins(record.lines), relief]
    changed = bill(
        lines=lines, net="280.00", vat="29.20", gross="309.20",
        detail={"components": components(*ELECTRICITY), "tax_groups": [
            {"vat_percent": "19", "net": "80.00", "vat": "15.20"}, {"vat_percent": "7", "net": "200.00", "vat": "14.00"}]},
    )  # fmt: skip
    assert codes(changed) == set()
    energy = [line for line in changed.lines if line.kind == "energy" and line.contract == "V1"]
    assert [line.net / (line.quantity or 1) for line in energy] == [D("0.25")], "the price of a kWh knows no relief"


def test_ex_19_a_whole_electricity_bill() -> None:
    used = used_over_exchange([Span(D(45210), D(46980), 6), Span(D(3), D(1455), 5)])
    parts = split_consumption(used, YEAR_2025, [date(2025, 7, 1)], Method.DAYS)
    assert [part.amount for part in parts] == [1598, 1624]
    lines = [round_half_up(part.amount * price, 2) for part, price in zip(parts, (D("0.32"), D("0.295")), strict=True)]
    net = sum(lines, base_price(D("149.40"), YEAR_2025.start, YEAR_2025.end))
    gross = net + round_half_up(net * D("0.19"), 2)
    assert (lines, net, gross) == ([D("511.36"), D("479.08")], D("1139.84"), D("1356.41"))
    assert 11 * 130 - gross == D("73.59")
    assert regular(round_half_up((used * D("0.295") + D("149.40")) * D("1.19"), 2), 11) - D("73.59") == D("45.41")


def test_ex_20_a_whole_gas_bill() -> None:
    used = gas_energy(D(1500), z_number(D(60)), D("11.275"))
    gross = {}
    for method in (Method.DEGREE_DAYS, Method.DAYS):
        parts = split_consumption(used, YEAR_2025, [date(2025, 4, 1)], method)
        lines = [
            round_half_up(part.amount * price, 2) for part, price in zip(parts, (D("0.089"), D("0.084")), strict=True)
        ]
        net = sum(lines, base_price(D(180), YEAR_2025.start, YEAR_2025.end))
        gross[method] = net + round_half_up(net * D("0.19"), 2)
        if method == Method.DEGREE_DAYS:
            assert [part.amount for part in parts] == [7340, 8970]
            assert (lines, net) == ([D("653.26"), D("753.48")], D("1586.74"))
    assert (gross[Method.DEGREE_DAYS], gross[Method.DAYS]) == (D("1888.22"), D("1868.48"))


@given(st.integers(0, 10**6), st.integers(0, 300))
def test_more_energy_never_emits_less(kwh: int, price: int) -> None:
    def cost(amount: int) -> D:
        return emission(D(amount), factor=D("0.18139464"), eur_per_ton=D(price), vat_percent=D(19)).gross

    assert cost(kwh) <= cost(kwh + 1)
    assert recompute(msgspec.structs.replace(bill(), detail=None))
