"""A new password: after a reset, or because somebody wants another one."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from osc.correspondence.actions import queue_mail
from osc.identity.entry.checking import Admission, SignInFailed, admit_reset
from osc.identity.entry.opening import Visitor
from osc.identity.models import Device, EmailChange, PasswordReset, PortalUser, SecurityEvent, UnlockLink
from osc.identity.password_context import context_words
from osc.identity.rules.passwords import normal_form, password_problem
from osc.identity.security_events import note_event
from osc.identity.sessions import end_all_sessions, hash_key
from osc.identity.tasks import tell_address_on_file
from osc.interchange.jobs import put_in_queue

UNCHANGED = "unchanged"
Kind = SecurityEvent.Kind


class ResetGone(Exception):
    """The link or the session's reset is unknown, used, replaced by a newer one, or has run out."""


class PasswordRefused(Exception):
    """The password is not good enough; `problem` is one of rules.passwords, or UNCHANGED."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def find_reset(*, token: str, now: datetime) -> PasswordReset:
    """What the link of the mail opens; looking changes nothing. Raises ResetGone."""
    found = (
        PasswordReset.objects.select_related("user")
        .filter(link_hash=hash_key(token), used_at=None, ended_at=None, valid_until__gt=now, user__is_active=True)
        .first()
    )
    if found is None or found.user is None or found.user.email != found.email:
        raise ResetGone
    return found


def use_reset_link(*, token: str, now: datetime) -> Admission:
    """Consumes the link: as good as signing in with the one-time password. Raises ResetGone."""
    try:
        return admit_reset(find_reset(token=token, now=now), device=None, now=now)
    except SignInFailed:
        raise ResetGone from None


@transaction.atomic
def replace_forgotten_password(*, reset_id: UUID, password: str, visitor: Visitor, now: datetime) -> PortalUser:
    """Sets the password, and ends whatever somebody else may hold: sessions, known browsers, links, codes.

    Raises ResetGone; PasswordRefused, and then the one-time password works once more within its life (PWD7).
    """
    reset = PasswordReset.objects.select_for_update(of=("self",)).filter(id=reset_id, ended_at=None).first()
    user = None if reset is None else PortalUser.objects.filter(id=reset.user_id, is_active=True).first()
    if reset is None or user is None:
        raise ResetGone
    problem = _problem(user, password)
    if problem:
        raise PasswordRefused(problem)
    _set_password(user, password)
    end_everything(user_id=user.id, now=now)
    _note(user, Kind.PASSWORD_RESET, visitor, now)
    put_in_queue(tell_address_on_file, user_id=str(user.id), template="password_changed")
    return user


def give_back(*, reset_id: UUID) -> None:
    """The new password was refused: the one-time password may be used once more."""
    PasswordReset.objects.filter(id=reset_id, ended_at=None).update(used_at=None)


@transaction.atomic
def change_password(*, user_id: UUID, current: str, password: str, visitor: Visitor, now: datetime) -> PortalUser:
    """With the current password. Ends all sessions, known browsers and links; the caller opens a fresh session.

    Raises SignInFailed when the current password is wrong, PasswordRefused.
    """
    user = PortalUser.objects.select_for_update().get(id=user_id)
    if not check_password(normal_form(current), user.password):
        raise SignInFailed
    problem = _problem(user, password)
    if problem:
        raise PasswordRefused(problem)
    _set_password(user, password)
    end_everything(user_id=user.id, now=now)
    _note(user, Kind.PASSWORD_CHANGED, visitor, now)
    return user


def end_everything(*, user_id: UUID, now: datetime) -> None:
    """All sessions, recognised browsers, one-time passwords, unlock links and e-mail changes under way."""
    end_all_sessions(user_id=user_id)
    Device.objects.filter(user_id=user_id).delete()
    PasswordReset.objects.filter(user_id=user_id, ended_at=None).update(ended_at=now)
    UnlockLink.objects.filter(user_id=user_id, used_at=None).update(used_at=now)
    EmailChange.objects.filter(user_id=user_id, confirmed_at=None, ended_at=None).update(ended_at=now)


def _problem(user: PortalUser, password: str) -> str:
    problem = password_problem(password, context=context_words(email=user.email))
    if not problem and check_password(normal_form(password), user.password):
        return UNCHANGED
    return problem


def _set_password(user: PortalUser, password: str) -> None:
    PortalUser.objects.filter(id=user.id).update(password=make_password(normal_form(password)))


def _note(user: PortalUser, kind: SecurityEvent.Kind, visitor: Visitor, now: datetime) -> None:
    note_event(user_id=user.id, kind=kind, now=now, user_agent=visitor.user_agent, address=visitor.address)
    queue_mail(template="password_changed", to=user.email, language=user.language, now=now, context={})
