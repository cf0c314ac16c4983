"""A confirmed termination is told with its last day (§ 41b (1), § 312k (4), R-KUE-6)."""

from datetime import datetime

from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.declarations.declared import Kind
from osc.declarations.matched import on_match
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.results import on_result
from osc.leaving.matched import open_termination, open_withdrawal


def tell_end(message: OutboundMessage, now: datetime) -> None:
    """Called after the case has moved, in the same transaction."""
    if message.kind != "termination":
        return
    case = Case.objects.filter(id=message.case_id, state=CaseState.CONFIRMED).first()
    if case is not None:
        queue_mail(
            template="termination_effective", to=case.email, language=case.language, now=now,
            context={
                "name": case.summary["name"], "reference": case.reference, "contracts": case.summary["contracts"],
            },
        )  # fmt: skip


def register() -> None:
    on_match(Kind.TERMINATION, open_termination)
    on_match(Kind.WITHDRAWAL, open_withdrawal)
    on_result(tell_end)
