"""IBAN, Gläubiger-ID and Mandatsreferenz (R-NUM-12 to R-NUM-14)."""

import re

from osc.foundation.identifiers.refused import IdentifierRefused


def canonical_iban(text: str) -> str:
    """Upper case without blanks; length by country and mod 97 are right (R-NUM-13, EX-2).

    Proves no existence. Raises IdentifierRefused.
    """
    from schwifty import IBAN  # a quarter of a second: only where an IBAN is really read
    from schwifty.exceptions import SchwiftyException

    bare = "".join(text.split()).upper()
    try:
        return str(IBAN(bare))
    except SchwiftyException as error:
        raise IdentifierRefused(str(error)) from None


def mask_iban(iban: str) -> str:
    """`DE12 … 4417`: enough to recognise, too little to use."""
    bare = "".join(iban.split())
    return f"{bare[:4]} … {bare[-4:]}"


def is_creditor_id(text: str) -> bool:
    """German Gläubiger-ID: mod 97 without the three characters of the business code (R-NUM-12, EX-3)."""
    bare = "".join(text.split()).upper()
    if not re.fullmatch(r"DE[0-9]{2}[0-9A-Z]{3}[0-9]{11}", bare):
        return False
    number = "".join(str(int(character, 36)) for character in bare[7:] + bare[:4])
    return int(number) % 97 == 1


def is_mandate_reference(text: str) -> bool:
    """What we generate ourselves: 1 to 35 of A-Z, 0-9, dash; no blanks, because banks treat references
    that differ by a blank as different (R-NUM-14)."""
    return bool(re.fullmatch(r"[A-Z0-9-]{1,35}", text))
