"""Who hears of a change: the log-in, the address on file, the letter box, the third person (security.md 6.7)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from osc.cases.models import Case
from osc.correspondence.actions import put_into_inbox, queue_letter, queue_mail
from osc.design.language import gettext as _
from osc.isolation.change import store
from osc.payments.declaration import NewAccount
from osc.payments.models import BankLink
from osc.payments.queries import AccountAtHand
from osc.submissions.messages import Submitter

Use = BankLink.Use


def new_token() -> str:
    """256 bit for a link in a mail."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is stored of it."""
    return hashlib.sha256(token.encode()).digest()


def store_link(token: str, use: BankLink.Use, case: Case, now: datetime) -> None:
    """Makes the token of a mail work, for as long as a payment can be taken back."""
    store(
        BankLink(
            token_hash=hash_token(token), use=use, case_id=case.id, business_partner_id=case.business_partner_id,
            valid_until=now + timedelta(days=settings.UTILITY.bank.objection_days),
        )
    )  # fmt: skip


def tell_on_file(submitter: Submitter, case: Case, about: AccountAtHand, *, risky: bool, now: datetime) -> None:
    """The channels the utility had before: the address on file, and paper where there is none or money is at risk."""
    if about.email_on_file and about.email_on_file.lower() != submitter.email.lower():
        token = new_token()
        store_link(token, Use.OBJECT, case, now)
        queue_mail(
            template="bank_changed_notice", to=about.email_on_file, language=submitter.language, now=now,
            context=_context(case, about, token),
        )  # fmt: skip
    if risky or not about.email_on_file:
        queue_letter(
            template="bank_changed", recipient=[about.name, about.street, about.city], language=submitter.language,
            business_partner_id=case.business_partner_id, now=now, context=_context(case, about, ""),
        )  # fmt: skip


def tell_in_inbox(case: Case, about: AccountAtHand, *, now: datetime) -> None:
    """The inbox of the contract account, with the last digits only (BIZ2)."""
    words = {
        "name": about.name, "digits": str(case.summary["iban"])[-4:], "phone": settings.UTILITY.contact.phone,
        "reference": case.reference,
        "use": _("Für Abbuchungen") if case.summary["purpose"] == "debit" else _("Für Guthaben"),
    }  # fmt: skip
    body = [
        _("Guten Tag, %(name)s,"), _("es wurde eine neue Bankverbindung eingetragen."),
        _("%(use)s: IBAN … %(digits)s. Vorgangsnummer %(reference)s."),
        _("Waren Sie das nicht? Rufen Sie uns sofort an: %(phone)s."),
    ]  # fmt: skip
    put_into_inbox(
        contract_account_id=about.id, business_partner_id=about.business_partner_id, now=now,
        subject=_("Neue Bankverbindung eingetragen"), body="\n\n".join(line % words for line in body),
    )  # fmt: skip


def ask_holder(submitter: Submitter, case: Case, about: AccountAtHand, account: NewAccount, now: datetime) -> None:
    """The third person named as holder gets a notice and the question for consent."""
    assert account.other_holder is not None, "only somebody else is asked"
    consent, objection = new_token(), new_token()
    store_link(consent, Use.CONSENT, case, now)
    store_link(objection, Use.OBJECT, case, now)
    queue_mail(
        template="bank_consent", to=account.other_holder.email, language=submitter.language, now=now,
        context={**_context(case, about, objection), "name": account.holder, "customer": about.name,
                 "consent_token": consent},
    )  # fmt: skip


def _context(case: Case, about: AccountAtHand, token: str) -> dict[str, Any]:
    return {
        "name": about.name, "reference": case.reference, "summary": case.summary, "token": token,
        "hand_over_at": case.hand_over_at.isoformat() if case.hand_over_at else None,
    }  # fmt: skip
