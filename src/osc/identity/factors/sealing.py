"""Secrets that must be read again are sealed with a key derived from the secret key (AES-256-GCM)."""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def seal(secret: str, *, belongs_to: str) -> str:
    """The ciphertext as text; it opens only for the same owner."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + _key().encrypt(nonce, secret.encode(), belongs_to.encode())).decode()


def unseal(text: str, *, belongs_to: str) -> str:
    """The secret again. Raises cryptography's InvalidTag when it was changed or moved to somebody else."""
    raw = base64.b64decode(text)
    return _key().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], belongs_to.encode()).decode()


def _key() -> AESGCM:
    return AESGCM(hashlib.sha256(b"osc.identity.factors:" + settings.SECRET_KEY.encode()).digest())
