"""Reading cases, for the customer and for the page of receipts."""

from uuid import UUID

from osc.cases.models import Case
from osc.isolation.scope import Scope

# newest first; `reason` is the billing system's word, shown only where it helps the customer
LIST_PIECE = """
    select id, reference, kind, state, state_reason, accepted_at, undo_until, summary
    from cases_case where contract_account_id = any(%(accounts)s)
    order by accepted_at desc, reference limit 100"""


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
