"""Codes on paper: made by the worker for the owner's address, used by whoever opens the letter (REG18)."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from osc.contracts.queries import FoundAccount
from osc.identity.models import LetterCode
from osc.identity.rules.letter_code import new_code


def hash_code(account_number: str, code: str) -> bytes:
    """Keyed, because sixty bit are too few for a bare hash, and one code is good for one account only."""
    secret = f"letter-code:{settings.SECRET_KEY}".encode()
    return hmac.digest(secret, f"{account_number}:{code}".encode(), hashlib.sha256)


def make_code(account: FoundAccount, *, now: datetime) -> str:
    """A fresh code for the account; earlier ones stay good for their time."""
    code = new_code(secrets.token_bytes)
    LetterCode(
        contract_account_id=account.id, business_partner_id=account.business_partner_id,
        account_number=account.number, code_hash=hash_code(account.number, code), made_at=now,
        valid_until=now + timedelta(days=settings.UTILITY.registration.letter_valid_days),
    ).save(force_insert=True)  # fmt: skip
    return code


def consume_code(*, code_id: UUID, now: datetime) -> bool:
    """Uses the code up, and every other one that is out for the same account; False when it was used before."""
    found = LetterCode.objects.filter(id=code_id, used_at=None, valid_until__gt=now).first()
    if found is None or not LetterCode.objects.filter(id=code_id, used_at=None).update(used_at=now):
        return False
    LetterCode.objects.filter(contract_account_id=found.contract_account_id, used_at=None).update(used_at=now)
    return True


def hashes_for(account_numbers: Iterable[str], code: str) -> list[bytes]:
    """The hash that the code would have for each contract account."""
    return [hash_code(number, code) for number in account_numbers]
