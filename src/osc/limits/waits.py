"""Waits that grow with every failure on one key, for instance on one e-mail address."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from osc.limits.counters import Limit

LONGEST_WAIT = 900
# the row holds when the next try may be judged; a day without failure forgets all
COUNT = """
    insert into limits_counter as c (key, window_ends_at, n) values (%(key)s, %(now)s, 1)
    on conflict (key) do update set
        n = case when c.window_ends_at < %(now)s - interval '1 day' then 1 else c.n + 1 end,
        window_ends_at = %(now)s + make_interval(secs => case
            when c.window_ends_at < %(now)s - interval '1 day' or c.n + 1 < %(free)s then 0
            else least(%(longest)s, 2 ^ least(c.n - %(free)s + 2, 12)) end)
    where c.window_ends_at <= %(now)s returning n"""


def count_or_wait(limit: Limit, subject: str, *, now: datetime) -> int:
    """Counts a try; seconds to wait, 0 when it may be judged. after `limit.most` tries the wait doubles
    up to 15 minutes; a try while waiting counts for nothing."""
    key = limit.key(subject)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "now": now, "free": limit.most, "longest": LONGEST_WAIT})
        if cursor.fetchone() is not None:
            return 0
        cursor.execute("select window_ends_at from limits_counter where key = %s", [key])
        (open_again_at,) = cursor.fetchone()
    return max(1, int((open_again_at - now).total_seconds()))


def forget(limits: Sequence[Limit], subject: str) -> None:
    """A success clears the failures on these keys."""
    with connection.cursor() as cursor:
        cursor.execute("delete from limits_counter where key = any(%s)", [[limit.key(subject) for limit in limits]])
