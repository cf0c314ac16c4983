"""Which second factors a log-in has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

# the app's row, the passkeys' rows in the order of their coming, one row for the codes that are left
HELD = """
    select 'app', null::uuid, '', added_at, null::timestamptz, 0 from identity_authenticatorapp where user_id = %(user)s
    union all
    select 'passkey', id, name, added_at, used_at, 0 from identity_passkey where user_id = %(user)s
    union all
    select 'codes', null, '', null, null, count(*) from identity_recoverycode
    where user_id = %(user)s and used_at is null
    order by added_at"""
# for whoever the statement around it means by {user}
ANY_HELD = """select from identity_authenticatorapp where user_id = {user}
    union all select from identity_passkey where user_id = {user}"""
HAS_ONE = f"select exists ({ANY_HELD.format(user='%(user)s')})"


@dataclass(frozen=True, slots=True)
class OwnApp:
    """An authenticator app."""

    added_at: datetime


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey as its owner knows it."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What the page about sign-in and security shows."""

    app: OwnApp | None
    passkeys: tuple[OwnPasskey, ...]
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
        app=next((OwnApp(row[3]) for row in rows if row[0] == "app"), None),
        passkeys=tuple(OwnPasskey(*row[1:5]) for row in rows if row[0] == "passkey"),
        codes_left=next(row[5] for row in rows if row[0] == "codes"),
    )
