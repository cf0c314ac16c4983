"""Sealed values: unreadable without the key, readable after a rotation, equal only by fingerprint (PRV1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.sealing import KeysRefused, NotOpened, Sealer, is_sealed

OLD, NEW = "a1:" + "o" * 32, "b2:" + "n" * 32
IBAN = "DE89370400440532013000"


@given(st.text(max_size=60))
def test_what_was_sealed_opens_again(text: str) -> None:
    sealer = Sealer(OLD)
    sealed = sealer.seal(text)
    assert is_sealed(sealed)
    assert sealer.open(sealed) == text


def test_prv1_nothing_of_the_text_is_left_and_no_two_seals_are_equal() -> None:
    sealer = Sealer(OLD)
    first, second = sealer.seal(IBAN), sealer.seal(IBAN)
    assert first != second
    assert IBAN not in first and IBAN[-6:] not in first


def test_a_new_key_in_front_reads_the_old_and_keeps_fingerprints() -> None:
    before, after = Sealer(OLD), Sealer(f"{NEW},{OLD}")
    sealed = before.seal(IBAN)
    assert after.open(sealed) == IBAN
    assert after.seal(IBAN).startswith("sealed:b2:")
    assert after.fingerprint(IBAN) == before.fingerprint(IBAN) != Sealer(NEW).fingerprint(IBAN)
    with pytest.raises(NotOpened):
        Sealer(NEW).open(sealed)


@pytest.mark.parametrize("change", [lambda s: s[:-4] + "AAA=", lambda s: s.replace("a1", "zz"), lambda s: "DE89"])
def test_a_changed_value_is_not_opened(change: object) -> None:
    sealer = Sealer(OLD)
    with pytest.raises(NotOpened):
        sealer.open(change(sealer.seal(IBAN)))  # type: ignore[operator] - tests only


@pytest.mark.parametrize("keys", ["", "secret", "a1:short", "a-1:" + "x" * 40, " , "])
def test_unusable_keys_are_refused(keys: str) -> None:
    with pytest.raises(KeysRefused):
        Sealer(keys)
