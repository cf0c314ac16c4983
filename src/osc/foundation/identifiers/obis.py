"""OBIS codes: what a register counts (R-NUM-9 to R-NUM-11)."""

import re
from collections.abc import Collection

from osc.foundation.identifiers.refused import IdentifierRefused

_OBIS = re.compile(r"(?:(\d+)-\d+:)?(\d+)\.(\d+)\.(\d+)(?:\*\d+)?", re.ASCII)


def canonical_obis(text: str) -> str:
    """One key for all spellings: `1.8.0`, `1-1:1.8.0`, `1-0:1.8.0*255` are `1-0:1.8.0` (R-NUM-9).

    Which of 1.8.1 and 1.8.2 is HT is master data of the register, never read from here (R-NUM-10).
    Raises IdentifierRefused.
    """
    match = _OBIS.fullmatch(text.strip())
    if match is None:
        raise IdentifierRefused("an OBIS code, for example 1.8.0")
    medium, quantity, kind, tariff = match.groups()
    return f"{medium or '1'}-0:{quantity}.{kind}.{tariff}"


def consumption_registers(codes: Collection[str]) -> frozenset[str]:
    """The registers whose consumption counts: with tariff registers present the sum register 1.8.0 only
    checks them (R-NUM-11), and feed-in never counts (R-VER-14)."""
    bought = {canonical_obis(code) for code in codes} - {"1-0:2.8.0", "1-0:2.8.1", "1-0:2.8.2"}
    tariffs = bought & {"1-0:1.8.1", "1-0:1.8.2"}
    return frozenset(bought - {"1-0:1.8.0"} if tariffs else bought)
