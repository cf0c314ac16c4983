"""Browsers that are known again by a cookie (security 6.5): 256 bit, only the hash is stored, 180 days."""

import secrets
from datetime import datetime, timedelta

from osc.identity.models import Device, PortalUser
from osc.identity.sessions import hash_key
from osc.isolation.change import store

LIFE = timedelta(days=180)


def find_device(secret: str, *, email: str, now: datetime) -> Device | None:
    """The recognised browser, if it was this user's; None for everybody else."""
    if not secret:
        return None
    return Device.objects.filter(
        secret_hash=hash_key(secret), user__email=email, user__is_active=True, valid_until__gt=now
    ).first()


def recognise(user: PortalUser, *, now: datetime, user_agent: str) -> tuple[Device, str]:
    """From now on this browser is known; returns the secret for its cookie."""
    secret = secrets.token_urlsafe(32)
    device = Device(
        user=user, secret_hash=hash_key(secret), label=user_agent[:200], recognised_at=now, seen_at=now,
        valid_until=now + LIFE,
    )  # fmt: skip
    store(device)
    return device, secret


def seen_again(device: Device, *, now: datetime) -> None:
    """Another 180 days."""
    Device.objects.filter(pk=device.pk).update(seen_at=now, valid_until=now + LIFE)
