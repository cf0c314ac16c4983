"""A customer lost the second factor: one member of staff asks, another one who may decide takes it away (ux 6)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Min

from osc.correspondence.actions import queue_mail
from osc.identity.factors.held import has_second_factor
from osc.identity.managing.closing import Word, login_of, trace
from osc.identity.models import AuthenticatorApp, FactorReset, Passkey, RecoveryCode, SecurityEvent
from osc.identity.recovery.choosing import end_everything
from osc.identity.security_events import note_event
from osc.identity.tasks import tell_address_on_file
from osc.interchange.jobs import put_in_queue
from osc.isolation.markers import unscoped


class NothingToReset(Exception):
    """The log-in has no second factor, or somebody asked already."""


class SamePerson(Exception):
    """Whoever asked may not decide."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits for the second person."""

    id: UUID
    user_id: UUID
    email: str
    business_partner_id: UUID
    asked_by: UUID
    asked_by_email: str
    asked_at: datetime
    reason: str


@transaction.atomic
def ask_factor_reset(word: Word, *, now: datetime) -> None:
    """Nothing is taken away yet; the customer hears of it at once. Raises NotTheirLogin, NothingToReset."""
    user = login_of(word.business_partner_id, word.user_id)
    if not has_second_factor(user.id):
        raise NothingToReset
    try:
        with transaction.atomic():
            FactorReset(
                user=user, business_partner_id=word.business_partner_id, asked_by_id=word.staff_id,
                reason=word.reason, asked_at=now,
            ).save(force_insert=True)  # fmt: skip
    except IntegrityError:
        raise NothingToReset from None
    _tell(user.id, user.email, user.language, "factor_reset_asked", now)
    trace(word, "ask_factor_reset", user.email, now)


@transaction.atomic
def decide_factor_reset(*, request_id: UUID, approve: bool, word: Word, now: datetime) -> None:
    """The second person's word: approved, the factors and everything open end; the password stays.

    Money stays held for three days after it (security 6.7). Raises NothingToReset, SamePerson.
    """
    asked = FactorReset.objects.select_for_update(of=("self",)).select_related("user").filter(
        id=request_id, decided_at=None
    ).first()  # fmt: skip
    if asked is None:
        raise NothingToReset
    if asked.asked_by_id == word.staff_id:
        raise SamePerson
    FactorReset.objects.filter(id=asked.id).update(decided_at=now)
    user = asked.user
    if approve:
        for held in (AuthenticatorApp, Passkey, RecoveryCode):
            held.objects.filter(user=user).delete()
        end_everything(user_id=user.id, now=now)
        note_event(user_id=user.id, kind=SecurityEvent.Kind.FACTOR_RESET, now=now)
        _tell(user.id, user.email, user.language, "factor_reset_done", now)
    trace(word, "approve_factor_reset" if approve else "refuse_factor_reset", user.email, now)


@unscoped(reason="staff decide requests of all customers; deciding is recorded")
def waiting_factor_resets() -> list[Asked]:
    """Oldest first."""
    waiting = FactorReset.objects.using("staff").filter(decided_at=None).select_related("user", "asked_by")
    return [
        Asked(
            each.id, each.user_id, each.user.email, each.business_partner_id, each.asked_by_id, each.asked_by.email,
            each.asked_at, each.reason,
        )
        for each in waiting.order_by("asked_at")[:100]
    ]  # fmt: skip


@unscoped(reason="staff see how much waits")
def count_factor_resets() -> dict[str, object]:
    """How many wait, and since when (ISO text)."""
    waiting = FactorReset.objects.using("staff").filter(decided_at=None)
    found = waiting.aggregate(waiting=Count("id"), oldest=Min("asked_at"))
    return {**found, "oldest": found["oldest"].isoformat() if found["oldest"] else None}


def _tell(user_id: UUID, email: str, language: str, template: str, now: datetime) -> None:
    queue_mail(template=template, to=email, language=language, now=now, context={})
    put_in_queue(tell_address_on_file, user_id=str(user_id), template=template)
