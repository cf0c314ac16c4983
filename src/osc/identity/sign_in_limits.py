"""Slowing down guesses at sign-in (security 6.5): by account with growing waits, by source with windows."""

from datetime import datetime, timedelta

from osc.limits.counters import Limit, LimitReached, count_or_refuse, source_of
from osc.limits.waits import count_or_wait, forget

SOURCE = (
    Limit("sign-in-source", 20, timedelta(minutes=10)),
    Limit("sign-in-source", 100, timedelta(days=1)),
)
FREE_FAILURES = 5
ACCOUNT = Limit("sign-in-account", FREE_FAILURES, timedelta(days=1))


def count_attempt(*, email: str, address: str, now: datetime) -> None:
    """Counts the attempt before anything is judged; unknown addresses count alike. Raises LimitReached."""
    count_or_refuse(SOURCE, source_of(address), now=now)
    wait = count_or_wait(ACCOUNT, email, now=now)
    if wait:
        raise LimitReached(wait)


def forget_failures(*, email: str) -> None:
    """A success clears the account's failures, never the source's."""
    forget(ACCOUNT, email)
