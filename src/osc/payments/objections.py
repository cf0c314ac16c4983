"""Links in mails that work without sign-in: "that was not me" stops a change, a third person agrees to a debit.

Looking shows, only POST acts; the link opens this one case and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from osc.audit.actions import record
from osc.cases.actions import move_case, open_case, reopen_decision
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.interchange.outbound.actions import enqueue, hold, release
from osc.isolation.change import one_change
from osc.isolation.pin import pin_partner
from osc.payments.actions import revocation_of
from osc.payments.models import BankChange, BankLink, MandateText
from osc.payments.notices import hash_token
from osc.payments.rules.holds import Purpose

Use = BankLink.Use
OBJECTION = UUID("6f1d1f0e-7d9a-5f57-9a5e-0c7c5f0b3a11")


@dataclass(frozen=True, slots=True)
class LinkedChange:
    """What a link shows: the case, its mandate if there is one, and whether the link was used."""

    case: Case
    mandate: str
    used: bool


def find_linked(token: str, use: BankLink.Use, *, now: datetime) -> LinkedChange | None:
    """The change behind a link; None when the link is unknown, of the other kind, or too old."""
    link = BankLink.objects.filter(token_hash=hash_token(token), use=use, valid_until__gt=now).first()
    if link is None:
        return None
    pin_partner(link.business_partner_id)
    case = Case.objects.get(id=link.case_id)
    text = MandateText.objects.filter(case=case).first()
    return LinkedChange(case, text.text if text else "", link.used_at is not None)


def object_to_change(token: str, *, source: str, now: datetime) -> Case | None:
    """Stops the change and opens a case for staff; the same link again is the same case. None: no such link."""
    found = find_linked(token, Use.OBJECT, now=now)
    if found is None:
        return None
    case, changes = found.case, list(BankChange.objects.filter(case=found.case))
    opened = open_case(
        kind=Case.Kind.BANK_DETAILS, business_partner_id=case.business_partner_id,
        contract_account_id=case.contract_account_id, submitted_by=case.submitted_by,
        submission_key=objection_key(case.id), content={"objects_to": case.id},
        summary={**case.summary, "purpose": "objection", "about": case.reference}, now=now, in_review=True,
        language=case.language,
    )  # fmt: skip
    if not opened.new:
        return opened.case
    late = [change for change in changes if not hold(key=change.message_key)]
    BankChange.objects.filter(case=case).update(frozen_at=now)
    BankLink.objects.filter(token_hash=hash_token(token)).update(used_at=now)
    move_case(case=case, target=CaseState.NEEDS_CLARIFICATION, now=now, reason="reported as not wanted")
    reopen_decision(case_id=case.id)
    with one_change():
        for change in late:
            if change.purpose == Purpose.DEBIT:
                _revoke(change, opened.case, now)
        record(
            at=now, actor="link:object", deed="object_to_bank_change", subject=case.reference,
            business_partner_id=case.business_partner_id, source=source, late=len(late),
        )  # fmt: skip
        queue_mail(
            template="bank_frozen", to=case.email, language=case.language, now=now,
            context={"reference": opened.case.reference, "about": case.reference, "summary": case.summary},
        )  # fmt: skip
    return opened.case


def objection_key(case_id: UUID) -> UUID:
    """The submission key of the case that "that was not me" opens about a change."""
    return uuid5(OBJECTION, str(case_id))


def _revoke(change: BankChange, case: Case, now: datetime) -> None:
    outgoing = revocation_of(change)
    enqueue(
        kind=outgoing.kind, case_id=case.id, business_partner_id=case.business_partner_id,
        lane=f"{change.account_number}:{outgoing.topic}", now=now,
        payload={"case": case.reference, "contract_account": change.account_number,
                 "submitted_at": now.isoformat(), **outgoing.payload},
    )  # fmt: skip


def consent_to_mandate(token: str, *, source: str, now: datetime) -> Case | None:
    """The holder agrees: the mandate goes to the billing system, once. None: no such link."""
    found = find_linked(token, Use.CONSENT, now=now)
    if found is None:
        return None
    case = found.case
    link = BankLink.objects.filter(token_hash=hash_token(token), used_at=None)
    living = not BankChange.objects.filter(case=case, frozen_at__isnull=False).exists()
    if living and case.state == CaseState.ACCEPTED and link.update(used_at=now):
        BankChange.objects.filter(case=case).update(consented_at=now)
        for change in BankChange.objects.filter(case=case):
            release(key=change.message_key, now=now)
        record(
            at=now, actor="link:consent", deed="consent_to_mandate", subject=case.reference,
            business_partner_id=case.business_partner_id, source=source,
        )  # fmt: skip
    return case
