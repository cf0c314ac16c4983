"""Telling a customer that a bill is here: by mail to the inbox, or on paper where that does not work (R-ZUG)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.billing.invoices.files import request_file
from osc.billing.invoices.recipients import recipient_of
from osc.billing.models import BillNotice, Invoice
from osc.billing.paperless import is_paperless
from osc.billing.rules.bills.dates import due_after, letter_received_on, received_on
from osc.billing.rules.delivery import Document, ways
from osc.contracts.queries import FoundAccount, find_account_by_number
from osc.correspondence.actions import queue_letter, queue_mail
from osc.correspondence.queries import comes_back
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import mask_contract_account

State = BillNotice.State


def _template(invoice: Invoice) -> str:
    """Of the mail and of the letter alike; what the customer is paid for delivering must say Gutschrift (R-ER-7)."""
    return "credit_note_ready" if invoice.is_credit_note else "bill_ready"


def announce_fresh(*, now: datetime) -> int:
    """Announces every paperless bill of the last days that nobody was told of yet; returns how many."""
    since = berlin_today(now) - timedelta(days=settings.UTILITY.bills.announce_days)
    fresh = Invoice.objects.filter(issued_on__gt=since, missing_since=None, notice=None)
    return sum(_announce(invoice, now) for invoice in fresh.select_related("contract_account"))


@transaction.atomic
def _announce(invoice: Invoice, now: datetime) -> bool:
    """One bill; on paper at once when nobody can be written to (R-ZUG-4, R-ZUG-7). False where post is on paper."""
    account = invoice.contract_account
    if not is_paperless(contract_account_id=account.id, at_billing_system=account.paperless):
        return False
    owner = find_account_by_number(account.number)
    if owner is None:
        return False
    request_file(invoice=invoice)
    recipient, today = recipient_of(account.id), berlin_today(now)
    reachable = recipient is not None and not comes_back(email=recipient.email)
    if recipient is None or ways(Document.BILL, paperless=True, reachable=reachable).letter:
        _on_paper(BillNotice(invoice=invoice, business_partner_id=invoice.business_partner_id), owner, "de", now)
        return True
    received = received_on(today, _holidays())
    mail_id = queue_mail(
        template=_template(invoice), to=recipient.email, language=recipient.language, now=now,
        context={"name": owner.name, "account": mask_contract_account(account.number), "bill_id": str(invoice.id),
                 "commodities": invoice.detail["commodities"] if invoice.detail else []},
    )  # fmt: skip
    BillNotice.objects.create(
        business_partner_id=invoice.business_partner_id, invoice=invoice, state=State.NOTIFIED, mail_id=mail_id,
        notified_at=now, delivered_on=received, due_on=due_after(received, invoice.due_on),
    )  # fmt: skip
    return True


@transaction.atomic
def mail_came_back(mail_id: UUID, now: datetime) -> None:
    """The customer did not get the mail: the bill goes out on paper, and the day to pay moves (R-ZUG-2, R-RE-9)."""
    notice = (
        BillNotice.objects.select_for_update(of=("self",))
        .filter(mail_id=mail_id, state=State.NOTIFIED)
        .select_related("invoice__contract_account")
        .first()
    )
    owner = find_account_by_number(notice.invoice.contract_account.number) if notice else None
    if notice is not None and owner is not None:
        recipient = recipient_of(notice.invoice.contract_account_id)
        _on_paper(notice, owner, recipient.language if recipient else "de", now)


def _on_paper(notice: BillNotice, owner: FoundAccount, language: str, now: datetime) -> None:
    received = letter_received_on(berlin_today(now), _holidays())
    notice.state, notice.notified_at, notice.delivered_on = State.ON_PAPER, now, received
    notice.due_on = due_after(received, notice.invoice.due_on)
    notice.letter_id = _write(notice.invoice, owner, notice.due_on, language, now)
    notice.save()


def _write(invoice: Invoice, owner: FoundAccount, due_on: date, language: str, now: datetime) -> UUID:
    """The letter that says what is to pay until when."""
    result: Decimal = invoice.gross - invoice.prepaid
    return queue_letter(
        template=_template(invoice), recipient=owner.recipient, language=language,
        business_partner_id=invoice.business_partner_id, now=now,
        context={
            "name": owner.name, "account": mask_contract_account(owner.number), "number": invoice.number,
            "period_from": invoice.period_from.isoformat(),
            "last_day": (invoice.period_to - timedelta(days=1)).isoformat(), "credit": result < 0,
            "amount": str(abs(result)), "due_on": due_on.isoformat(),
        },
    )  # fmt: skip


def _holidays() -> CivilCalendar:
    return CivilCalendar(settings.UTILITY.portal.land)
