"""What staff see of cases: queues, one case, and the way to its customer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.isolation.markers import unscoped

# what the billing system refused stays in the list this long: the customer may call about it
REFUSED_SHOWN = timedelta(days=30)


# how many cases of each kind wait for a decision, and since when
WAITING_PIECE = """
    select kind, count(*) as waiting, min(accepted_at) as oldest from cases_case
    where state = 'needs_clarification' and decided_at is null group by kind order by 3"""


@unscoped(reason="staff decide cases of every customer; opening one is recorded")
def waiting_cases(kind: str, *, now: datetime, limit: int = 200) -> list[Case]:
    """Cases of a kind (all kinds: "") that wait for a person or that the billing system refused lately, nearest
    answer date first; what staff refused is done."""
    refused = Q(state=CaseState.REJECTED, decided_at=None, accepted_at__gt=now - REFUSED_SHOWN)
    found = Case.objects.using("staff").filter(Q(state=CaseState.NEEDS_CLARIFICATION) | refused)
    if kind:
        found = found.filter(kind=kind)
    return list(found.order_by("answer_by", "accepted_at")[:limit])


@unscoped(reason="staff answer messages of every customer; opening one is recorded")
def messages_where(condition: Q | Exists) -> QuerySet[Case]:
    """Messages of customers; the room above knows which are answered."""
    sent = Case.objects.using("staff").filter(kind__in=[Case.Kind.MESSAGE, Case.Kind.BILL_OBJECTION])
    return sent.exclude(state=CaseState.UNDONE).filter(condition)


@unscoped(reason="staff open a case; the opening is recorded")
def case_for_staff(case_id: UUID) -> Case | None:
    """The case with its timeline."""
    return Case.objects.using("staff").filter(id=case_id).prefetch_related("events").first()


@unscoped(reason="staff search by the number a customer names on the phone")
def case_by_reference(reference: str) -> Case | None:
    """The case with this canonical Vorgangsnummer."""
    return Case.objects.using("staff").filter(reference=reference).first()
