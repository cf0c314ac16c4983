"""Budgets that refill continuously, so that nobody waits for midnight (security 6.4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from osc.limits.counters import Limit

# the row holds when the bucket is full again; a take is refused while that lies too far ahead
TAKE = """
    insert into limits_counter as c (key, window_ends_at, n) values (%(key)s, %(now)s + %(refill)s, 1)
    on conflict (key) do update set n = c.n + 1,
        window_ends_at = greatest(c.window_ends_at, %(now)s) + %(refill)s
    where c.window_ends_at <= %(now)s + %(spare)s returning n"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """`burst` at once, then one more for every `refill`."""

    name: str
    burst: int
    refill: timedelta


def take(bucket: Bucket, subject: str, *, now: datetime) -> bool:
    """Takes one out in one atomic statement; False when the bucket is empty."""
    key = Limit(bucket.name, bucket.burst, bucket.refill).key(subject)
    spare = bucket.refill * (bucket.burst - 1)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key, "now": now, "refill": bucket.refill, "spare": spare})
        return cursor.fetchone() is not None
