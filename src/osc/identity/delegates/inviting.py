"""Letting somebody look at one's contract accounts (R-DS-12): a mail with a link, nothing shared, nothing to act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from osc.audit.actions import record
from osc.contracts.queries import owner_of_account
from osc.correspondence.actions import queue_mail
from osc.foundation.clock import berlin_today
from osc.identity.models import Invitation
from osc.identity.registration.tokens import LinkNotValid, hash_token, new_token
from osc.identity.rules.email import canonical_email
from osc.limits.buckets import Bucket, take
from osc.limits.counters import Limit, count_or_refuse
from osc.submissions.messages import Submitter

LINK_LIFE = timedelta(days=7)
INVITATIONS = (Limit("invitations", 10, timedelta(days=1)),)
# over it silence: nobody's mailbox is filled by somebody else
MAILS = Bucket("mail-invitation", 3, timedelta(hours=2))


@dataclass(frozen=True, slots=True)
class Wish:
    """Who may look at what; `until` is the last day, None for no end."""

    email: str
    contract_account_ids: Sequence[UUID]
    until: date | None = None


@transaction.atomic
def invite(*, submitter: Submitter, wish: Wish, submission_key: UUID, now: datetime) -> None:
    """Writes the invitation and its mail, the same form twice is one. Says nothing about whether the address has a
    log-in. Raises AccountNotFound for contract accounts that are not the submitter's own, LimitReached."""
    user_id, email = submitter.scope.user_id, canonical_email(wish.email)
    if Invitation.objects.filter(user_id=user_id, submission_key=submission_key).exists():
        return
    owners = [owner_of_account(submitter.scope, contract_account_id=id_) for id_ in wish.contract_account_ids]
    count_or_refuse(INVITATIONS, str(user_id), now=now)
    token = new_token()
    Invitation(
        user_id=user_id, submission_key=submission_key, email=email, name=owners[0].name, until=wish.until,
        accounts=[
            {"account": str(each.contract_account_id), "partner": str(each.business_partner_id), "number": each.number}
            for each in owners
        ],
        asked_at=now, token_hash=hash_token(token), valid_until=now + LINK_LIFE,
    ).save(force_insert=True)  # fmt: skip
    for partner_id in {each.business_partner_id for each in owners}:
        record(at=now, actor=f"user:{user_id}", deed="invite_delegate", subject=email, business_partner_id=partner_id)
    if take(MAILS, email, now=now):
        queue_mail(
            template="access_offered", to=email, language=submitter.language, now=now, useless_after=now + LINK_LIFE,
            context={
                "from_name": owners[0].name, "accounts": [each.number[-4:] for each in owners],
                "until": wish.until.isoformat() if wish.until else None, "days": LINK_LIFE.days,
                "link": f"{settings.BASE_URL}/zugriff-annehmen/{token}/",
            },
        )  # fmt: skip


def find_invitation(*, token: str, now: datetime) -> Invitation:
    """What the link opens; looking changes nothing. Raises LinkNotValid."""
    found = _living(now).filter(token_hash=hash_token(token)).first()
    if found is None:
        raise LinkNotValid
    return found


def invitations_to(email: str, *, now: datetime) -> list[Invitation]:
    """What waits for a yes of the log-in with this address, oldest first."""
    return list(_living(now).filter(email=email).order_by("asked_at")[:20])


def open_invitations(user_id: UUID, *, now: datetime) -> list[Invitation]:
    """Whom this log-in asked and who has not answered yet, oldest first."""
    return list(_living(now).filter(user_id=user_id).order_by("asked_at")[:50])


def take_back(*, user_id: UUID, invitation_id: UUID, now: datetime) -> bool:
    """The link opens nothing any more; False when there is no such invitation of this log-in."""
    return bool(_living(now).filter(user_id=user_id, id=invitation_id).update(ended_at=now))


def _living(now: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted: the person who asked may still act, the last day is not over."""
    living = Invitation.objects.select_related("user").filter(
        ended_at=None, valid_until__gt=now, user__is_active=True
    )  # fmt: skip
    return living.exclude(until__lt=berlin_today(now))
