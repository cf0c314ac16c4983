"""Atomic counters with windows: the only store of limits (docs/decisions/0008-limits.md)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import connection

# buckets of fixed length start anew at their end; two windows on one thing are two keys
COUNT = """
    insert into limits_counter as c (key, window_ends_at, n) values (%(key)s, %(ends)s, 1)
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


def holds(limits: Sequence[Limit], subject: str, *, now: datetime) -> bool:
    """Whether all limits still hold, without counting anything."""
    most = {limit.key(subject): limit.most for limit in limits}
    with connection.cursor() as cursor:
        cursor.execute(
            "select key, n from limits_counter where key = any(%s) and window_ends_at > %s", [list(most), now]
        )
        return all(n <= most[key] for key, n in cursor.fetchall())


def refund(limits: Sequence[Limit], subject: str) -> None:
    """Takes one event back, for instance because it was an honest success."""
    with connection.cursor() as cursor:
        for limit in limits:
            cursor.execute("update limits_counter set n = n - 1 where key = %s and n > 0", [limit.key(subject)])


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
    """The customer's own line: /32 for IPv4, /64 for IPv6."""
    return _network(address, 32, 64)


def neighbourhood_of(address: str) -> str:
    """The network around it: /24 for IPv4, /48 for IPv6."""
    return _network(address, 24, 48)


def _network(address: str, bits_v4: int, bits_v6: int) -> str:
    bits = bits_v4 if ip_address(address).version == 4 else bits_v6
    return str(ip_network(f"{address}/{bits}", strict=False))
