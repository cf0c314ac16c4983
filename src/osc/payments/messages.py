"""Records of mandates and refund accounts, version 1; and as they are stored, without the number in clear."""

from datetime import date

import msgspec

from osc.foundation.identifiers import mask_iban
from osc.interchange.sealed import seal_text, sealer


class MandateRecord(msgspec.Struct, frozen=True):
    contract_account: str
    reference: str
    iban: str
    holder: str
    signed_on: date
    revoked_on: date | None = None
    last_used_on: date | None = None


class StoredMandate(msgspec.Struct, frozen=True):
    contract_account: str
    reference: str
    iban: str
    iban_mask: str
    iban_hash: str
    holder: str
    signed_on: date
    revoked_on: date | None
    last_used_on: date | None


class RefundAccountRecord(msgspec.Struct, frozen=True):
    contract_account: str
    iban: str
    holder: str
    since: date


class StoredRefundAccount(msgspec.Struct, frozen=True):
    contract_account: str
    iban: str
    iban_mask: str
    iban_hash: str
    holder: str
    since: date


def _three_forms(iban: str) -> tuple[str, str, str]:
    """Sealed, masked, fingerprint; a record from the feed arrives sealed already."""
    clear = "".join(sealer().open_if_sealed(iban).split()).upper()
    return seal_text(clear), mask_iban(clear), sealer().fingerprint(clear)


def store_mandate(record: MandateRecord) -> StoredMandate:
    """The mandate as it may be stored."""
    return StoredMandate(
        record.contract_account, record.reference, *_three_forms(record.iban), record.holder, record.signed_on,
        record.revoked_on, record.last_used_on,
    )  # fmt: skip


def store_refund_account(record: RefundAccountRecord) -> StoredRefundAccount:
    """The refund account as it may be stored."""
    return StoredRefundAccount(record.contract_account, *_three_forms(record.iban), record.holder, record.since)
