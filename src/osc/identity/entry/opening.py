"""Opening a session for somebody who has shown enough, and telling the owner of a new browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings

from osc.correspondence.actions import queue_mail
from osc.identity.entry.checking import Admission
from osc.identity.entry.devices import recognise, seen_again
from osc.identity.models import PortalUser, SecurityEvent
from osc.identity.security_events import note_event
from osc.identity.sessions import Stage, start_session
from osc.isolation.change import one_change

Kind = SecurityEvent.Kind
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request comes from: address and browser as it names itself."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The key of the session; a secret for the device cookie if the browser is recognised from now on."""

    session_key: str
    device_secret: str = ""


def open_session(
    admission: Admission, *, visitor: Visitor, now: datetime, second_factor: bool = False, announced: bool = False,
    data: Mapping[str, Any] = NOTHING,
) -> Opened:  # fmt: skip
    """A session at the stage of the admission, with `data` in it. A full one recognises the browser; unless the
    sign-in was announced anyway (registration, new password), the owner gets a mail about a new one."""
    with one_change():
        if admission.stage == Stage.FULL:
            return _open_fully(admission, visitor, now, second_factor, announced, data)
        key = start_session(
            admission.user, now=now, user_agent=visitor.user_agent, stage=admission.stage, reset=admission.reset,
            device=admission.device, second_factor=second_factor, data=dict(data),
        )  # fmt: skip
        return Opened(key)


def _open_fully(
    admission: Admission, visitor: Visitor, now: datetime, second_factor: bool, announced: bool, data: Mapping[str, Any]
) -> Opened:
    user, device = admission.user, admission.device
    secret = ""
    if device is None:
        device, secret = recognise(user, now=now, user_agent=visitor.user_agent)
        _note(user, Kind.NEW_DEVICE, visitor, now)
        if not announced:
            _tell_of_new_device(user, visitor, now)
    else:
        seen_again(device, now=now)
    _note(user, Kind.SIGNED_IN, visitor, now)
    key = start_session(
        user, now=now, user_agent=visitor.user_agent, device=device, second_factor=second_factor, data=dict(data)
    )
    return Opened(key, secret)


def _note(user: PortalUser, kind: SecurityEvent.Kind, visitor: Visitor, now: datetime) -> None:
    note_event(
        user_id=user.id, kind=kind, now=now, user_agent=visitor.user_agent, address=visitor.address
    )  # fmt: skip


def _tell_of_new_device(user: PortalUser, visitor: Visitor, now: datetime) -> None:
    queue_mail(
        template="new_device", to=user.email, language=user.language, now=now,
        context={
            "at": now.isoformat(), "user_agent": visitor.user_agent,
            "link": f"{settings.BASE_URL}/passwort-vergessen/",
        },
    )  # fmt: skip
