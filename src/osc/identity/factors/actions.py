"""Second factors as somebody uses and changes them. Every change ends the other sessions and is mailed."""

from datetime import datetime, timedelta
from uuid import UUID

from osc.correspondence.actions import queue_mail
from osc.identity.entry.opening import Visitor
from osc.identity.factors.app import add_app, use_app_code
from osc.identity.factors.held import has_second_factor
from osc.identity.factors.passkeys import add_passkey
from osc.identity.factors.recovery_codes import make_recovery_codes, use_recovery_code
from osc.identity.models import AuthenticatorApp, Passkey, PortalUser, RecoveryCode, SecurityEvent
from osc.identity.security_events import note_event
from osc.identity.sessions import end_all_sessions
from osc.limits.counters import Limit, count_or_refuse

Kind = SecurityEvent.Kind
# only who knows the password gets here; five tries in a session are the session's own limit
TRIES = (Limit("second-factor", 10, timedelta(hours=1)), Limit("second-factor", 40, timedelta(days=1)))
APP_DIGITS = 6


def check_second_factor(*, user_id: UUID, device_id: UUID | None, code: str, now: datetime) -> None:
    """A code of the app or a recovery code. Raises CodeRefused, LimitReached; a known browser counts apart."""
    count_or_refuse(TRIES, str(device_id or user_id), now=now)
    if len("".join(code.split())) <= APP_DIGITS:
        use_app_code(user_id=user_id, code=code, now=now)
    else:
        use_recovery_code(user_id=user_id, code=code, now=now)


def link_app(
    *, user_id: UUID, secret: str, code: str, visitor: Visitor, keep_session: str, now: datetime
) -> list[str]:  # fmt: skip
    """Links the app and returns the recovery codes to show, none when there are some already. Raises CodeRefused."""
    user = PortalUser.objects.get(id=user_id)
    add_app(user=user, secret=secret, code=code, now=now)
    _changed(user, "app_added", Kind.FACTOR_ADDED, visitor, keep_session, now)
    return _first_codes(user)


def link_passkey(
    *, user_id: UUID, answer: str, challenge: str, name: str, visitor: Visitor, keep_session: str, now: datetime
) -> list[str]:
    """Keeps a passkey and returns the recovery codes to show, if there were none. Raises PasskeyRefused."""
    user = PortalUser.objects.get(id=user_id)
    add_passkey(user=user, answer=answer, challenge=challenge, name=name, now=now)
    _changed(user, "passkey_added", Kind.FACTOR_ADDED, visitor, keep_session, now)
    return _first_codes(user)


def remove_app(*, user_id: UUID, visitor: Visitor, keep_session: str, now: datetime) -> None:
    """The app's codes are worth nothing any more; the last factor takes the recovery codes along."""
    if AuthenticatorApp.objects.filter(user_id=user_id).delete()[0]:
        user = PortalUser.objects.get(id=user_id)
        _changed(user, "app_removed", Kind.FACTOR_REMOVED, visitor, keep_session, now)


def remove_passkey(*, user_id: UUID, passkey_id: UUID, visitor: Visitor, keep_session: str, now: datetime) -> None:
    """Only one's own; the last factor takes the recovery codes along."""
    if Passkey.objects.filter(user_id=user_id, id=passkey_id).delete()[0]:
        user = PortalUser.objects.get(id=user_id)
        _changed(user, "passkey_removed", Kind.FACTOR_REMOVED, visitor, keep_session, now)


def renew_recovery_codes(*, user_id: UUID, visitor: Visitor, keep_session: str, now: datetime) -> list[str]:
    """Fresh codes; the old ones are worth nothing any more."""
    user = PortalUser.objects.get(id=user_id)
    _changed(user, "codes_renewed", Kind.FACTOR_ADDED, visitor, keep_session, now)
    return make_recovery_codes(user=user)


def _first_codes(user: PortalUser) -> list[str]:
    if RecoveryCode.objects.filter(user=user, used_at=None).exists():
        return []
    return make_recovery_codes(user=user)


def _changed(
    user: PortalUser, what: str, kind: SecurityEvent.Kind, visitor: Visitor, keep_session: str, now: datetime
) -> None:
    if not has_second_factor(user.id):
        RecoveryCode.objects.filter(user=user).delete()
    end_all_sessions(user_id=user.id, but=keep_session)
    note_event(user_id=user.id, kind=kind, now=now, user_agent=visitor.user_agent, address=visitor.address)
    queue_mail(
        template="security_changed", to=user.email, language=user.language, now=now, context={"what": what}
    )  # fmt: skip
