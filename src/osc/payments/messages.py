"""Records of mandates, version 1."""

from datetime import date

import msgspec


class MandateRecord(msgspec.Struct, frozen=True):
    contract_account: str
    reference: str
    iban: str
    holder: str
    signed_on: date
    revoked_on: date | None = None
