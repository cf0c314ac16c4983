"""Secrets in mails: 256 random bit, stored as hash, opened by POST only (R-SEC-2)."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings

LINK_LIFE = timedelta(hours=24)


class LinkNotValid(Exception):
    """The link is unknown, used or has run out; the page does not say which (REG13)."""


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def link_address(token: str) -> str:
    """Opens the page for the password; short enough for every mail program."""
    return f"{settings.BASE_URL}/registrieren/link/{token}/"


def correction_address(token: str) -> str:
    """Opens the page on which the numbers can be corrected."""
    return f"{settings.BASE_URL}/registrieren/korrektur/{token}/"
