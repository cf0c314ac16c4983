"""Taking a contract account out of a log-in: only the view, never the contract (ux F3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.cases.actions import move_case
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.contracts.queries import AccountNotFound, owner_of_account
from osc.identity.models import AccountLink
from osc.identity.registration.links import LinkNotFound
from osc.submissions.actions import accept
from osc.submissions.messages import Request, Submitter


@transaction.atomic
def remove_account(
    *, submitter: Submitter, contract_account_id: UUID, submission_key: UUID, now: datetime
) -> Case | None:
    """The case of the removal, done at once; None when the same form had done it before. Raises LinkNotFound."""
    links = AccountLink.objects.filter(user_id=submitter.scope.user_id, contract_account_id=contract_account_id)
    link = links.select_for_update().filter(removed_at=None).first()
    if link is None:
        if links.exists():
            return None
        raise LinkNotFound
    try:
        owner = owner_of_account(submitter.scope, contract_account_id=contract_account_id)
    except AccountNotFound:
        raise LinkNotFound from None
    summary = {"account": owner.number}
    case = accept(
        submitter=submitter, submission_key=submission_key, now=now,
        request=Request(
            kind=Case.Kind.ACCOUNT_REMOVED, owner=owner, deed="remove_account", content=summary, summary=summary,
            mail="account_removed",
        ),
    )  # fmt: skip
    move_case(case=case, target=CaseState.CONFIRMED, now=now)
    link.removed_at = now
    link.save()
    return case
