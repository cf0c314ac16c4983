"""Reading an IBAN as people type it: what is harmless is put right, everything else is named precisely
(R-NUM-13, R-SEP-3, BIZ4)."""

from dataclasses import dataclass
from enum import StrEnum

from osc.foundation.german_input import plain

LONGEST = 34

# length of the IBAN by country of the SEPA area; Germans write from here, so the names are German
SEPA_LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip


class IbanProblem(StrEnum):
    """What is wrong with it, in words of a customer."""

    EMPTY = "empty"
    SIGNS = "signs"
    NO_COUNTRY = "no_country"
    NOT_SEPA = "not_sepa"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class ReadIban:
    """The canonical IBAN, or what is wrong; `country` and `length` are what the sentence needs."""

    iban: str = ""
    problem: IbanProblem | None = None
    country: str = ""
    length: int = 0


def read_iban(text: str) -> ReadIban:
    """Upper case without blanks of any kind, full-width signs as plain ones; proves no existence."""
    bare = plain(text).upper()
    country = bare[:2]
    length = SEPA_LENGTHS.get(country, 0)
    problem = _problem(bare, country, length)
    if problem is not None:
        return ReadIban(problem=problem, country=country, length=length)
    return ReadIban(iban=bare, country=country, length=length)


def _problem(bare: str, country: str, length: int) -> IbanProblem | None:
    if not bare:
        return IbanProblem.EMPTY
    if not (bare.isascii() and bare.isalnum()):
        return IbanProblem.SIGNS
    if not country.isalpha():
        return IbanProblem.NO_COUNTRY
    if length and len(bare) < length:
        return IbanProblem.TOO_SHORT
    if len(bare) > (length or LONGEST):
        return IbanProblem.TOO_LONG
    if not length:
        return IbanProblem.NOT_SEPA
    return None if _check_digits(bare) == bare[2:4] else IbanProblem.TYPO


def _check_digits(iban: str) -> str:
    """98 less the remainder of the number with 00 in their place (EX-2); so 00, 01 and 99 never come out."""
    number = int("".join(str(int(sign, 36)) for sign in f"{iban[4:]}{iban[:2]}00"))
    return f"{98 - number % 97:02}"


def group_iban(iban: str) -> str:
    """In groups of four, as bank cards show it."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
