"""What people type, and what they are shown (ux 3.8, R-ABL-5)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation import german_output as show
from osc.foundation.german_input import InputRefused, parse_date, parse_money, parse_reading
from osc.foundation.money import Money

D = Decimal


@pytest.mark.parametrize("text", ["17925", "17.925", "17 925", "017925", "1７925", " 17925 "])
def test_integer_readings(text: str) -> None:
    assert parse_reading(text, digits=6, decimals=0).value == 17925


def test_r_abl_5_decimals_are_cut_never_rounded_up() -> None:
    reading = parse_reading("003427,9", digits=5, decimals=0)
    assert (reading.value, reading.cut) == (3427, True)


def test_r_abl_5_three_digits_after_a_dot_are_asked_back_where_both_are_possible() -> None:
    reading = parse_reading("3.427", digits=5, decimals=3)
    assert (reading.value, reading.other) == (3427, D("3.427"))
    assert parse_reading("3.427", digits=5, decimals=0).other is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), ("17 9Z5", "not_a_number"), ("12345678", "too_many_digits"), ("-5", "not_a_number"),
        ("1.23.4", "not_a_number"), ("1,2,3", "not_a_number"), ("١٢٣", "not_a_number"), ("1e5", "not_a_number"),
    ],
)  # fmt: skip
def test_r_abl_5_refused_readings_say_why(text: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_reading(text, digits=5, decimals=0)
    assert refused.value.code == code


@given(st.integers(0, 999_999), st.integers(0, 999))
def test_readings_as_shown_are_read_back(whole: int, fraction: int) -> None:
    value = D(f"{whole}.{fraction:03}")
    shown = show.format_number(value, "de")
    assert parse_reading(shown, digits=6, decimals=3).value == value


@given(st.text(max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for parse in (
        lambda: parse_reading(text, digits=6, decimals=3),
        lambda: parse_money(text),
        lambda: parse_date(text),
    ):
        try:
            parse()
        except InputRefused as refused:
            assert refused.code in {"empty", "not_a_number", "too_many_digits", "not_a_date"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("165", "165"),
        ("165,00", "165"),
        ("165.00", "165"),
        ("1.650", "1650"),
        ("1650 €", "1650"),
        ("1.650,50", "1650.50"),
    ],
)
def test_money(text: str, value: str) -> None:
    assert parse_money(text) == D(value)


@pytest.mark.parametrize("text", ["16,505", "16.505,1a", "abc", "-5", "1,650.00"])
def test_money_that_is_none(text: str) -> None:
    with pytest.raises(InputRefused):
        parse_money(text)


@pytest.mark.parametrize("text", ["22.11.2026", "22.11.26", "221126", "22112026", "2026-11-22", "22. 11. 2026"])
def test_dates(text: str) -> None:
    assert parse_date(text) == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["31.02.2026", "22/11/2026", "gestern", "2211", ""])
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(InputRefused):
        parse_date(text)


def test_shown_in_german_and_english() -> None:
    assert show.format_quantity(D(17925), "kWh", "de") == "17.925\u00a0kWh"
    assert show.format_quantity(D("123.456"), "m3", "de") == "123,456\u00a0m³"
    assert show.format_quantity(D(17925), "kWh", "en") == "17,925\u00a0kWh"
    assert show.format_money(Money(D("1650")), "de") == "1.650,00\u00a0€"
    assert show.format_money(Money(D("-0.5")), "de") == "\u22120,50\u00a0€"
    assert show.format_money(Money(D("167")), "en") == "€167.00"
    assert show.format_date(date(2026, 11, 22), "de") == "22.11.2026"
    assert show.format_date_long(date(2026, 11, 22), "de") == "22.\u00a0November\u00a02026"
    assert show.format_date_long(date(2026, 11, 22), "en") == "22\u00a0November\u00a02026"
    assert show.mask_contract_account("IR10284417") == "IR … 4417"
    assert show.spell_contract_account("IR10284417") == "IR\u00a010284417"
    assert show.spell_meter_number("1EMH0012345678") == "1\u00a0EMH00\u00a012345678"


@pytest.mark.parametrize("typed", ["8²", "②", "½", "1⁄2", "٨٥", "८५", "Ⅷ"])
def test_biz12_signs_that_only_look_like_digits_are_refused(typed: str) -> None:
    for parse in (parse_money, parse_date, lambda text: parse_reading(text, digits=6, decimals=0)):
        with pytest.raises(InputRefused):
            parse(typed)


def test_biz12_full_width_digits_and_all_kinds_of_blanks_are_harmless() -> None:
    assert parse_money("１．２３４，５０\u00a0€") == parse_money("1\u202f234,50 €") == Decimal("1234.50")


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0.281", "28,10"), ("0.0820", "8,20"), ("0.08123", "8,123"), ("2.00", "200,00"), ("0", "0,00")],
)
def test_prices_in_cents_keep_what_they_have_and_two_decimals_at_least(price: str, shown: str) -> None:
    assert show.format_cents(Decimal(price), "de") == shown
