"""What staff see of cases: queues, one case, and the way to its customer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections
from django.db.models import Exists, Q, QuerySet

from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.isolation.markers import unscoped

OPEN = [CaseState.NEEDS_CLARIFICATION, CaseState.REJECTED]


@dataclass(frozen=True, slots=True)
class Queue:
    """How many cases of a kind wait for a person, and since when."""

    kind: str
    waiting: int
    oldest: datetime


@unscoped(reason="staff see how much waits")
def queues() -> list[Queue]:
    """Kinds with waiting cases, the oldest first."""
    sql = """select kind, count(*), min(accepted_at) from cases_case
        where state = 'needs_clarification' group by kind order by 3"""
    with connections["staff"].cursor() as cursor:
        cursor.execute(sql)
        return [Queue(*row) for row in cursor.fetchall()]


@unscoped(reason="staff decide cases of every customer; opening one is recorded")
def waiting_cases(kind: str, *, limit: int = 200) -> list[Case]:
    """Cases of a kind (all kinds: "") that wait for a person or were refused, nearest answer date first."""
    found = Case.objects.using("staff").filter(state__in=OPEN)
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
