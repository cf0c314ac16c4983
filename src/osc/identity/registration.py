"""What a registration is worth: judged by the worker, told only by mail."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.contracts.queries import FoundAccount, find_account_by_number
from osc.correspondence.actions import queue_mail
from osc.foundation.identifiers import meter_number_stem
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.limits.counters import Limit, count, holds, neighbourhood_of, refund
from osc.metering.queries import account_has_meter

LINK_LIFE = timedelta(hours=24)
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)

# who asks: refused on the page when passed
SOURCE_LIMITS = (Limit("register-source", 10, HOUR), Limit("register-source", 30, DAY))
NEIGHBOURHOOD_LIMITS = (Limit("register-neighbourhood", 50, HOUR),)
# what is tried: when passed, only the address on file gets a direct link, and the page never shows it
ACCOUNT_LIMITS = (Limit("register-account", 5, DAY), Limit("register-account", 15, MONTH))
METER_LIMITS = (Limit("register-meter", 5, DAY),)
METER_ACCOUNT_LIMITS = (Limit("register-meter-accounts", 5, MONTH),)
FIRST_TRY = (Limit("register-pair", 1, MONTH),)
FAILURE_LIMITS = (Limit("register-failures", 150, HOUR), Limit("register-failures", 600, DAY))
# what is sent
MISMATCH_MAILS = (Limit("mail-mismatch", 1, HOUR), Limit("mail-mismatch", 3, DAY))
IN_USE_MAILS = (Limit("mail-in-use", 1, HOUR), Limit("mail-in-use", 3, DAY))
LINK_MAILS = (Limit("mail-link", 5, HOUR),)

Outcome = Registration.Outcome


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def evaluate(*, registration_id: UUID, now: datetime) -> None:
    """Judges one registration once and queues the mail that tells the truth (R-SEC-4, REG1)."""
    request = Registration.objects.select_for_update().get(id=registration_id)
    if request.outcome != Outcome.OPEN:
        return
    within_limits = _count_try(request, now)
    account = find_account_by_number(request.account_number)
    if account and not account_has_meter(account.id, request.meter_number, on=now.date()):
        account = None
    if account is None:
        count(FAILURE_LIMITS, "all", now=now)
    on_file = account is not None and (account.email_on_file or "").lower() == request.email
    if account is None or not (within_limits or on_file):
        _no_match(request, now)
    elif PortalUser.objects.filter(email=request.email).exists():
        _email_in_use(request, now)
    elif AccountLink.objects.filter(contract_account_id=account.id, removed_at=None).exists():
        _tell_owner(account, request, now)
        _no_match(request, now)
    else:
        _send_link(account, request, now)
        if not on_file:
            _tell_owner(account, request, now)


def _count_try(request: Registration, now: datetime) -> bool:
    """Counts the try on whatever a guesser can hold fixed, in every spelling (security 6.4)."""
    account, meter = request.account_number, meter_number_stem(request.meter_number)
    new_pair = count(FIRST_TRY, f"{account}:{meter}", now=now)
    within = [
        count(ACCOUNT_LIMITS, account, now=now),
        count(METER_LIMITS, meter, now=now),
        (count if new_pair else holds)(METER_ACCOUNT_LIMITS, meter, now=now),
        holds(FAILURE_LIMITS, "all", now=now),
    ]
    return all(within)


def _send_link(account: FoundAccount, request: Registration, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    request.outcome, request.token_hash, request.valid_until = (
        Outcome.LINK_SENT,
        hash_token(token),
        now + LINK_LIFE,
    )
    request.contract_account_id, request.business_partner_id = account.id, account.business_partner_id
    if not Registration.objects.filter(contract_account_id=account.id, outcome=Outcome.LINK_SENT).exists():
        refund(SOURCE_LIMITS, request.source)
        refund(NEIGHBOURHOOD_LIMITS, neighbourhood_of(request.source.partition("/")[0]))
    request.save()
    if count(LINK_MAILS, request.email, now=now):
        link = f"{settings.BASE_URL}/registrieren/link/{token}/"
        _mail("registration_link", request, now, {"link": link, "hours": 24}, useless_after=request.valid_until)


def _email_in_use(request: Registration, now: datetime) -> None:
    request.outcome = Outcome.EMAIL_IN_USE
    request.save()
    if count(IN_USE_MAILS, request.email, now=now):
        _mail("email_in_use", request, now, {"link": f"{settings.BASE_URL}/anmelden/"})


def _no_match(request: Registration, now: datetime) -> None:
    request.outcome = Outcome.NO_MATCH
    request.save()
    if count(MISMATCH_MAILS, request.email, now=now):
        _mail("registration_no_match", request, now, {"link": f"{settings.BASE_URL}/registrieren/"})


def _tell_owner(account: FoundAccount, request: Registration, now: datetime) -> None:
    """The channel on file hears of it, whoever asked."""
    if account.email_on_file and count(MISMATCH_MAILS, f"owner:{account.number}", now=now):
        queue_mail(
            template="registered_notice", to=account.email_on_file, language=request.language, now=now,
            context={"name": account.name, "account": account.number[-4:]},
        )  # fmt: skip


def _mail(
    template: str, request: Registration, now: datetime, context: dict[str, object],
    useless_after: datetime | None = None,
) -> None:  # fmt: skip
    queue_mail(
        template=template, to=request.email, language=request.language, context=context, now=now,
        useless_after=useless_after,
    )  # fmt: skip
