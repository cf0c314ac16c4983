"""A declaration finds its contract, or a person looks (R-KUE-7)."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.declarations.rules.matching import Candidate, Doubt, fold, fold_street, judge, same_person, split_house_number

PARTNER, OTHER = UUID(int=1), UUID(int=2)
STROM = Candidate(UUID(int=11), PARTNER, "STROM", "Jana Albrecht")
GAS = Candidate(UUID(int=12), PARTNER, "GAS", "Jana Albrecht")
STRANGER = Candidate(UUID(int=13), OTHER, "STROM", "Otto Quast")


@pytest.mark.parametrize("written", ["Jana Albrecht", "albrecht, jana", "Dr. Jana  ALBRECHT", "Jana Maria Albrecht"])
def test_one_contract_and_the_name_agree(written: str) -> None:
    assert judge([STROM], name=written, commodity="", everything=False).contracts == (STROM,)


@pytest.mark.parametrize("written", ["Otto Quast", "J. Albrecht", "Albrecht", "", "Jana"])
def test_another_name_is_for_a_person_never_for_the_machine(written: str) -> None:
    """A typing error in the number must not end a stranger's supply."""
    assert judge([STROM], name=written, commodity="", everything=True).doubt is Doubt.OTHER_NAME


def test_several_contracts_need_the_sparte_or_the_word_all() -> None:
    both = [STROM, GAS]
    assert judge(both, name="Jana Albrecht", commodity="", everything=False).doubt is Doubt.SEVERAL
    assert judge(both, name="Jana Albrecht", commodity="GAS", everything=False).contracts == (GAS,)
    assert judge(both, name="Jana Albrecht", commodity="", everything=True).contracts == (STROM, GAS)
    assert judge(both, name="Jana Albrecht", commodity="WASSER", everything=False).doubt is Doubt.NO_CONTRACT


def test_all_never_reaches_over_two_people_of_the_same_name() -> None:
    elsewhere = Candidate(UUID(int=14), OTHER, "GAS", "Jana Albrecht")
    assert judge([STROM, elsewhere], name="Jana Albrecht", commodity="", everything=True).doubt is Doubt.SEVERAL


def test_neighbours_at_the_address_are_left_alone() -> None:
    assert judge([STROM, STRANGER], name="Jana Albrecht", commodity="", everything=False).contracts == (STROM,)


def test_nothing_found_is_said() -> None:
    assert judge([], name="Jana Albrecht", commodity="", everything=True).doubt is Doubt.NOTHING_FOUND


@pytest.mark.parametrize(("one", "two"), [("Bachstraße", "Bach Str."), ("Am Hüttenplatz", "am huettenplatz"),
                                           ("Linden-Allee", "Lindenallee"), ("Bachstr.", "BACHSTRASSE")])  # fmt: skip
def test_streets_as_people_write_them(one: str, two: str) -> None:
    assert fold_street(one) == fold_street(two)


@pytest.mark.parametrize(
    ("line", "parts"),
    [("Ahornweg 12", ("Ahornweg", "12")), ("Ahornweg 12 a", ("Ahornweg", "12a")), ("Ahornweg", ("Ahornweg", "")),
     ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")), ("Ahornweg 12-14", ("Ahornweg", "12-14")),
     ("Ahornweg12", ("Ahornweg", "12"))],
)  # fmt: skip
def test_house_numbers(line: str, parts: tuple[str, str]) -> None:
    assert split_house_number(line) == parts


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_splitting_never_fails(line: str) -> None:
    split_house_number(line)


@given(first=st.sampled_from(["Şeyma", "Zoë", "Jürgen"]), last=st.sampled_from(["Łukasz", "Öztürk", "Weiß"]))
def test_names_with_marks_are_the_same_with_and_without(first: str, last: str) -> None:
    assert same_person(f"{last} {first}".upper(), f"{first} {last}")
