"""New passwords (R-SEC-10, LOG15) and one-time passwords (security 6.6): length and lists, no classes."""

import secrets
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.identity.rules.one_time import PREFIX, canonical_one_time, new_one_time
from osc.identity.rules.passwords import (
    KNOWN,
    LONGEST,
    ONE_TIME,
    PREDICTABLE,
    TOO_LONG,
    TOO_SHORT,
    normal_form,
    password_problem,
)

CONTEXT = ["Stadtwerke", "Lindenau", "jana.albrecht@example.net", "jana.albrecht", "jana", "albrecht", "example"]


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("vierzehn", TOO_SHORT),
        ("neunZeich", TOO_SHORT),
        ("kaffeetüte", ""),
        ("mit Blanks am Ende ", ""),
        ("ein langer Satz als Passwort, der genau 64 Zeichen lang sein mag", ""),
        ("ö" * 3 + "kleine Maus " * 16, ""),
        ("x1" * 101, TOO_LONG),
        ("aaaaaaaaaaaaaaaa", KNOWN),
        ("123456789012", PREDICTABLE),
        ("password12", KNOWN),
        ("Passwort123", KNOWN),
        ("QWERTZUIOP", KNOWN),
        ("Stadtwerke2026!", PREDICTABLE),
        ("Stadtwerke20261122", PREDICTABLE),
        ("lindenau-lindenau", PREDICTABLE),
        ("jana.albrecht@example.net", PREDICTABLE),
        ("IR10284433", PREDICTABLE),
        ("IR 1028 4433", PREDICTABLE),
        ("mein Balkon bei den Stadtwerken", ""),
        ("EP-7K4M2-Q9PXB-7K4M2-Q9PXB", ONE_TIME),
        ("mit\x00Null und 🙂", ""),
    ],
)
def test_log15_what_is_refused_and_why(password: str, problem: str) -> None:
    assert password_problem(password, context=CONTEXT) == problem


def test_no_kind_of_character_is_demanded_and_length_is_counted_in_characters() -> None:
    assert password_problem("nurkleinbuchstabenhier") == ""
    assert password_problem("🙂🐢🐌🌻🍄🌵🐙🦔🐞🍋") == ""
    assert password_problem("ü" + "abcdefgh" * 3 + "q" * (LONGEST - 25)) == ""


@given(st.text(max_size=40))
def test_log15_both_normal_forms_are_one_password(text: str) -> None:
    assert normal_form(unicodedata.normalize("NFD", text)) == normal_form(unicodedata.normalize("NFC", text))


def test_a_one_time_password_has_100_bits_and_survives_typing() -> None:
    fresh = new_one_time(secrets.token_bytes)
    body = canonical_one_time(fresh)
    assert fresh.startswith(PREFIX) and len(body) == 20
    assert len({new_one_time(secrets.token_bytes) for _ in range(500)}) == 500
    for typed in (fresh.lower(), f"  {fresh} ", "EP-" + body, fresh.replace("-", " ").replace("EP ", "EP-")):
        assert canonical_one_time(typed) == body
    assert canonical_one_time("EP-" + "O" * 10 + "I" * 5 + "L" * 5) == "0" * 10 + "1" * 10


@pytest.mark.parametrize(
    "text", ["", "EP-", "EP-short", "ein langer Satz", "EP-" + "U" * 20, "XX-7K4M2Q9PXB7K4M2Q9PXB"]
)
def test_everything_else_is_not_one(text: str) -> None:
    assert canonical_one_time(text) == ""
