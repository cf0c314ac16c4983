"""Telling customers of a new price: in full by mail, on paper where the law or the customer wants it (R-VTR-3)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.billing.invoices.recipients import Recipient, recipient_of
from osc.billing.models import PriceNotice
from osc.billing.paperless import is_paperless
from osc.billing.rules.bills.dates import letter_received_on, received_on
from osc.billing.rules.delivery import Document, MailText, ways
from osc.contracts.price_changes import AnnouncedChange, announced_changes
from osc.contracts.queries import find_account_by_number
from osc.contracts.rules.price_changes import BASIC_SUPPLY, holds_at_the_earliest
from osc.correspondence.actions import put_into_inbox, queue_letter, queue_mail
from osc.correspondence.notices import inbox_text
from osc.correspondence.queries import comes_back
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import mask_contract_account


def announce_price_changes(*, now: datetime) -> int:
    """Tells every log-in of changes announced in the last days that nobody was told of yet; returns how many.

    Customers without a log-in are told by the billing system, as ever.
    """
    today = berlin_today(now)
    since = today - timedelta(days=settings.UTILITY.bills.announce_days)
    told = set(PriceNotice.objects.filter(effective_on__gt=today).values_list("contract_id", "effective_on"))
    fresh = [
        change for change in announced_changes(since=since, today=today)
        if (change.contract_id, change.effective_on) not in told
    ]  # fmt: skip
    return sum(_announce(change, now) for change in fresh)


@transaction.atomic
def _announce(change: AnnouncedChange, now: datetime) -> bool:
    recipient = recipient_of(change.contract_account_id)
    if recipient is None:
        return False
    document = Document.BASIC_PRICE_CHANGE if change.supply_form == BASIC_SUPPLY else Document.PRICE_CHANGE
    found = ways(
        document, paperless=is_paperless(
            contract_account_id=change.contract_account_id, at_billing_system=change.paperless
        ), reachable=not comes_back(email=recipient.email),
    )  # fmt: skip
    context, today = _context(change), berlin_today(now)
    notice = PriceNotice(
        business_partner_id=change.business_partner_id, contract_id=change.contract_id,
        effective_on=change.effective_on, notified_at=now, delivered_on=received_on(today, _holidays()),
    )  # fmt: skip
    if found.mail == MailText.FULL:
        notice.mail_id = queue_mail(
            template="price_change", to=recipient.email, language=recipient.language, context=context, now=now
        )
    if found.letter:
        _on_paper(notice, change.account_number, recipient.language, context, now)
    notice.late = holds_at_the_earliest(change.supply_form, notice.delivered_on) > change.effective_on
    notice.save(force_insert=True)
    subject, body = inbox_text("price_change", language=recipient.language, context=context)
    put_into_inbox(
        contract_account_id=change.contract_account_id, business_partner_id=change.business_partner_id,
        subject=subject, body=body, now=now,
    )  # fmt: skip
    return True


@transaction.atomic
def price_mail_came_back(mail_id: UUID, now: datetime) -> None:
    """Nobody got the mail: the same words go out on paper, and what counts is the letter (R-ZUG-2)."""
    notice = PriceNotice.objects.select_for_update().filter(mail_id=mail_id, letter_id=None).first()
    if notice is None:
        return
    wanted = [each for each in announced_changes(since=date.min, today=berlin_today(now))
              if (each.contract_id, each.effective_on) == (notice.contract_id, notice.effective_on)]  # fmt: skip
    for change in wanted:
        recipient: Recipient | None = recipient_of(change.contract_account_id)
        language = recipient.language if recipient else "de"
        _on_paper(notice, change.account_number, language, _context(change), now)
        notice.late = holds_at_the_earliest(change.supply_form, notice.delivered_on) > change.effective_on
        notice.save()


def _on_paper(notice: PriceNotice, number: str, language: str, context: dict[str, Any], now: datetime) -> None:
    owner = find_account_by_number(number)
    if owner is None:
        return
    if notice.mail_id is None or notice.pk is not None:
        notice.delivered_on = letter_received_on(berlin_today(now), _holidays())
    notice.letter_id = queue_letter(
        template="price_change", recipient=owner.recipient, language=language, context=context, now=now,
        business_partner_id=notice.business_partner_id,
    )  # fmt: skip


def _context(change: AnnouncedChange) -> dict[str, Any]:
    return {
        "name": change.name, "account": mask_contract_account(change.account_number), "commodity": change.commodity,
        "tariff": change.tariff, "contract_id": str(change.contract_id), "reason": change.reason,
        "effective_on": change.effective_on.isoformat(), "last_day": str(change.effective_on - timedelta(days=1)),
        "parts": [
            {"name": each.name, "unit": each.unit, "old": str(each.old) if each.old is not None else None,
             "new": str(each.new) if each.new is not None else None} for each in change.parts
        ],
    }  # fmt: skip


def _holidays() -> CivilCalendar:
    return CivilCalendar(settings.UTILITY.portal.land)
