"""Sessions in the database, by the hash of their key; one statement finds session, user and scope."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from osc.identity.models import LoginSession, PortalUser
from osc.isolation.scope import Scope

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)

# also pins row-level security to the user's partners, for this transaction only
FIND = """
    select s.data::text, s.seen_at, u.id, u.email, u.language, u.theme, u.is_staff, a.accounts, a.partners,
           coalesce(a.read_only, false),
           set_config('osc.partners', coalesce(a.partners, '{}')::text, true)
    from identity_loginsession s
    left join identity_portaluser u on u.id = s.user_id and u.is_active
    left join lateral (
        select array_agg(contract_account_id) as accounts, array_agg(distinct business_partner_id) as partners,
               bool_and(read_only) as read_only
        from identity_accountlink l where l.user_id = u.id and l.removed_at is null
    ) a on true
    where s.key_hash = %s and s.seen_at > %s and s.created_at > %s"""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The user of a session as pages need it."""

    id: UUID
    email: str
    language: str
    theme: str
    is_staff: bool
    # a delegate who may look and not act
    read_only: bool
    scope: Scope


@dataclass
class Session:
    """The session of one request. Changes in `data` are written back once, at the end."""

    key: str = ""
    user: SignedIn | None = None
    data: dict[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    stored: str = "{}"

    @property
    def changed(self) -> bool:
        return json.dumps(self.data, sort_keys=True) != self.stored


def hash_key(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def find_session(key: str, *, now: datetime) -> Session | None:
    """The living session of this key, else None; pins row-level security to its user."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [hash_key(key), now - IDLE, now - ABSOLUTE])
        row = cursor.fetchone()
    if row is None:
        return None
    text, seen_at, user_id, email, language, theme, is_staff, accounts, partners, read_only, _ = row
    user = None
    if user_id is not None:
        scope = Scope(user_id, tuple(partners or ()), tuple(accounts or ()))
        user = SignedIn(user_id, email, language, theme, is_staff, read_only, scope)
    data = json.loads(text)
    return Session(key, user, data, seen_at, json.dumps(data, sort_keys=True))


def save_session(session: Session, *, now: datetime, user_agent: str = "") -> str:
    """Writes what changed and returns the key to put into the cookie; touches at most once a minute."""
    if not session.key:
        if not session.data:
            return ""
        return start_session(None, now=now, user_agent=user_agent, data=session.data)
    if session.changed or session.seen_at is None or now - session.seen_at > TOUCH_EVERY:
        LoginSession.objects.filter(key_hash=hash_key(session.key)).update(data=session.data, seen_at=now)
    return session.key


def start_session(
    user: PortalUser | None, *, now: datetime, user_agent: str = "", data: dict[str, Any] | None = None
) -> str:
    """A fresh session with a fresh key (256 bit); a sign-in never continues an old one."""
    key = secrets.token_urlsafe(32)
    session = LoginSession(
        key_hash=hash_key(key), user=user, data=data or {}, created_at=now, seen_at=now,
        user_agent=user_agent[:200],
    )  # fmt: skip
    session.save(force_insert=True)
    return key


def end_session(key: str) -> None:
    """Ends one session for good, on every server at once."""
    LoginSession.objects.filter(key_hash=hash_key(key)).delete()
