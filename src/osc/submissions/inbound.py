"""Customers hear of results that they do not see coming: a question, a refusal, an end after a question."""

from datetime import datetime

from osc.cases.models import Case
from osc.cases.queries import was_in_review
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.results import on_result

MAILS = {CaseState.NEEDS_CLARIFICATION: "case_in_review", CaseState.REJECTED: "case_rejected"}


def tell_result(message: OutboundMessage, now: datetime) -> None:
    """Called after the case has moved, in the same transaction."""
    case = Case.objects.filter(id=message.case_id).first()
    if case is None or not case.email or message.kind == "case_decision":
        return
    template = MAILS.get(CaseState(case.state), "case_done" if _ends_review(case) else "")
    if template:
        queue_mail(
            template=template, to=case.email, language=case.language, now=now,
            context={
                "reference": case.reference, "kind": case.kind, "case_id": str(case.id),
                # a question that was answered by now is old news
                "answer": case.answer if case.decided_at else "",
            },
        )  # fmt: skip


def _ends_review(case: Case) -> bool:
    return case.state == CaseState.CONFIRMED and was_in_review(case_id=case.id)


def register() -> None:
    on_result(tell_result)
