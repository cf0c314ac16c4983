"""Paying by transfer: what goes into the purpose, and the code that banking apps read (R-SEP-14, R-SEP-15)."""

import unicodedata
from decimal import Decimal

LONGEST_PURPOSE = 140
_GERMAN = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "&": "+", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "ı": "i",
})  # fmt: skip
_ALLOWED = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


def sepa_text(text: str, *, longest: int = LONGEST_PURPOSE) -> str:
    """Only signs that every bank takes; umlauts written out, others by their plain letter or a dot; cut to length."""
    plain = unicodedata.normalize("NFKD", text.translate(_GERMAN))
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign in _ALLOWED else "." for sign in letters)[:longest]


def transfer_code(*, name: str, iban: str, purpose: str, amount: Decimal | None = None) -> str:
    """The text of an EPC QR code, version 2, for a transfer in EUR; the amount is left open when there is none."""
    sum_ = f"EUR{amount:.2f}" if amount is not None else ""
    lines = ["BCD", "002", "1", "SCT", "", sepa_text(name, longest=70), iban, sum_, "", "", sepa_text(purpose)]
    return "\n".join(lines)
