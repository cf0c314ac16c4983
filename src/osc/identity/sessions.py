"""Sessions in the database, by the hash of their key; one statement finds session, user and scope."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from osc.foundation.clock import berlin_today
from osc.identity.models import Device, LoginSession, PasswordReset, PortalUser
from osc.interchange.queries import LAST_LOOK
from osc.isolation.change import store
from osc.isolation.scope import Scope
from osc.isolation.statements import run

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
MOST_SESSIONS = 10

# the person who let the log-in look still has the contract account
GRANTED = """
    select from identity_accountlink g join identity_portaluser o on o.id = g.user_id and o.is_active
    where g.user_id = l.granted_by_id and g.contract_account_id = l.contract_account_id and g.removed_at is null
      and g.state = 'open' and not g.read_only"""
KEEP = "update identity_loginsession set data = %(data)s::jsonb, seen_at = %(seen)s where key_hash = %(key)s"
# also pins row-level security to the user's partners, for this transaction only; a confined session sees none, and
# a request that acts finds only what is the user's own
FIND = f"""
    select s.data::text, s.seen_at, s.stage, s.reset_id, s.second_factor, d.recognised_at, s.device_id,
           u.id, u.email, u.language, u.theme, u.is_staff, u.is_admin, a.accounts, a.partners,
           a.looked_on, a.own_partners, a.states, a.labels::text,
           ({LAST_LOOK}) as looked_at,
           set_config('osc.partners', coalesce(case when %(acts)s then a.own_partners else a.partners end,
                                               '{{}}')::text, true)
    from identity_loginsession s
    left join identity_portaluser u on u.id = s.user_id and u.is_active
    left join identity_device d on d.id = s.device_id
    left join lateral (
        select array_agg(contract_account_id) filter (where state = 'open') as accounts,
               array_agg(distinct business_partner_id) filter (where state = 'open') as partners,
               array_agg(contract_account_id) filter (where state = 'open' and read_only) as looked_on,
               array_agg(distinct business_partner_id) filter (where state = 'open' and not read_only)
                   as own_partners,
               array_agg(distinct state) as states,
               json_agg(json_build_array(contract_account_id, account_number, label))
                   filter (where label <> '') as labels
        from identity_accountlink l where l.user_id = u.id and l.removed_at is null and s.stage = ''
          and (l.until is null or l.until >= %(today)s) and (l.granted_by_id is null or exists ({GRANTED}))
    ) a on true
    where s.key_hash = %(key)s and s.seen_at > %(seen)s and s.created_at > %(created)s"""
# seats are limited: the session that was quiet longest gives up its own
MAKE_ROOM = """
    delete from identity_loginsession where key_hash in (
        select key_hash from identity_loginsession where user_id = %s order by seen_at desc offset %s)"""


class Stage(StrEnum):
    """What a session may do. Everything but FULL is confined to one page and the sign-out."""

    FULL = ""
    SECOND_FACTOR = "second_factor"
    NEW_PASSWORD = "new_password"  # noqa: S105 - not a secret


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The user of a session as pages need it. `device_since` is when this browser was first recognised."""

    id: UUID
    email: str
    language: str
    theme: str
    is_staff: bool
    scope: Scope
    # contract accounts of others, to look at and not to act on
    looks_on: frozenset[UUID] = frozenset()
    # the business partners behind the contract accounts that are the user's own
    own_partners: tuple[UUID, ...] = ()
    # staff who look through a customer's eyes do nothing at all
    read_only: bool = False
    second_factor: bool = False
    device_id: UUID | None = None
    device_since: datetime | None = None
    # states of the links to contract accounts: what waits for a yes or for the code from a letter
    link_states: frozenset[str] = frozenset()
    # the customer's own names of contract accounts, by id and by number
    account_labels: Mapping[str, str] = field(default_factory=dict)
    # staff who decide what needs a second person
    is_admin: bool = False

    def acting(self) -> "SignedIn":
        """The same person without the contract accounts that are somebody else's: whoever acts sees no others."""
        own = tuple(each for each in self.scope.contract_account_ids if each not in self.looks_on)
        return replace(self, scope=Scope(self.id, self.own_partners, own))

    def may_act_for(self, contract_account_id: UUID) -> bool:
        """Whether the contract account is the user's own, and this is not a look through the user's eyes."""
        return not self.read_only and contract_account_id not in self.looks_on

    @property
    def only_looks_on(self) -> bool:
        """Nothing but contract accounts of others."""
        return bool(self.looks_on) and not self.own_partners

    def label_of(self, contract_account: UUID | str) -> str:
        """The customer's own name for a contract account, by id or number; empty without one."""
        return self.account_labels.get(str(contract_account), "")


@dataclass
class Session:
    """The session of one request. Changes in `data` are written back once, at the end.

    `user` may use the portal; `confined` has shown a password only and must do what `stage` says first.
    """

    key: str = ""
    user: SignedIn | None = None
    data: dict[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None
    stored: Mapping[str, Any] = field(default_factory=dict)
    stage: Stage = Stage.FULL
    confined: SignedIn | None = None
    reset_id: UUID | None = None
    # when the portal last heard from the billing system
    looked_at: datetime | None = None

    @property
    def changed(self) -> bool:
        return self.data != self.stored


def hash_key(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def find_session(key: str, *, now: datetime, acts: bool = False) -> Session | None:
    """The living session of this key, else None; pins row-level security to its user.

    With `acts` (every request that may change something) contract accounts that the user may only look at are
    not there, for the scope and for the database alike: what is done to them is refused as to unknown ones.
    """
    moments = {"key": hash_key(key), "seen": now - IDLE, "created": now - ABSOLUTE, "today": berlin_today(now)}
    row = run(FIND, {**moments, "acts": acts}).fetchone()
    if row is None:
        return None
    text, seen_at, stage, reset_id, second_factor, device_since, device_id, user_id, *of_user, looked_at, _ = row
    user = None
    if user_id is not None:
        *person, is_admin, accounts, partners, looked_on, own_partners, states, labels = of_user
        user = SignedIn(
            user_id, *person, Scope(user_id, tuple(partners or ()), tuple(accounts or ())),
            frozenset(looked_on or ()), tuple(own_partners or ()), False, second_factor, device_id, device_since,
            frozenset(states or ()), _by_id_and_number(json.loads(labels or "[]")), is_admin,
        )  # fmt: skip
        user = user.acting() if acts and looked_on else user
    data, stored = json.loads(text), json.loads(text)
    if stage:
        return Session(key, None, data, seen_at, stored, Stage(stage), confined=user, reset_id=reset_id)
    return Session(key, user, data, seen_at, stored, looked_at=looked_at)


def _by_id_and_number(rows: list[list[str]]) -> dict[str, str]:
    return {key: label for id_, number, label in rows for key in (id_, number)}


def save_session(session: Session, *, now: datetime, user_agent: str = "") -> str:
    """Writes what changed and returns the key to put into the cookie; touches at most once a minute."""
    if not session.key:
        if not session.data:
            return ""
        return start_session(None, now=now, user_agent=user_agent, data=session.data)
    if session.changed or session.seen_at is None or now - session.seen_at > TOUCH_EVERY:
        run(KEEP, {"key": hash_key(session.key), "data": json.dumps(session.data), "seen": now})
    return session.key


def start_session(
    user: PortalUser | None, *, now: datetime, user_agent: str = "", data: dict[str, Any] | None = None,
    device: Device | None = None, stage: Stage = Stage.FULL, reset: PasswordReset | None = None,
    second_factor: bool = False,
) -> str:  # fmt: skip
    """A fresh session with a fresh key (256 bit); a sign-in never continues an old one. At most ten per user."""
    if user is not None:
        run(MAKE_ROOM, [user.pk, MOST_SESSIONS - 1])
    key = secrets.token_urlsafe(32)
    session = LoginSession(
        key_hash=hash_key(key), user=user, data=data or {}, created_at=now, seen_at=now,
        user_agent=user_agent[:200], device=device, stage=stage, reset=reset, second_factor=second_factor,
    )  # fmt: skip
    store(session)
    return key


def renew_key(session: Session) -> None:
    """A new key for the same session, after the person has proved again who it is."""
    key = secrets.token_urlsafe(32)
    LoginSession.objects.filter(key_hash=hash_key(session.key)).update(key_hash=hash_key(key))
    session.key = key


def end_session(key: str) -> None:
    """Ends one session for good, on every server at once."""
    LoginSession.objects.filter(key_hash=hash_key(key)).delete()


def end_all_sessions(*, user_id: UUID, but: str = "") -> int:
    """Ends every session of the user except the one with this key; returns how many ended."""
    ended, _ = LoginSession.objects.filter(user_id=user_id).exclude(key_hash=hash_key(but)).delete()
    return ended
