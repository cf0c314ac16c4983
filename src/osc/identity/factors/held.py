"""Which second factors a log-in has."""

from dataclasses import dataclass
from uuid import UUID

from osc.identity.models import AuthenticatorApp, Passkey, RecoveryCode


@dataclass(frozen=True, slots=True)
class Factors:
    """What the page about sign-in and security shows."""

    app: AuthenticatorApp | None
    passkeys: tuple[Passkey, ...]
    codes_left: int


def has_second_factor(user_id: UUID) -> bool:
    """An authenticator app or a passkey; recovery codes alone are none."""
    return (
        AuthenticatorApp.objects.filter(user_id=user_id).values("user_id")
        .union(Passkey.objects.filter(user_id=user_id).values("user_id")).exists()
    )  # fmt: skip


def factors_of(user_id: UUID) -> Factors:
    """All of them, for the owner's own page."""
    return Factors(
        app=AuthenticatorApp.objects.filter(user_id=user_id).first(),
        passkeys=tuple(Passkey.objects.filter(user_id=user_id).order_by("added_at")),
        codes_left=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
    )
