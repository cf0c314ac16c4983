"""Numbers of the energy world, rule by rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation import identifiers as numbers
from osc.foundation.identifiers.market import market_location_check_digit


@pytest.mark.parametrize(
    "text", ["ir 1234 5678", "12345678", "IR12345678", "IR-1234-5678", "１２３４５６７８", " ir.12345678 "]
)
def test_r_num_1_one_account_for_all_spellings(text: str) -> None:
    assert numbers.canonical_contract_account(text) == "IR12345678"


@pytest.mark.parametrize(
    "text", ["IR1234567", "IR123456789", "IRl2345678", "1234567८", "١٢٣٤٥٦٧٨", "", "IR", "XX12345678"]
)
def test_r_num_1_other_forms_are_refused(text: str) -> None:
    with pytest.raises(numbers.IdentifierRefused):
        numbers.canonical_contract_account(text)


def test_r_num_1_pattern_is_a_setting() -> None:
    assert numbers.canonical_contract_account("200 111 222", prefix="", digits=9) == "200111222"


def test_r_num_2_separators_and_case_do_not_count() -> None:
    assert numbers.canonical_meter_number("1 EMH 00 1234 5678") == numbers.canonical_meter_number("1emh0012345678")


@pytest.mark.parametrize(
    ("entered", "known", "found"),
    [
        ("1EMH0012345678", ["1EMH0012345678"], "1EMH0012345678"),
        ("12345678", ["1EMH0012345678", "7GMT0099999999"], "1EMH0012345678"),
        ("1EMHOO12345678", ["1EMH0012345678"], "1EMH0012345678"),
        ("00123456", ["123456"], "123456"),
        ("12345678", ["1EMH0012345678", "7GMT0012345678"], None),
        ("45678", ["1EMH0012345678"], None),
        ("87654321", ["1EMH0012345678"], None),
    ],
)
def test_r_num_2_matching_inside_one_account(entered: str, known: list[str], found: str | None) -> None:
    assert numbers.match_meter_number(entered, known) == found


def test_r_num_2_full_number_wins_over_a_shared_tail() -> None:
    known = ["1EMH0012345678", "7GMT0012345678"]
    assert numbers.match_meter_number("7 GMT 00 12345678", known) == "7GMT0012345678"


@pytest.mark.parametrize("text", ["", "abc", "x" * 30, "<script>", "12\x003456"])
def test_r_num_2_what_cannot_be_a_meter_number(text: str) -> None:
    with pytest.raises(numbers.IdentifierRefused):
        numbers.canonical_meter_number(text)


@pytest.mark.parametrize("text", ["41373559241", "51238696012", "48662918097", "12345678905", "46373559241"])
def test_r_num_4_ex_1_valid_market_locations(text: str) -> None:
    assert numbers.is_market_location(text)


@pytest.mark.parametrize("text", ["12345678901", "00000000000", "4137355924", "4137355924١", "41373559241 "])
def test_r_num_4_ex_1_invalid_market_locations(text: str) -> None:
    assert not numbers.is_market_location(text)


def test_r_num_4_is_not_luhn() -> None:
    assert market_location_check_digit("4137355924") == 1


def test_r_num_5_five_of_99_typing_errors_pass_so_it_is_only_a_hint() -> None:
    good = "41373559241"
    typos = [good[:i] + d + good[i + 1 :] for i in range(11) for d in "0123456789" if d != good[i]]
    assert len(typos) == 99
    assert sum(map(numbers.is_market_location, typos)) == 5


def test_r_num_6_metering_location_is_not_compared_with_todays_address() -> None:
    assert numbers.is_metering_location("DE 000562 66802 AO6G56M11SN51G21M24S")
    assert not numbers.is_metering_location("DE 000562 66802 AO6G56M11SN51G21M24")


def test_r_num_8_code_number() -> None:
    assert numbers.is_code_number("9900987654321")
    assert not numbers.is_code_number("990098765432")


@pytest.mark.parametrize("text", ["1.8.0", "1-0:1.8.0", "1-1:1.8.0", "1-0:1.8.0*255"])
def test_r_num_9_one_key_for_all_spellings(text: str) -> None:
    assert numbers.canonical_obis(text) == "1-0:1.8.0"


def test_r_num_9_gas_keeps_its_medium() -> None:
    assert numbers.canonical_obis("7-20:3.0.0") == "7-0:3.0.0"
    with pytest.raises(numbers.IdentifierRefused):
        numbers.canonical_obis("1.8")


def test_r_num_11_the_sum_register_is_not_billed_on_top() -> None:
    assert numbers.consumption_registers(["1.8.0", "1.8.1", "1.8.2"]) == {"1-0:1.8.1", "1-0:1.8.2"}
    assert numbers.consumption_registers(["1.8.0", "2.8.0"]) == {"1-0:1.8.0"}


def test_r_num_12_ex_3_creditor_id_without_business_code() -> None:
    assert numbers.is_creditor_id("DE98ZZZ09999999999")
    assert numbers.is_creditor_id("DE98ABC09999999999")
    assert not numbers.is_creditor_id("DE97ZZZ09999999999")
    assert not numbers.is_creditor_id("DE98ZZZ0999999999")


@pytest.mark.parametrize("text", ["DE89 3704 0044 0532 0130 00", "AT61 1904 3002 3457 3201", "nl91abna0417164300"])
def test_r_num_13_ex_2_ibans(text: str) -> None:
    assert numbers.canonical_iban(text) == "".join(text.split()).upper()


@pytest.mark.parametrize("text", ["DE89370400440532013001", "DE8937040044053201300", "", "XX00"])
def test_r_num_13_ex_2_wrong_ibans(text: str) -> None:
    with pytest.raises(numbers.IdentifierRefused):
        numbers.canonical_iban(text)


def test_r_num_13_mask() -> None:
    assert numbers.mask_iban("DE12 3456 7890 1234 5644 17") == "DE12 … 4417"


def test_r_num_14_mandate_reference() -> None:
    assert numbers.is_mandate_reference("MR-1A")
    assert not any(map(numbers.is_mandate_reference, ["mr-1a", "MR 1A", "", "M" * 36]))


@given(st.text(max_size=40))
def test_no_text_can_do_more_than_be_refused(text: str) -> None:
    for function in (numbers.canonical_contract_account, numbers.canonical_meter_number, numbers.canonical_obis):
        try:
            once = function(text)
        except numbers.IdentifierRefused:
            continue
        assert function(once) == once, "canonical forms stay as they are"
    assert numbers.is_market_location(text) in {True, False}
    assert numbers.is_creditor_id(text) in {True, False}


def test_every_spelling_of_a_meter_number_has_the_same_stem() -> None:
    spellings = ("1 EMH00 12345608", "1emh0012345608", "12345608", "345608", "3456O8", "1-EMH-OO-12345608")
    assert {numbers.meter_number_stem(each) for each in spellings} == {"345608"}


def test_ex_21_spellings_of_three_numbers() -> None:
    spaced = "DE 000562 66802 AO6G56M11SN51G21M24S"
    assert numbers.is_metering_location(spaced) and len(spaced.replace(" ", "")) == 33
    assert numbers.canonical_contract_account("ir 1234 5678") == "IR12345678"
    assert numbers.canonical_obis("1-1:1.8.0*255") == "1-0:1.8.0"
