"""Letters to the owner of a contract account, by the worker: the notice, and the code."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.contracts.queries import FoundAccount, find_account_by_number
from osc.correspondence.actions import queue_letter
from osc.identity.models import AccountLink, Registration
from osc.identity.registration import limits
from osc.identity.registration.letter_codes import make_code
from osc.identity.rules.letter_code import spell_code
from osc.limits.counters import count
from osc.metering.queries import account_has_meter


@transaction.atomic
def write_to_owner(*, link_id: UUID, now: datetime) -> None:
    """Somebody who knew the numbers got in, or waits: the owner hears of it on paper (REG10)."""
    link = AccountLink.objects.select_related("user").filter(id=link_id, removed_at=None).first()
    account = find_account_by_number(link.account_number) if link else None
    if link is None or account is None:
        return
    if link.state == AccountLink.State.UNPROVEN:
        _send_code(account, language=link.user.language, now=now)
    elif count(limits.NOTICE_LETTERS, account.number, now=now):
        _write("registered_notice", account, {}, language=link.user.language, now=now)


@transaction.atomic
def send_code_letter(*, registration_id: UUID, now: datetime) -> None:
    """The code for whoever asked, to the owner's address, if the numbers fit; otherwise nothing at all."""
    request = Registration.objects.get(id=registration_id)
    account = find_account_by_number(request.account_number)
    if account and account_has_meter(account.id, request.meter_number, on=now.date()):
        _send_code(account, language=request.language, now=now)


def _send_code(account: FoundAccount, *, language: str, now: datetime) -> None:
    if count(limits.code_letters(), account.number, now=now):
        code = spell_code(make_code(account, now=now))
        days = settings.UTILITY.registration.letter_valid_days
        _write("letter_code", account, {"code": code, "days": days}, language=language, now=now)


def _write(template: str, account: FoundAccount, more: dict[str, object], *, language: str, now: datetime) -> None:
    queue_letter(
        template=template, recipient=account.recipient, language=language, now=now,
        business_partner_id=account.business_partner_id,
        context={"name": account.name, "account": account.number, **more},
    )  # fmt: skip
