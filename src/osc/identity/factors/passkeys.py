"""Passkeys (WebAuthn): possession and a finger, face or PIN in one; the private key never leaves the device."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from osc.identity.models import Passkey, PortalUser

VERIFIED = UserVerificationRequirement.REQUIRED
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
    user = PortalUser.objects.get(id=user_id)
    options = generate_registration_options(
        rp_id=relying_party()[0], rp_name=settings.UTILITY.name, user_id=user.id.bytes, user_name=user.email,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(user.id),
    )  # fmt: skip
    return options_to_json(options), bytes_to_base64url(options.challenge)


def add_passkey(*, user: PortalUser, answer: str, challenge: str, name: str, now: datetime) -> Passkey:
    """Keeps the public key when the answer fits. Raises PasskeyRefused."""
    rp_id, origin = relying_party()
    try:
        verified = verify_registration_response(
            credential=_readable(answer), expected_challenge=base64url_to_bytes(challenge), expected_rp_id=rp_id,
            expected_origin=origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefused from None
    if Passkey.objects.filter(credential_id=verified.credential_id).exists():
        raise PasskeyRefused
    passkey = Passkey(
        user=user, credential_id=verified.credential_id, public_key=verified.credential_public_key,
        sign_count=verified.sign_count, name=name, added_at=now,
    )  # fmt: skip
    passkey.save(force_insert=True)
    return passkey


def ask_passkey(*, user_id: UUID | None = None) -> tuple[str, str]:
    """The question for signing in; without a user any key of this portal will do."""
    options = generate_authentication_options(
        rp_id=relying_party()[0], user_verification=VERIFIED,
        allow_credentials=_descriptors(user_id) if user_id else None,
    )  # fmt: skip
    return options_to_json(options), bytes_to_base64url(options.challenge)


def use_passkey(*, answer: str, challenge: str, now: datetime, user_id: UUID | None = None) -> PortalUser:
    """The user whose key answered the challenge. Raises PasskeyRefused."""
    rp_id, origin = relying_party()
    try:
        fields = _readable(answer)
        key_id = parse_authentication_credential_json(fields).raw_id
        passkey = Passkey.objects.select_related("user").filter(credential_id=key_id, user__is_active=True).first()
        if passkey is None or user_id not in (None, passkey.user.id):
            raise PasskeyRefused
        verified = verify_authentication_response(
            credential=fields, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=rp_id,
            expected_origin=origin, credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefused from None
    Passkey.objects.filter(id=passkey.id).update(sign_count=verified.new_sign_count, used_at=now)
    return passkey.user


def _descriptors(user_id: UUID) -> list[PublicKeyCredentialDescriptor]:
    ids = Passkey.objects.filter(user_id=user_id).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=bytes(each)) for each in ids]


def _readable(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    fields = json.loads(answer)
    if not isinstance(fields, dict):
        raise PasskeyRefused
    return fields
