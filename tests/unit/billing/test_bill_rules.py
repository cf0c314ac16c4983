"""Rules about bills, with the examples of the rule book."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.billing.messages import BilledReading, Comparison, InvoiceRecord
from osc.billing.rules.bills.dates import available_until, due_after, earliest_due, letter_received_on, received_on
from osc.billing.rules.bills.duties import COMPONENTS
from osc.billing.rules.bills.recompute import base_price, energy_of, recompute, used_between
from osc.billing.rules.bills.result import estimated_share, is_doubtful, use_of_credit
from osc.foundation.calendars import CivilCalendar

D = Decimal
NW = CivilCalendar("NW")


def reading(start: str, end: str, **more: Any) -> BilledReading:
    fields = {
        "contract": "V1", "commodity": "STROM", "meter": "Z1", "label": "TOTAL", "unit": "kWh", "start_on": "2024-12-31",
        "start": start, "start_source": "LIEFERANT", "end_on": "2025-12-31", "end": end, "end_source": "LIEFERANT",
        "used": "0", "digits": 5, **more,
    }  # fmt: skip
    return msgspec.convert(fields, BilledReading, strict=False)


def comparison(used: str, previous: str | None) -> Comparison:
    return Comparison("V1", "STROM", "kWh", D(used), 365, D(previous) if previous else None, 365 if previous else None)


@pytest.mark.parametrize(
    ("announced", "received"),
    [
        ("2026-11-22", "2026-11-23"),
        ("2026-11-21", "2026-11-23"),
        ("2026-11-20", "2026-11-23"),
        ("2026-12-24", "2026-12-28"),
    ],
)
def test_r_zug_1_an_announced_bill_counts_from_the_next_working_day(announced: str, received: str) -> None:
    assert received_on(date.fromisoformat(announced), NW) == date.fromisoformat(received)


def test_r_zug_1_a_letter_counts_from_the_third_day() -> None:
    assert letter_received_on(date(2026, 11, 18), NW) == date(2026, 11, 23)


def test_r_re_9_nothing_is_due_before_two_weeks_after_the_bill_was_received() -> None:
    received = received_on(date(2026, 11, 22), NW)
    assert earliest_due(received) == date(2026, 12, 7)
    assert due_after(received, date(2026, 12, 7)) == date(2026, 12, 7), "common practice"
    assert due_after(received, date(2026, 12, 8)) == date(2026, 12, 8), "safe"
    assert due_after(received, date(2026, 12, 6)) == date(2026, 12, 8), "too early: moved to the safe day"


def test_r_re_10_the_bill_must_be_there_within_six_or_three_weeks() -> None:
    assert available_until(date(2025, 12, 31), monthly=False) == date(2026, 2, 11)
    assert available_until(date(2026, 10, 31), monthly=True) == date(2026, 11, 21)


def test_r_re_11_one_instalment_is_offset_and_the_rest_paid_out() -> None:
    assert use_of_credit(D(300), D(100), final=False).paid_out == 200
    assert use_of_credit(D(80), D(100), final=False).paid_out == 0
    assert use_of_credit(D(80), D(100), final=True).paid_out == 80


@given(st.decimals(0, 5000, places=2), st.decimals(0, 500, places=2), st.booleans())
def test_r_re_11_no_cent_of_a_credit_is_lost(credit: Decimal, instalment: Decimal, final: bool) -> None:
    use = use_of_credit(credit, instalment, final=final)
    assert use.offset + use.paid_out == credit and 0 <= use.offset <= max(instalment, D(0))


def test_r_abl_10_more_than_twice_the_use_is_doubtful() -> None:
    assert is_doubtful(comparison("6100", "3000")) and not is_doubtful(comparison("5900", "3000"))


def test_r_re_7_without_a_value_of_ones_own_there_is_no_comparison() -> None:
    assert not is_doubtful(comparison("6100", None))


def test_r_abl_11_the_share_that_rests_on_an_estimate() -> None:
    guessed = reading(
        "0", "300", used="300", end_source="SCHAETZUNG", estimate={"reason": "not_read", "basis": "previous_period"}
    )
    read = reading("0", "100", used="100")
    assert estimated_share([guessed, read], D("100.00")) == D("75.00")
    assert estimated_share([], D(5)) == 0


def test_r_ver_1_and_2_readings_make_consumption() -> None:
    assert used_between(reading("99873", "412")) == 539
    assert used_between(reading("1200", "1234", factor="40")) == 1360


def test_r_ver_4_and_5_gas_from_the_printed_factors() -> None:
    gas = reading("0", "1500", used="1500", state_number="0.9644", calorific_value="11.275")
    assert energy_of(gas) == 16310


def test_r_ver_8_the_base_price_is_exact_to_the_day() -> None:
    assert base_price(D("149.40"), date(2025, 2, 15), date(2025, 12, 1)) == D("118.29")
    assert base_price(D("149.40"), date(2024, 2, 15), date(2024, 12, 1)) == D("118.38")


def bill(**changes: Any) -> InvoiceRecord:
    """A bill over water and gas that agrees with itself, with two tax groups (R-RE-13)."""
    fields: dict[str, Any] = {
        "contract_account": "VK", "number": "R1", "issued_on": "2026-01-20", "period_from": "2025-01-01",
        "period_to": "2026-01-01", "net": "300.00", "vat": "33.00", "gross": "333.00", "prepaid": "119.00", "due_on": "2026-02-05",
        "lines": [
            {"text": "Strom", "net": "100.00", "quantity": "400", "unit_price": "0.25", "kind": "energy", "contract": "V1", "vat_percent": "19"},
            {"text": "Wasser", "net": "200.00", "quantity": "100", "unit_price": "2.00", "kind": "energy", "contract": "V2", "vat_percent": "7"},
        ],
        "detail": {
            "kind": "periodic", "commodities": ["STROM", "WASSER"],
            "tax_groups": [{"vat_percent": "19", "net": "100.00", "vat": "19.00"}, {"vat_percent": "7", "net": "200.00", "vat": "14.00"}],
            "readings": [msgspec.to_builtins(reading("0", "400", used="400")), msgspec.to_builtins(reading("0", "100", used="100", contract="V2"))],
            "prepayments": [{"contract": "V1", "commodity": "STROM", "count": 10, "amount": "11.90", "vat_percent": "19", "net": "100.00", "vat": "19.00"}],
            "comparisons": [], "next_instalments": [], "settlement": {"way": "transfer"}, "enwg_groups": list(range(1, 14)),
            "components": [{"contract": "V1", "code": code, "net": "1.00"} for code in COMPONENTS["STROM"]],
        },
    }  # fmt: skip
    detail = fields["detail"] | changes.pop("detail", {})
    return msgspec.convert(fields | {"detail": detail} | changes, InvoiceRecord, strict=False)


def codes(record: InvoiceRecord) -> set[str]:
    return {finding.code for finding in recompute(record)}


def test_r_er_7_a_credit_note_that_asks_for_money_is_none() -> None:
    with pytest.raises(msgspec.ValidationError, match="pays the customer"):
        bill(detail={"kind": "credit_note"})


def test_a_bill_that_agrees_with_itself_has_no_finding() -> None:
    assert codes(bill()) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"detail": {"enwg_groups": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]}}, "ENWG40_2_12_MISSING"),
        ({"vat": "33.01", "gross": "333.01"}, "VAT"),
        ({"net": "300.01", "gross": "333.01"}, "NET"),
        ({"prepaid": "118.99"}, "PREPAID"),
        ({"detail": {"readings": []}}, ""),
        ({"detail": {"readings": [msgspec.to_builtins(reading("0", "401", used="400"))]}}, "USED"),
        ({"detail": {"readings": [msgspec.to_builtins(reading("0", "401", used="401"))]}}, "QUANTITY"),
        ({"detail": {"tax_groups": [{"vat_percent": "19", "net": "100.00", "vat": "19.01"}]}}, "TAX_GROUP_VAT"),
        ({"detail": {"prepayments": [{"contract": "V1", "commodity": "STROM", "count": 10, "amount": "11.90", "vat_percent": "19", "net": "100.01", "vat": "18.99"}]}}, "PREPAYMENT"),
    ],
)  # fmt: skip
def test_r_gen_9_a_difference_is_found_where_it_is(change: dict[str, Any], code: str) -> None:
    """R-RE-3: a missing group of § 40(2) has a code of its own; R-ER-4: instalments are deducted with their tax."""
    assert code in codes(bill(**change)) or (code == "" and codes(bill(**change)) == set())


def test_a_line_may_differ_by_one_cent_and_no_more() -> None:
    def lines(net: str) -> dict[str, Any]:
        return {
            "text": "Strom",
            "net": net,
            "quantity": "400",
            "unit_price": "0.25",
            "kind": "energy",
            "contract": "V1",
            "vat_percent": "19",
        }

    assert "LINE" not in codes(bill(lines=[lines("100.01")]))
    assert "LINE" in codes(bill(lines=[lines("100.02")]))


def test_r_re_3_water_owes_no_groups_of_the_energy_act() -> None:
    assert not any(
        code.startswith("ENWG") for code in codes(bill(detail={"commodities": ["WASSER"], "enwg_groups": []}))
    )


def test_a_bill_without_detail_can_not_be_recomputed() -> None:
    assert {finding.code for finding in recompute(msgspec.structs.replace(bill(), detail=None))} == {"NO_DETAIL"}
