"""What others must hear of a log-in: the billing system of a new address, the address on file of a new password."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from osc.cases.models import Case
from osc.contracts.on_file import OnFile, partners_on_file
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, EmailChange, PortalUser
from osc.isolation.scope import Scope
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter


@transaction.atomic
def report(*, change_id: UUID, now: datetime) -> list[Case]:
    """One case for each business partner of the log-in, with a message to the billing system; the same change
    twice is one case. An undone change is a case of its own."""
    change = EmailChange.objects.select_related("user").get(id=change_id)
    undone = change.ended_at is not None
    email, before = (change.old_email, change.new_email) if undone else (change.new_email, change.old_email)
    accounts = _accounts(change.user.id)
    cases = []
    for partner in partners_on_file(accounts):
        submitter = Submitter(
            Scope(change.user.id, (partner.owner.business_partner_id,), tuple(accounts)), email, change.user.language
        )
        key = uuid5(change.id, f"{partner.owner.business_partner_id}:{undone}")
        cases.append(accept(submitter=submitter, request=_request(partner, email, before, undone),
                            submission_key=key, now=now))  # fmt: skip
    return cases


def _request(partner: OnFile, email: str, before: str, undone: bool) -> Request:
    return Request(
        kind=Case.Kind.EMAIL_CHANGE, owner=partner.owner, deed="change_email", content={"email": email},
        summary={"email": email, "email_before": before, "undone": undone}, mail="email_change_done",
        outgoing=(Outgoing("contact_data", "contact", {"email": email}),),
    )  # fmt: skip


def tell_on_file(*, user_id: UUID, template: str, now: datetime) -> None:
    """The mail of this template to every address on file that is not the user name (R-SEC-15)."""
    user = PortalUser.objects.get(id=user_id)
    addresses = {each.email.lower(): each for each in partners_on_file(_accounts(user_id)) if each.email}
    for address, partner in addresses.items():
        if address != user.email:
            queue_mail(
                template=template, to=partner.email, language=user.language, now=now,
                context={"name": partner.owner.name},
            )  # fmt: skip


def _accounts(user_id: UUID) -> Sequence[UUID]:
    return list(
        AccountLink.objects.filter(user_id=user_id, removed_at=None, read_only=False).values_list(
            "contract_account_id", flat=True
        )
    )
