"""Slowing down guesses at sign-in (security 6.5, decision 10): known browsers apart from everybody else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from osc.identity.models import Device
from osc.identity.security_events import raise_alarm
from osc.limits.counters import Limit, LimitReached, count, count_or_refuse, holds, refund, source_of
from osc.limits.waits import count_or_wait, forget

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
SOURCE = (Limit("sign-in-source", 20, timedelta(minutes=10)), Limit("sign-in-source", 100, DAY))
ACCOUNT = Limit("sign-in-account", 5, DAY)
DEVICE = (Limit("sign-in-device", 10, HOUR),)
# the ceiling of NIST SP 800-63B for failures in a row
IN_A_ROW = (Limit("sign-in-in-a-row", 100, YEAR),)
LOCKED_RETRY_AFTER = 900


class UnlockNeeded(LimitReached):
    """Too many failures: a browser that is not recognised needs the link from the mail first."""

    def __init__(self) -> None:
        super().__init__(LOCKED_RETRY_AFTER)


def count_attempt(*, email: str, address: str, device: Device | None, now: datetime) -> None:
    """Counts the attempt before anything is judged; unknown addresses count alike.

    Raises LimitReached with the seconds to wait, UnlockNeeded when waiting does not help.
    """
    if device is not None:
        count_or_refuse(DEVICE, str(device.id), now=now)
        return
    count_or_refuse(SOURCE, source_of(address), now=now)
    wait = count_or_wait(ACCOUNT, _key(email), now=now)
    if wait:
        raise LimitReached(wait)
    if not count(IN_A_ROW, _key(email), now=now) or not holds(_of_everybody(), "all", now=now):
        raise UnlockNeeded


def count_source(*, address: str, now: datetime) -> None:
    """For proofs that need no counter of their own: 100 random bits, or a key in hardware. Raises LimitReached."""
    count_or_refuse(SOURCE, source_of(address), now=now)


def count_failure(*, now: datetime) -> None:
    """After the hash, so that nobody waits for anybody: failures of all unknown browsers together."""
    if not count(_of_everybody(), "all", now=now):
        raise_alarm("sign-in-failures", now=now)


def forget_failures(*, email: str, device: Device | None) -> None:
    """A success clears its own bucket and the failures in a row, never the source's."""
    if device is None:
        forget([ACCOUNT, *IN_A_ROW], _key(email))
    else:
        refund(DEVICE, str(device.id))
        forget(IN_A_ROW, _key(email))


def _of_everybody() -> tuple[Limit, ...]:
    return (Limit("sign-in-failures", settings.UTILITY.security.failed_sign_ins_per_hour, HOUR),)


def _key(email: str) -> str:
    """Addresses of people who may not even be customers are not kept, not even as plain hashes."""
    return salted_hmac("osc.sign-in", email).hexdigest()
