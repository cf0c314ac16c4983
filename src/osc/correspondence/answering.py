"""What customers write and nobody has answered; the answer of a member of staff (ux 6, mail 29)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef

from osc.audit.actions import record
from osc.cases.models import Case
from osc.cases.review import messages_where
from osc.correspondence.actions import put_into_inbox, queue_mail
from osc.correspondence.models import Letter
from osc.design.language import gettext, speaking
from osc.isolation.markers import unscoped


@unscoped(reason="staff see how much waits")
def count_unanswered() -> dict[str, object]:
    """How many messages nobody has answered, neither here nor in the billing system, and since when (ISO text)."""
    found = messages_where(~_answered()).aggregate(waiting=Count("id"), oldest=Min("accepted_at"))
    return {**found, "oldest": found["oldest"].isoformat() if found["oldest"] else None}


@unscoped(reason="staff answer messages of every customer; opening one is recorded")
def messages(*, answered: bool, limit: int = 100) -> list[Case]:
    """Without an answer: nearest answer date first. With one: newest first."""
    if answered:
        return list(messages_where(_answered()).order_by("-accepted_at")[:limit])
    return list(messages_where(~_answered()).order_by(F("answer_by").asc(nulls_last=True), "accepted_at")[:limit])


def _answered() -> Exists:
    return Exists(Letter.objects.using("staff").filter(answers=OuterRef("reference")))


@unscoped(reason="staff read what was answered; opening it is recorded")
def answers_to(reference: str) -> list[Letter]:
    """Every answer to the message with this Vorgangsnummer, oldest first."""
    return list(Letter.objects.using("staff").filter(answers=reference).order_by("sent_on", "external_id"))


@transaction.atomic
def answer_message(*, case_id: UUID, answer_id: UUID, text: str, staff_id: UUID, now: datetime) -> None:
    """Puts the answer into the customer's inbox, once for each form, and tells by mail that something is there."""
    case = Case.objects.get(id=case_id)
    if Letter.objects.filter(id=answer_id).exists():
        return
    with speaking(case.language):
        subject = gettext("Antwort auf Ihre Nachricht")
    put_into_inbox(
        contract_account_id=case.contract_account_id, business_partner_id=case.business_partner_id, subject=subject,
        body=text, now=now, id_=answer_id, answers=case.reference,
    )  # fmt: skip
    record(
        at=now, actor=f"staff:{staff_id}", deed="answer_message", subject=case.reference,
        business_partner_id=case.business_partner_id,
    )  # fmt: skip
    if case.email:
        queue_mail(
            template="new_message", to=case.email, language=case.language, now=now,
            context={"reference": case.reference, "letter_id": str(answer_id)},
        )  # fmt: skip
