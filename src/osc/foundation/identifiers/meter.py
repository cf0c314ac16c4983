"""Zählernummer: storing exactly, matching forgivingly (R-NUM-2)."""

import re
from collections.abc import Sequence

from osc.foundation.german_input import plain
from osc.foundation.identifiers.refused import IdentifierRefused

LONGEST = 20
SHORTEST_TAIL, STEM = 8, 6
_FOLD = str.maketrans("OI", "01")


def canonical_meter_number(text: str) -> str:
    """Upper case without blanks, dashes, dots and slashes; leading zeros stay. Raises IdentifierRefused."""
    bare = re.sub(r"[\s.\-/]", "", plain(text)).upper()
    if not re.fullmatch(rf"[0-9A-Z]{{4,{LONGEST}}}", bare) or not any(map(str.isdigit, bare)):
        raise IdentifierRefused("the number from the meter, for example 1 EMH00 12345678")
    return bare


def fold_meter_number(number: str) -> str:
    """For comparing: O is 0, I is 1, leading zeros do not count. Raises IdentifierRefused."""
    return canonical_meter_number(number).translate(_FOLD).lstrip("0")


def meter_number_stem(number: str) -> str:
    """What every accepted spelling of one meter number shares: its last six signs, O as 0 and I as 1.

    Raises IdentifierRefused.
    """
    return fold_meter_number(number)[-STEM:]


def match_meter_number(entered: str, known: Sequence[str]) -> str | None:
    """The known number that was meant, among the meters of ONE contract account; else None.

    The whole number matches, or a tail of at least eight digits when only one meter ends with it.
    Raises IdentifierRefused when `entered` has not the form of a meter number.
    """
    wanted = fold_meter_number(entered)
    whole = [number for number in known if fold_meter_number(number) == wanted]
    if whole:
        return whole[0]
    tail = canonical_meter_number(entered).translate(_FOLD)
    if len(tail) < SHORTEST_TAIL or not tail.isdigit():
        return None
    tails = [number for number in known if _numeric_tail(number).endswith(tail)]
    return tails[0] if len(tails) == 1 else None


def _numeric_tail(number: str) -> str:
    found = re.search(r"[0-9]+$", fold_meter_number(number))
    return found[0] if found else ""
