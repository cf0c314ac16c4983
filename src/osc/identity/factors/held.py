"""Which second factors a log-in has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

# the app's row, the passkeys' rows in the order of their coming, the row of the codes that are left
HELD = """
    select 1, null::uuid, '', added_at, null::timestamptz, 0 from identity_authenticatorapp where user_id = %(user)s
    union all
    select 2, id, name, added_at, used_at, 0 from identity_passkey where user_id = %(user)s
    union all
    select 3, null, '', null, null, count(*) from identity_recoverycode where user_id = %(user)s and used_at is null
    order by 1, 4"""
HAS_ONE = """
    select exists (select from identity_authenticatorapp where user_id = %(user)s
                   union all select from identity_passkey where user_id = %(user)s)"""


@dataclass(frozen=True, slots=True)
class App:
    """An authenticator app."""

    added_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey as its owner knows it."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What the page about sign-in and security shows."""

    app: App | None
    passkeys: tuple[Key, ...]
    codes_left: int


def has_second_factor(user_id: UUID) -> bool:
    """An authenticator app or a passkey; recovery codes alone are none."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_ONE, {"user": user_id})
        return bool(cursor.fetchone()[0])


def factors_of(user_id: UUID) -> Factors:
    """All of them, for the owner's own page."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"user": user_id})
        rows = cursor.fetchall()
    return Factors(
        app=next((App(added_at) for kind, _, _, added_at, _, _ in rows if kind == 1), None),
        passkeys=tuple(Key(*row[1:5]) for row in rows if row[0] == 2),
        codes_left=next(row[5] for row in rows if row[0] == 3),
    )
