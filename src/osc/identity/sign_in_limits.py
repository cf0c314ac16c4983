"""Slowing down guesses at sign-in (security 6.5): by account with growing waits, by source with windows."""

from datetime import datetime, timedelta

from django.db import connection

from osc.identity.limits import Limit, LimitReached, count_or_refuse, source_of

SOURCE = (
    Limit("sign-in-source", 20, timedelta(minutes=10)),
    Limit("sign-in-source", 100, timedelta(days=1)),
)
FREE_FAILURES, LONGEST_WAIT = 5, 900
ACCOUNT = Limit("sign-in-account", FREE_FAILURES, timedelta(days=1))


def count_attempt(*, email: str, address: str, now: datetime) -> None:
    """Counts the attempt before anything is judged; unknown addresses count alike. Raises LimitReached."""
    count_or_refuse(SOURCE, source_of(address), now=now)
    wait = _count_on_account(email, now)
    if wait:
        raise LimitReached(wait)


def _count_on_account(email: str, now: datetime) -> int:
    """Seconds to wait, 0 when the attempt may be judged; an attempt while waiting counts for nothing."""
    key = ACCOUNT.key(email)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into identity_counter as c (key, window_ends_at, n) values (%(key)s, %(now)s, 1)
               on conflict (key) do update set n = case
                   when c.window_ends_at < %(now)s - interval '1 day' then 1 else c.n + 1 end,
                   window_ends_at = %(now)s + make_interval(secs => case when c.n < %(free)s then 0
                       else least(%(longest)s, 2 ^ least(c.n - %(free)s + 1, 12)) end)
               where c.window_ends_at <= %(now)s returning n""",
            {"key": key, "now": now, "free": FREE_FAILURES, "longest": LONGEST_WAIT},
        )
        if cursor.fetchone() is not None:
            return 0
        cursor.execute("select window_ends_at from identity_counter where key = %s", [key])
        (open_again_at,) = cursor.fetchone()
    return max(1, int((open_again_at - now).total_seconds()))


def forget_failures(*, email: str) -> None:
    """A success clears the account's failures, never the source's."""
    with connection.cursor() as cursor:
        cursor.execute("delete from identity_counter where key = %s", [ACCOUNT.key(email)])
