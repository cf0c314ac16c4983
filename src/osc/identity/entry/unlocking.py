"""The unlock link: after a hundred failures in a row only the owner's mailbox opens the way for a new browser."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from osc.correspondence.actions import queue_mail
from osc.identity.entry.devices import recognise
from osc.identity.models import PortalUser, UnlockLink
from osc.identity.sessions import hash_key
from osc.limits.buckets import Bucket, take

LINK_LIFE = timedelta(minutes=30)
MAILS = Bucket("mail-unlock", 3, timedelta(hours=2))


class UnlockLinkGone(Exception):
    """The link is unknown, used or has run out."""


@transaction.atomic
def send_unlock_link(*, email: str, now: datetime) -> None:
    """The worker's part: to a log-in that exists, within the budget of its mailbox; else silence."""
    user = PortalUser.objects.filter(email=email, is_active=True).first()
    if user is None or not take(MAILS, email, now=now):
        return
    token = secrets.token_urlsafe(32)
    UnlockLink(user=user, token_hash=hash_key(token), valid_until=now + LINK_LIFE).save(force_insert=True)
    queue_mail(
        template="many_failures", to=user.email, language=user.language, now=now, useless_after=now + LINK_LIFE,
        context={"link": f"{settings.BASE_URL}/anmelden/freischalten/{token}/", "minutes": 30},
    )  # fmt: skip


def find_unlock(*, token: str, now: datetime) -> UnlockLink:
    """The link behind the token. Raises UnlockLinkGone."""
    found = UnlockLink.objects.filter(
        token_hash=hash_key(token), used_at=None, valid_until__gt=now, user__is_active=True
    ).first()
    if found is None:
        raise UnlockLinkGone
    return found


def use_unlock(*, token: str, now: datetime, user_agent: str) -> str:
    """Makes this browser a recognised one and returns its secret; the password is still needed.

    Raises UnlockLinkGone.
    """
    link = find_unlock(token=token, now=now)
    if not UnlockLink.objects.filter(id=link.id, used_at=None).update(used_at=now):
        raise UnlockLinkGone
    return recognise(link.user, now=now, user_agent=user_agent)[1]
