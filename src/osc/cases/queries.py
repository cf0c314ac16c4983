"""Reading cases, for the customer and for the page of receipts."""

from uuid import UUID

from osc.cases.models import Case, CaseEvent
from osc.cases.rules.states import CaseState
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope

# newest first; `reason` is the billing system's word, shown only where it helps the customer
LIST_PIECE = """
    select id, reference, kind, state, state_reason, accepted_at, undo_until, summary
    from cases_case where contract_account_id = any(%(accounts)s)
    order by accepted_at desc, reference limit 100"""


# how many requests are not finished
OPEN_PIECE = """
    select count(*) as count from cases_case
    where contract_account_id = any(%(accounts)s) and state in ('accepted', 'needs_clarification')"""


# requests of one kind that are not finished
OPEN_OF_KIND_PIECE = """
    select id, reference, state, summary from cases_case
    where contract_account_id = any(%(accounts)s) and state in ('accepted', 'needs_clarification')
      and kind = %(kind)s order by accepted_at desc limit 10"""


# what the customer wrote to the utility
MESSAGE_PIECE = """
    select id, reference, accepted_at, summary from cases_case
    where contract_account_id = any(%(accounts)s) and kind in ('message', 'bill_objection')
    order by accepted_at desc limit 100"""


def case_by_reference(scope: Scope, *, reference: str) -> Case | None:
    """The case with this Vorgangsnummer if the user's, else None."""
    return Case.objects.filter(reference=reference, contract_account_id__in=scope.contract_account_ids).first()


def find_case(scope: Scope, *, case_id: UUID) -> Case | None:
    """The case if one of the user's contract accounts owns it, else None."""
    return (
        Case.objects.filter(id=case_id, contract_account_id__in=scope.contract_account_ids)
        .prefetch_related("events")
        .first()
    )


def find_by_form(scope: Scope, *, submission_key: UUID) -> Case | None:
    """The case that this form opened before, else None."""
    return Case.objects.filter(
        submission_key=submission_key, contract_account_id__in=scope.contract_account_ids
    ).first()


@unscoped(reason="the worker tells the result of a review")
def was_in_review(*, case_id: UUID) -> bool:
    """True when a person had to look at this case at some time."""
    return CaseEvent.objects.filter(case_id=case_id, state=CaseState.NEEDS_CLARIFICATION).exists()
