"""Secrets that must be read again are sealed with the field key, each for its owner."""

from collections.abc import Iterator

from osc.foundation.sealing import NotOpened
from osc.identity.models import AuthenticatorApp, LoginSession
from osc.interchange.resealing import reseal_column
from osc.interchange.sealed import sealer


def seal(secret: str, *, belongs_to: str) -> str:
    """The ciphertext as text; it opens only for the same owner."""
    return sealer().seal(f"{belongs_to}:{secret}")


def unseal(text: str, *, belongs_to: str) -> str:
    """The secret again. Raises NotOpened when it was changed or moved to somebody else."""
    owner, _, secret = sealer().open(text).partition(":")
    if owner != belongs_to:
        raise NotOpened("sealed for somebody else")
    return secret


def reseal_secrets() -> Iterator[str]:
    """Keys of authenticator apps, and what open sessions hold, under the first key."""
    yield reseal_column(AuthenticatorApp, "sealed_secret")
    yield reseal_column(LoginSession, "data")
