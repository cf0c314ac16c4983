"""A person's word on a case that waits for one."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.audit.actions import record
from osc.cases.actions import move_case
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.interchange.outbound.actions import cancel, enqueue, messages_of_case, release

# (case, accept, staff member, now): what a room does instead of the usual
Decider = Callable[[Case, bool, UUID, datetime], None]
_deciders: dict[str, Decider] = {}


def on_decision(kind: Case.Kind, decider: Decider) -> None:
    """A room decides its own kinds of case; registered at start-up."""
    _deciders[kind] = decider


@transaction.atomic
def decide_case(*, case_id: UUID, accept: bool, reason: str, staff_id: UUID, now: datetime) -> None:
    """Carries out the decision once and writes it into the trace; a case that no longer waits stays as it is.

    What was held is let go or stopped. What the billing system wants a person for goes back to it as a
    `case_decision`; its answer ends the case.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    if case.state != CaseState.NEEDS_CLARIFICATION:
        return
    record(
        at=now, actor=f"staff:{staff_id}", deed="accept_case" if accept else "reject_case", subject=case.reference,
        business_partner_id=case.business_partner_id, reason=reason,
    )  # fmt: skip
    decider = _deciders.get(case.kind)
    if decider is not None:
        decider(case, accept, staff_id, now)
    elif not _decide_held(case, accept, reason, now):
        _send_decision(case, accept, reason, now)


def _decide_held(case: Case, accept: bool, reason: str, now: datetime) -> bool:
    """Lets go or stops what nobody has handed over yet; False when there is nothing of that kind."""
    keys = messages_of_case(case_id=case.id)
    moved = [release(key=key, now=now) if accept else cancel(key=key, now=now) for key in keys]
    if True not in moved:
        return False
    if not accept:
        move_case(case=case, target=CaseState.REJECTED, now=now, reason=reason)
        if case.email:
            queue_mail(
                template="case_rejected", to=case.email, language=case.language, now=now,
                context={"reference": case.reference, "kind": case.kind, "case_id": str(case.id)},
            )  # fmt: skip
    return True


def _send_decision(case: Case, accept: bool, reason: str, now: datetime) -> None:
    for key in messages_of_case(case_id=case.id):
        enqueue(
            kind="case_decision", case_id=case.id, business_partner_id=case.business_partner_id,
            lane=f"decision:{key}", now=now,
            payload={
                "case": case.reference, "decides": str(key), "accept": accept, "reason": reason,
                "submitted_at": now.isoformat(),
            },
        )  # fmt: skip
