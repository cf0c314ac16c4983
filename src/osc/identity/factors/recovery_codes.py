"""Ten codes on paper for the day the phone is gone: 60 bit, shown once, hashed, each used once."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from osc.identity.factors.app import CodeRefused
from osc.identity.models import PortalUser, RecoveryCode
from osc.identity.rules.one_time import ALPHABET, folded, in_groups, random_characters

CODES, LENGTH, GROUP = 10, 12, 4


def make_recovery_codes(*, user: PortalUser) -> list[str]:
    """Fresh codes in place of all earlier ones; this is the only time they can be seen."""
    marks = secrets.SystemRandom().sample(ALPHABET, CODES)
    codes = [mark + random_characters(LENGTH - 1, secrets.token_bytes) for mark in marks]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=user, mark=code[0], code_hash=make_password(code)) for code in codes]
    )
    return [in_groups(code, GROUP) for code in codes]


def use_recovery_code(*, user_id: object, code: str, now: datetime) -> None:
    """Accepts one of the codes once; one hash, whatever was typed. Raises CodeRefused."""
    typed = folded(code)
    row = RecoveryCode.objects.filter(user_id=user_id, mark=typed[:1] or "-", used_at=None).first()
    if row is None:
        make_password(typed)
        raise CodeRefused
    if not check_password(typed, row.code_hash):
        raise CodeRefused
    if not RecoveryCode.objects.filter(id=row.id, used_at=None).update(used_at=now):
        raise CodeRefused
