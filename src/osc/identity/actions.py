"""What people do with log-ins: sign in, sign out, choose language and display."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from osc.identity.models import PortalUser
from osc.identity.rules.email import canonical_email
from osc.identity.sign_in_limits import count_attempt, forget_failures


class SignInFailed(Exception):
    """E-mail or password are wrong, or there is no such log-in: one sentence for all causes."""


def sign_in(*, email: str, password: str, address: str, now: datetime) -> PortalUser:
    """The user for right credentials. One hash is computed in every case. Raises SignInFailed, LimitReached."""
    canonical = canonical_email(email)
    count_attempt(email=canonical, address=address, now=now)
    user = PortalUser.objects.filter(email=canonical, is_active=True).first()
    if user is None:
        make_password(password)
        raise SignInFailed
    if not check_password(password, user.password):
        raise SignInFailed
    forget_failures(email=canonical)
    return user


def confirm_password(*, user_id: UUID, password: str) -> None:
    """Before something that matters the owner types the password again. Raises SignInFailed."""
    user = PortalUser.objects.get(id=user_id)
    if not check_password(password, user.password):
        raise SignInFailed


def change_language(*, user_id: UUID, language: str) -> None:
    """Stores the language for pages and mails."""
    PortalUser.objects.filter(id=user_id).update(language=language)


def change_theme(*, user_id: UUID, theme: str) -> None:
    """Stores the display: "" (as the device), "light" or "dark"."""
    PortalUser.objects.filter(id=user_id).update(theme=theme)
