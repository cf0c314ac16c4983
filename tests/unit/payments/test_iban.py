"""IBAN of all SEPA countries: harmless differences are put right, everything else is named (R-NUM-13, BIZ4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schwifty.registry import get_countries, get_iban_spec

from osc.payments.rules.iban import SEPA_LENGTHS, IbanProblem, group_iban, read_iban

DE = "DE89370400440532013000"
VALID = [
    DE, "AT611904300234573201", "NL91ABNA0417164300", "ES9121000418450200051332", "LT121000011101001000",
    "FR1420041010050500013M02606", "CH9300762011623852957", "GB29NWBK60161331926819", "MT84MALT011000012345MTLCAST001S",
    "NO9386011117947", "IT60X0542811101000000123456", "BE68539007547034", "PL61109010140000071219812874",
]  # fmt: skip


@pytest.mark.parametrize("iban", VALID)
def test_r_sep_3_every_sepa_country_is_taken(iban: str) -> None:
    assert read_iban(iban).iban == iban


@pytest.mark.parametrize(
    "typed",
    [
        "DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89\u00a03704\u202f0044\u20090532 0130 00",
        "ＤＥ８９３７０４００４４０５３２０１３０００", " DE89\t37040044 0532013000\n",
    ],
)  # fmt: skip
def test_biz4_case_blanks_and_full_width_are_harmless(typed: str) -> None:
    assert read_iban(typed).iban == DE


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", IbanProblem.EMPTY),
        ("   ", IbanProblem.EMPTY),
        ("DE8937040044053201300", IbanProblem.TOO_SHORT),
        ("DE", IbanProblem.TOO_SHORT),
        (DE + "1", IbanProblem.TOO_LONG),
        ("DE" + "1" * 33, IbanProblem.TOO_LONG),
        ("XX" + "1" * 33, IbanProblem.TOO_LONG),
        ("DE89370400440532013001", IbanProblem.TYPO),
        ("DE00370400440532013000", IbanProblem.TYPO),
        ("DE98370400440532013000", IbanProblem.TYPO),
        ("DE89З70400440532013000", IbanProblem.SIGNS),
        ("АT611904300234573201", IbanProblem.SIGNS),
        ("DE89-3704-0044-0532-0130-00", IbanProblem.SIGNS),
        ("0532013000", IbanProblem.NO_COUNTRY),
        ("TR330006100519786457841326", IbanProblem.NOT_SEPA),
        ("SA0380000000608010167519", IbanProblem.NOT_SEPA),
    ],
)
def test_biz4_everything_else_gets_its_own_word(typed: str, problem: IbanProblem) -> None:
    read = read_iban(typed)
    assert (read.iban, read.problem) == ("", problem)


def test_ex_2_the_length_goes_by_country_not_22_for_all() -> None:
    assert read_iban("DE8937040044053201300").length == 22
    assert read_iban("AT6119043002345732").length == 20


def test_countries_and_lengths_are_those_of_the_registry() -> None:
    assert {c: get_iban_spec(c).iban_length for c in SEPA_LENGTHS} == SEPA_LENGTHS
    # the registry is behind for those that joined SEPA last
    assert {c for c in get_countries() if get_iban_spec(c).in_sepa_zone} <= set(SEPA_LENGTHS)


@given(st.sampled_from(VALID), st.integers(2, 33), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(iban: str, place: int, digit: str) -> None:
    place = 2 + (place - 2) % (len(iban) - 2)
    changed = iban[:place] + digit + iban[place + 1 :]
    if changed != iban and iban[place].isdigit():
        assert read_iban(changed).problem is IbanProblem.TYPO


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    read = read_iban(text)
    assert (read.problem is None) == bool(read.iban)


def test_groups_of_four() -> None:
    assert group_iban(DE) == "DE89 3704 0044 0532 0130 00"
