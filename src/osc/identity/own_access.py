"""What the owner sees of the own log-in and ends: sessions, browsers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from osc.identity.models import Device, LoginSession, SecurityEvent
from osc.identity.sessions import ABSOLUTE, IDLE, hash_key

EVENTS_SHOWN = 10


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
    rows = LoginSession.objects.filter(
        user_id=user_id, stage="", seen_at__gt=now - IDLE, created_at__gt=now - ABSOLUTE
    ).order_by("-seen_at")
    places = [
        Place(bytes(row.key_hash).hex(), row.user_agent, row.created_at, row.seen_at, bytes(row.key_hash) == here)
        for row in rows
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
    rows = SecurityEvent.objects.filter(user_id=user_id).order_by("-at", "id")[:EVENTS_SHOWN]
    return [Event(row.at, row.kind, row.user_agent) for row in rows]
