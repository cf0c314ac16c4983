"""What the owner sees of the own log-in and ends: sessions, browsers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from osc.identity.models import Device, LoginSession
from osc.identity.sessions import ABSOLUTE, IDLE, hash_key

EVENTS_SHOWN = 10
PLACES = """
    select key_hash, user_agent, created_at, seen_at from identity_loginsession
    where user_id = %(user)s and stage = '' and seen_at > %(seen)s and created_at > %(created)s order by seen_at desc"""
EVENTS = """
    select at, kind, user_agent from identity_securityevent where user_id = %(user)s
    order by at desc, id limit %(most)s"""


@dataclass(frozen=True, slots=True)
class Place:
    """A living session as its owner sees it; `handle` names it without opening it."""

    handle: str
    user_agent: str
    began_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a log-in, as its owner sees it."""

    at: datetime
    kind: str
    user_agent: str


def places_of(*, user_id: UUID, this_key: str, now: datetime) -> list[Place]:
    """The living sessions of a user, this one first, then the latest."""
    here = hash_key(this_key)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"user": user_id, "seen": now - IDLE, "created": now - ABSOLUTE})
        rows = cursor.fetchall()
    places = [
        Place(bytes(key).hex(), agent, began_at, seen_at, bytes(key) == here) for key, agent, began_at, seen_at in rows
    ]
    return sorted(places, key=lambda place: not place.here)


def end_place(*, user_id: UUID, handle: str) -> bool:
    """Ends one of the user's own sessions and forgets its browser; False when there is no such session."""
    try:
        row = LoginSession.objects.filter(user_id=user_id, key_hash=bytes.fromhex(handle)).first()
    except ValueError:
        return False
    if row is None:
        return False
    if row.device_id is not None:
        LoginSession.objects.filter(user_id=user_id, device_id=row.device_id).delete()
        Device.objects.filter(id=row.device_id).delete()
    else:
        row.delete()
    return True


def end_other_places(*, user_id: UUID, this_key: str, this_device: UUID | None) -> None:
    """Everything but this browser: sessions end, other browsers are strangers again."""
    LoginSession.objects.filter(user_id=user_id).exclude(key_hash=hash_key(this_key)).delete()
    Device.objects.filter(user_id=user_id).exclude(id=this_device).delete()


def last_events(*, user_id: UUID) -> list[Event]:
    """The newest things that happened to the log-in."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, {"user": user_id, "most": EVENTS_SHOWN})
        return [Event(*row) for row in cursor.fetchall()]
