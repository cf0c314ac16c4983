"""Records of letters."""

from datetime import date

import msgspec


class LetterRecord(msgspec.Struct, frozen=True):
    contract_account: str
    subject: str
    body: str
    sent_on: date
