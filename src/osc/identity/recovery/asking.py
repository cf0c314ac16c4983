"""Passwort vergessen (FAQ 7, security 6.6): the page writes a row, the worker mails what it is worth."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from osc.correspondence.actions import queue_mail
from osc.identity.entry.devices import find_device
from osc.identity.entry.opening import Visitor
from osc.identity.models import PasswordReset, PortalUser
from osc.identity.rules.email import canonical_email
from osc.identity.rules.one_time import canonical_one_time, new_one_time
from osc.identity.sessions import hash_key
from osc.identity.tasks import judge_password_reset
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import store
from osc.limits.buckets import Bucket, take
from osc.limits.counters import Limit, count, count_or_refuse, source_of

LIFE = timedelta(minutes=30)
SOURCE = (Limit("forgot-source", 20, timedelta(hours=1)), Limit("forgot-source", 60, timedelta(days=1)))
# over it silence: a stranger can't fill the mailbox, a recognised browser has a budget of its own
MAILS = Bucket("mail-forgot", 3, timedelta(hours=2))
MAILS_OF_DEVICE = Bucket("mail-forgot-device", 3, timedelta(hours=2))
NO_LOGIN_MAILS = (Limit("mail-no-login", 1, timedelta(days=1)),)


def ask_new_password(
    *, email: str, language: str, visitor: Visitor, now: datetime, device_secret: str = ""
) -> None:  # fmt: skip
    """Constant work, whoever is asked for. Raises LimitReached for the source alone."""
    count_or_refuse(SOURCE, source_of(visitor.address), now=now)
    canonical = canonical_email(email)
    asked = PasswordReset(
        email=canonical, language=language, source=source_of(visitor.address), asked_at=now,
        device=find_device(device_secret, email=canonical, now=now),
    )  # fmt: skip
    store(asked)
    put_in_queue(judge_password_reset, reset_id=str(asked.id))


@transaction.atomic
def judge(*, reset_id: UUID, now: datetime) -> None:
    """The worker's part, once: a secret for a log-in that exists, at most one mail a day where none exists."""
    reset = PasswordReset.objects.select_for_update(of=("self",)).get(id=reset_id)
    if reset.judged_at is not None:
        return
    reset.judged_at = now
    user = PortalUser.objects.filter(email=reset.email, is_active=True).first()
    if user is None:
        reset.ended_at = now
        reset.save()
        if count(NO_LOGIN_MAILS, reset.email, now=now):
            _mail("no_login", reset, reset.language, now, {"link": f"{settings.BASE_URL}/registrieren/"})
        return
    if not _budget(reset, now):
        reset.ended_at = now
        reset.save()
        return
    # the newest only; one that somebody is using right now is let finish
    PasswordReset.objects.filter(user=user, used_at=None, ended_at=None).update(ended_at=now)
    _send_secret(reset, user, now)


def _budget(reset: PasswordReset, now: datetime) -> bool:
    if reset.device_id is not None:
        return take(MAILS_OF_DEVICE, str(reset.device_id), now=now)
    return take(MAILS, reset.email, now=now)


def _send_secret(reset: PasswordReset, user: PortalUser, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    reset.user, reset.link_hash, reset.valid_until = user, hash_key(token), now + LIFE
    context = {
        "link": f"{settings.BASE_URL}/passwort-neu/{token}/", "minutes": int(LIFE.total_seconds()) // 60,
        "asked_at": reset.asked_at.isoformat(), "source": reset.source,
    }  # fmt: skip
    template = "reset_link"
    if settings.UTILITY.security.password_reset == "one_time_password":  # noqa: S105 - the name of the setting
        one_time = new_one_time(secrets.token_bytes)
        reset.secret_hash = make_password(canonical_one_time(one_time))
        context["one_time"], template = one_time, "one_time_password"
    reset.save()
    _mail(template, reset, user.language, now, context)


def _mail(template: str, reset: PasswordReset, language: str, now: datetime, context: dict[str, object]) -> None:
    queue_mail(
        template=template, to=reset.email, language=language, context=context, now=now,
        useless_after=reset.valid_until,
    )  # fmt: skip
