"""Vertragskontonummer (R-NUM-1)."""

import re

from osc.foundation.german_input import plain
from osc.foundation.identifiers.refused import IdentifierRefused


def canonical_contract_account(text: str, *, prefix: str = "IR", digits: int = 8) -> str:
    """`IR12345678` from any way of writing it: blanks, dots, dashes, any case, prefix or none, full width.

    Digits of other scripts than Latin (also full width) are refused. Raises IdentifierRefused.
    """
    bare = re.sub(r"[\s.\-]", "", plain(text)).upper()
    match = re.fullmatch(rf"(?:{re.escape(prefix)})?([0-9]{{{digits}}})", bare)
    if match is None:
        raise IdentifierRefused(f"{digits} digits after {prefix}")
    return prefix + match[1]
