"""Passkeys (WebAuthn): possession and a finger, face or PIN in one; the private key never leaves the device."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from osc.identity.models import Passkey, PortalUser

LONGEST_ANSWER = 20_000


class PasskeyRefused(Exception):
    """The answer of the device does not fit the question, or nobody knows this key."""


def relying_party() -> tuple[str, str]:
    """The name the keys are bound to and the only origin they work on; numbers are no names, so 127.0.0.1
    becomes localhost in demo and tests."""
    origin = settings.BASE_URL.replace("//127.0.0.1", "//localhost")
    return urlsplit(origin).hostname or "", origin


def ask_new_passkey(*, user_id: UUID) -> tuple[str, str]:
    """The question to the device as JSON, and the challenge to remember."""
    from osc.identity.factors import ceremonies

    user = PortalUser.objects.get(id=user_id)
    return ceremonies.question_for_new(
        rp_id=relying_party()[0], rp_name=settings.UTILITY.name, user_id=user.id.bytes, user_name=user.email,
        known=_keys_of(user.id),
    )  # fmt: skip


def add_passkey(*, user: PortalUser, answer: str, challenge: str, name: str, now: datetime) -> Passkey:
    """Keeps the public key when the answer fits. Raises PasskeyRefused."""
    from osc.identity.factors import ceremonies

    try:
        key = ceremonies.check_new(_readable(answer), ceremonies.Asked(challenge, *relying_party()))
    except ceremonies.AnswerUnfit:
        raise PasskeyRefused from None
    if Passkey.objects.filter(credential_id=key.credential_id).exists():
        raise PasskeyRefused
    passkey = Passkey(
        user=user, credential_id=key.credential_id, public_key=key.public_key, sign_count=key.sign_count, name=name,
        added_at=now,
    )  # fmt: skip
    passkey.save(force_insert=True)
    return passkey


def ask_passkey(*, user_id: UUID | None = None) -> tuple[str, str]:
    """The question for signing in; without a user any key of this portal will do."""
    from osc.identity.factors import ceremonies

    return ceremonies.question(rp_id=relying_party()[0], known=_keys_of(user_id) if user_id else ())


def use_passkey(*, answer: str, challenge: str, now: datetime, user_id: UUID | None = None) -> PortalUser:
    """The user whose key answered the challenge. Raises PasskeyRefused."""
    from osc.identity.factors import ceremonies

    try:
        fields = _readable(answer)
        key_id = ceremonies.key_in(fields)
        passkey = Passkey.objects.select_related("user").filter(credential_id=key_id, user__is_active=True).first()
        if passkey is None or user_id not in (None, passkey.user.id):
            raise PasskeyRefused
        count = ceremonies.check(
            fields, ceremonies.Asked(challenge, *relying_party()),
            public_key=bytes(passkey.public_key), sign_count=passkey.sign_count,
        )  # fmt: skip
    except ceremonies.AnswerUnfit:
        raise PasskeyRefused from None
    Passkey.objects.filter(id=passkey.id).update(sign_count=count, used_at=now)
    return passkey.user


def _keys_of(user_id: UUID) -> list[bytes]:
    ids = Passkey.objects.filter(user_id=user_id).values_list("credential_id", flat=True)
    return [bytes(each) for each in ids]


def _readable(answer: str) -> Mapping[str, Any]:
    """Raises PasskeyRefused."""
    try:
        fields = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except ValueError:
        raise PasskeyRefused from None
    if not isinstance(fields, dict):
        raise PasskeyRefused
    return fields
