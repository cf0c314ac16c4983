"""Atomic counters that refill all the time: the only store of limits (docs/decisions/0008-limits.md)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from django.db import connection

# a bucket that refills all the time: the row says when it will be full again; what is refused costs nothing,
# so that nobody keeps a bucket empty for its owner
COUNT = """
    insert into limits_counter as c (key, window_ends_at, n) values (%(key)s, %(now)s + %(pause)s, 1)
    on conflict (key) do update set
        n = case when c.window_ends_at <= %(now)s then 1 else c.n + 1 end,
        window_ends_at = greatest(c.window_ends_at, %(now)s) + %(pause)s
    where greatest(c.window_ends_at, %(now)s) + %(pause)s <= %(now)s + %(window)s
    returning n"""


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` events at once on one key, and `most` more in every `window`, one after the other."""

    name: str
    most: int
    window: timedelta

    @property
    def pause(self) -> timedelta:
        """After this time one more event is free."""
        return self.window // self.most

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
    """Whether all limits would take one more event, without counting anything."""
    latest = {limit.key(subject): now + limit.window - limit.pause for limit in limits}
    with connection.cursor() as cursor:
        cursor.execute("select key, window_ends_at from limits_counter where key = any(%s)", [list(latest)])
        return all(full_again_at <= latest[key] for key, full_again_at in cursor.fetchall())


def count_distinct(limits: Sequence[Limit], subject: str, thing: str, *, now: datetime) -> bool:
    """Counts different things on one subject: the same thing again counts for nothing while it is remembered."""
    longest = max(limit.window for limit in limits)
    seen = (Limit(f"{limits[0].name}-seen", 1, longest),)
    if not holds(seen, f"{subject}|{thing}", now=now):
        return True
    within = count(limits, subject, now=now)
    if within:
        count(seen, f"{subject}|{thing}", now=now)
    return within


def refund(limits: Sequence[Limit], subject: str) -> None:
    """Takes one event back, for instance because it was an honest success."""
    with connection.cursor() as cursor:
        for limit in limits:
            cursor.execute(
                "update limits_counter set n = n - 1, window_ends_at = window_ends_at - %s where key = %s and n > 0",
                [limit.pause, limit.key(subject)],
            )


def drop_full(*, now: datetime) -> int:
    """Deletes the rows of full buckets, which say nothing; a day later, because waits remember a day longer."""
    with connection.cursor() as cursor:
        cursor.execute("delete from limits_counter where window_ends_at < %s", [now - timedelta(days=1)])
        return cursor.rowcount


def _overrun(limits: Sequence[Limit], subject: str, now: datetime) -> list[int]:
    waits = []
    with connection.cursor() as cursor:
        for limit in sorted(limits, key=lambda each: each.name):
            key = limit.key(subject)
            cursor.execute(COUNT, {"key": key, "pause": limit.pause, "window": limit.window, "now": now})
            if cursor.fetchone() is None:
                cursor.execute("select window_ends_at from limits_counter where key = %s", [key])
                (full_again_at,) = cursor.fetchone()
                waits.append(max(1, ceil((full_again_at + limit.pause - limit.window - now).total_seconds())))
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
