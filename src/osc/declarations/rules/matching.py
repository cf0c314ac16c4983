"""Whose contract a declaration is about. A number or an address finds it, the name must agree; in doubt a person
looks: a typing error must neither lose a declaration nor end a stranger's supply (R-KUE-7)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "ł": "l", "ı": "i"})
_STREET = re.compile(r"(stra(ss|ß)e|str\.?)(?=$|\s|\d|,)")
_HOUSE = re.compile(r"^(?P<street>.*?\D)\s*,?\s*(?P<house>\d+\s*[a-z]?(?:\s*[-/]\s*\d+\s*[a-z]?)?)$", re.IGNORECASE)


class Doubt(StrEnum):
    """Why a person must look."""

    NOTHING_FOUND = "nothing_found"
    OTHER_NAME = "other_name"
    SEVERAL = "several"
    NO_CONTRACT = "no_contract"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A running contract that the number or the address led to."""

    contract_id: UUID
    partner_id: UUID
    commodity: str
    partner_name: str


@dataclass(frozen=True, slots=True)
class Match:
    """The contracts meant, all of one business partner; or the doubt."""

    contracts: tuple[Candidate, ...] = field(default=())
    doubt: Doubt | None = None


def fold(text: str) -> str:
    """Lower case, accents away, umlauts as two letters: how names and streets are compared."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip()


def fold_street(street: str) -> str:
    """A street for comparing: "Bach Str." and "Bachstraße" are the same."""
    return re.sub(r"[\s.\-]", "", _STREET.sub("strasse", fold(street)))


def split_house_number(line: str) -> tuple[str, str]:
    """Street and house number of one line, the number without blanks; an empty number when there is none."""
    match = _HOUSE.match(line.strip())
    if match is None:
        return line.strip(), ""
    return match["street"].strip(" ,"), re.sub(r"\s", "", match["house"]).lower()


def same_person(declared: str, on_file: str) -> bool:
    """True when every word of one name is in the other: "Albrecht" or "J. Albrecht" is not enough for Jana Albrecht,
    "Albrecht, Jana" and "Dr. Jana Albrecht" are."""
    ours, theirs = _words(declared), _words(on_file)
    return bool(theirs) and theirs <= ours


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in re.split(r"[^a-z0-9]+", fold(name)) if word)


def judge(candidates: Sequence[Candidate], *, name: str, commodity: str, everything: bool) -> Match:
    """Which of the candidates are meant. `commodity` is empty when nobody said; then a single contract is meant, or,
    with `everything`, all of one business partner."""
    if not candidates:
        return Match(doubt=Doubt.NOTHING_FOUND)
    named = [each for each in candidates if same_person(name, each.partner_name)]
    if not named:
        return Match(doubt=Doubt.OTHER_NAME)
    meant = [each for each in named if not commodity or each.commodity == commodity]
    if not meant:
        return Match(doubt=Doubt.NO_CONTRACT)
    one_partner = len({each.partner_id for each in meant}) == 1
    if len(meant) == 1 or (everything and one_partner):
        return Match(tuple(meant))
    return Match(doubt=Doubt.SEVERAL)
