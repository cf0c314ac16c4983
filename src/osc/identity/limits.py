"""Atomic counters with windows: the only store of limits (security mathematics in docs/decisions)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import connection

# buckets of fixed length start anew at their end; two windows on one thing are two keys
COUNT = """
    insert into identity_counter as c (key, window_ends_at, n) values (%(key)s, %(ends)s, 1)
    on conflict (key) do update set
        n = case when c.window_ends_at <= %(now)s then 1 else c.n + 1 end,
        window_ends_at = case when c.window_ends_at <= %(now)s then excluded.window_ends_at else c.window_ends_at end
    returning n, window_ends_at"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` events per `window` on one key."""

    name: str
    most: int
    window: timedelta

    def key(self, subject: str) -> str:
        digest = hashlib.blake2b(subject.encode(), digest_size=16).hexdigest()
        return f"{self.name}:{int(self.window.total_seconds())}:{digest}"


class LimitReached(Exception):
    """Too many tries; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"wait {retry_after} s")
        self.retry_after = retry_after


def count(limits: Sequence[Limit], subject: str, *, now: datetime) -> bool:
    """Counts one event on every limit and returns whether all still hold."""
    return not _overrun(limits, subject, now)


def count_or_refuse(limits: Sequence[Limit], subject: str, *, now: datetime) -> None:
    """Counts one event; raises LimitReached with the longest wait when a limit is passed."""
    waits = _overrun(limits, subject, now)
    if waits:
        raise LimitReached(max(waits))


def refund(limits: Sequence[Limit], subject: str) -> None:
    """Takes one event back, for instance because it was an honest success."""
    with connection.cursor() as cursor:
        for limit in limits:
            cursor.execute("update identity_counter set n = n - 1 where key = %s and n > 0", [limit.key(subject)])


def _overrun(limits: Sequence[Limit], subject: str, now: datetime) -> list[int]:
    waits = []
    with connection.cursor() as cursor:
        for limit in sorted(limits, key=lambda each: each.name):
            cursor.execute(COUNT, {"key": limit.key(subject), "ends": now + limit.window, "now": now})
            n, ends = cursor.fetchone()
            if n > limit.most:
                waits.append(max(1, int((ends - now).total_seconds())))
    return waits


def source_of(address: str) -> str:
    """The network a request counts for: /32 for IPv4, /64 for IPv6."""
    parsed = ip_address(address)
    return str(ip_network(f"{address}/{32 if parsed.version == 4 else 64}", strict=False))
