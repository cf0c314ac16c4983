"""E-mail and password: who is it, and what is missing before the portal opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from osc.identity.entry.devices import find_device
from osc.identity.entry.limits import UnlockNeeded, count_attempt, count_failure, count_source, forget_failures
from osc.identity.factors.held import ANY_HELD, has_second_factor
from osc.identity.models import Device, PasswordReset, PortalUser
from osc.identity.rules.email import canonical_email
from osc.identity.rules.one_time import canonical_one_time
from osc.identity.rules.passwords import normal_form
from osc.identity.sessions import Stage
from osc.identity.tasks import mail_unlock_link
from osc.interchange.jobs import put_in_queue

# the log-in, and what a success must know about it
KNOWN = f"""
    select u.*, exists ({ANY_HELD.format(user="u.id")}) as has_second_factor,
           exists (select from identity_passwordreset where user_id = u.id and ended_at is null) as has_open_reset
    from identity_portaluser u where u.email = %s and u.is_active"""  # noqa: S608 - our own constant


class SignInFailed(Exception):
    """E-mail or password are wrong, or there is no such log-in: one sentence for all causes."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who it is, on which recognised browser, and the stage at which the session starts."""

    user: PortalUser
    device: Device | None
    stage: Stage
    reset: PasswordReset | None = None


def sign_in(*, email: str, password: str, address: str, now: datetime, device_secret: str = "") -> Admission:
    """Judges the credentials; exactly one hash is computed in every case (LOG2).

    What has the form of a one-time password is compared with nothing else, and nothing else with it.
    Raises SignInFailed, LimitReached, UnlockNeeded.
    """
    canonical = canonical_email(email)
    device = find_device(device_secret, email=canonical, now=now)
    one_time = canonical_one_time(password)
    if one_time:
        return _by_one_time(canonical, one_time, address, device, now)
    try:
        count_attempt(email=canonical, address=address, device=device, now=now)
    except UnlockNeeded:
        put_in_queue(mail_unlock_link, email=canonical)
        raise
    user = next(iter(PortalUser.objects.raw(KNOWN, [canonical])), None)
    if not _matches(normal_form(password), user.password if user else "") or user is None:
        count_failure(now=now)
        raise SignInFailed
    forget_failures(email=canonical, device=device)
    # whoever knows the password needs no other one any more
    if user.has_open_reset:
        PasswordReset.objects.filter(user=user, ended_at=None).update(ended_at=now)
    return Admission(user, device, Stage.SECOND_FACTOR if user.has_second_factor else Stage.FULL)


def _by_one_time(email: str, typed: str, address: str, device: Device | None, now: datetime) -> Admission:
    """No counter for the log-in nor for everybody: 100 bits need none, and strangers could use them up (PWD9)."""
    count_source(address=address, now=now)
    reset = (
        PasswordReset.objects.select_related("user")
        .filter(user__email=email, user__is_active=True, used_at=None, ended_at=None, valid_until__gt=now)
        .order_by("-asked_at")
        .first()
    )
    if not _matches(typed, reset.secret_hash if reset else "") or reset is None:
        raise SignInFailed
    return admit_reset(reset, device=device, now=now)


def admit_reset(reset: PasswordReset, *, device: Device | None, now: datetime) -> Admission:
    """Uses the reset once; the second factor is still asked for (R-SEC-9). Raises SignInFailed."""
    taken = PasswordReset.objects.filter(id=reset.id, used_at=None, ended_at=None).update(used_at=now)
    if not taken or reset.user is None:
        raise SignInFailed
    stage = Stage.SECOND_FACTOR if has_second_factor(reset.user.id) else Stage.NEW_PASSWORD
    return Admission(reset.user, device, stage, reset)


def admit_confirmed(*, user_id: UUID, device_id: UUID | None, reset_id: UUID | None) -> Admission:
    """After the second factor: a reset goes on to the new password, everybody else is in."""
    user = PortalUser.objects.get(id=user_id)
    device = Device.objects.filter(user=user, id=device_id).first() if device_id else None
    reset = PasswordReset.objects.filter(user=user, id=reset_id).first() if reset_id else None
    return Admission(user, device, Stage.NEW_PASSWORD if reset else Stage.FULL, reset)


def _matches(typed: str, stored: str) -> bool:
    if not stored:
        make_password(typed)  # as long as a check takes
        return False
    return check_password(typed, stored)


def confirm_password(*, user_id: UUID, password: str) -> None:
    """Before something that matters the owner types the password again. Raises SignInFailed."""
    user = PortalUser.objects.get(id=user_id)
    if not check_password(normal_form(password), user.password):
        raise SignInFailed
