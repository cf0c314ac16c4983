"""The Vorgangsnummer: what its check character finds (ux 3.6)."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.reference import ALPHABET, ReferenceRefused, check_character, new_reference, parse_reference

bodies = st.text(ALPHABET, min_size=7, max_size=7)


@given(st.binary(min_size=7, max_size=7))
def test_made_and_read_back_however_it_is_said(random: bytes) -> None:
    reference = new_reference("ZS", lambda _: random)
    assert parse_reference(reference) == reference
    assert parse_reference(reference.lower().replace("-", " ")) == reference
    assert parse_reference(reference.replace("-", "").replace("0", "O").replace("1", "l")) == reference


@given(bodies, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(body: str, place: int, other: str) -> None:
    full = body + check_character(body)
    wrong = full[:place] + other + full[place + 1 :]
    if wrong != full:
        with pytest.raises(ReferenceRefused):
            parse_reference("ZS" + wrong)


@given(bodies, st.integers(0, 7), st.integers(0, 7))
def test_every_swap_of_two_characters_is_found(body: str, one: int, other: int) -> None:
    full = list(body + check_character(body))
    if full[one] != full[other]:
        full[one], full[other] = full[other], full[one]
        with pytest.raises(ReferenceRefused):
            parse_reference("ZS" + "".join(full))


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ReferenceRefused):
        assert parse_reference(parse_reference(text)) == parse_reference(text)
