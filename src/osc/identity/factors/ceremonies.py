"""WebAuthn as its library does it. A module of its own, loaded only where somebody uses a passkey: the library takes
a fifth of the start of a web process and 6 MiB of its memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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

VERIFIED = UserVerificationRequirement.REQUIRED
UNFIT = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and by whom: an answer must fit all of it."""

    challenge: str
    rp_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


class AnswerUnfit(Exception):
    """The answer of the device can't be read, or does not fit the question."""


def question_for_new(
    *, rp_id: str, rp_name: str, user_id: bytes, user_name: str, known: Iterable[bytes]
) -> tuple[str, str]:
    """The question to the device as JSON, and the challenge to remember."""
    options = generate_registration_options(
        rp_id=rp_id, rp_name=rp_name, user_id=user_id, user_name=user_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(known),
    )  # fmt: skip
    return options_to_json(options), bytes_to_base64url(options.challenge)


def check_new(answer: Mapping[str, Any], asked: Asked) -> NewKey:
    """The key in the answer. Raises AnswerUnfit."""
    try:
        verified = verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(asked.challenge), expected_rp_id=asked.rp_id,
            expected_origin=asked.origin, require_user_verification=True,
        )  # fmt: skip
    except UNFIT:
        raise AnswerUnfit from None
    return NewKey(verified.credential_id, verified.credential_public_key, verified.sign_count)


def question(*, rp_id: str, known: Iterable[bytes]) -> tuple[str, str]:
    """The question for signing in; with no key known any key of this portal will do."""
    options = generate_authentication_options(
        rp_id=rp_id, user_verification=VERIFIED, allow_credentials=_descriptors(known)
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def key_in(answer: Mapping[str, Any]) -> bytes:
    """Which key the answer says it is from. Raises AnswerUnfit."""
    try:
        return parse_authentication_credential_json(answer).raw_id
    except UNFIT:
        raise AnswerUnfit from None


def check(answer: Mapping[str, Any], asked: Asked, *, public_key: bytes, sign_count: int) -> int:
    """The new counter of the key that answered. Raises AnswerUnfit."""
    try:
        verified = verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(asked.challenge), expected_rp_id=asked.rp_id,
            expected_origin=asked.origin, credential_public_key=public_key, credential_current_sign_count=sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except UNFIT:
        raise AnswerUnfit from None
    return verified.new_sign_count


def _descriptors(known: Iterable[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in known]
