"""A person's word on a case that waits for one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.audit.actions import record
from osc.cases.actions import move_case, note_decision, put_question
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.interchange.outbound.actions import (
    cancel,
    enqueue,
    release,
    request_replays,
    waiting_for_person,
    wanting_decision,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a member of staff wants: `reason` for the trace and the billing system, `answer` for the customer."""

    accept: bool
    reason: str
    staff_id: UUID
    answer: str = ""


# what a room does instead of the usual, trace included
Decider = Callable[[Case, Decision, datetime], None]
_deciders: dict[str, Decider] = {}


def on_decision(kind: Case.Kind, decider: Decider) -> None:
    """A room decides its own kinds of case; registered at start-up."""
    _deciders[kind] = decider


@transaction.atomic
def decide_case(*, case_id: UUID, decision: Decision, now: datetime) -> None:
    """Carries out the first decision on a case that waits for one; every later one finds it decided.

    What was held is let go or stopped. What the billing system wants a person for goes back to it as a
    `case_decision`; its answer ends the case. What waits for nobody is left alone.
    """
    case = _waiting(case_id)
    if case is None:
        return
    decider = _deciders.get(case.kind)
    if decider is not None:
        decider(case, decision, now)
        return
    trace(case, decision, "accept_case" if decision.accept else "reject_case", now)
    note_decision(case=case, answer=decision.answer, now=now)
    if not (_decide_held(case, decision, now) or _send_decision(case, decision, now)):
        _end(case, decision, now)


@transaction.atomic
def ask_customer(*, case_id: UUID, question: str, staff_id: UUID, now: datetime) -> None:
    """Puts a question to the customer, once; the case goes on waiting."""
    case = _waiting(case_id)
    if case is not None and put_question(case=case, question=question, now=now):
        trace(case, Decision(accept=False, reason=question, staff_id=staff_id), "ask_customer", now)
        tell_customer(case, "case_question", now)


def _waiting(case_id: UUID) -> Case | None:
    case = Case.objects.select_for_update().get(id=case_id)
    return case if case.state == CaseState.NEEDS_CLARIFICATION and case.decided_at is None else None


def trace(case: Case, decision: Decision, deed: str, now: datetime) -> None:
    """Who did what to the case, and why."""
    record(
        at=now, actor=f"staff:{decision.staff_id}", deed=deed, subject=case.reference,
        business_partner_id=case.business_partner_id, reason=decision.reason,
    )  # fmt: skip


def tell_customer(case: Case, template: str, now: datetime) -> None:
    """A mail with what staff say to the customer, where there is an address."""
    if case.email:
        queue_mail(
            template=template, to=case.email, language=case.language, now=now,
            context={"reference": case.reference, "kind": case.kind, "case_id": str(case.id), "answer": case.answer},
        )  # fmt: skip


def _decide_held(case: Case, decision: Decision, now: datetime) -> bool:
    """Lets go or stops what waits for a person; False when nothing does."""
    keys = waiting_for_person(case_id=case.id)
    for key in keys:
        if decision.accept:
            release(key=key, now=now)
        else:
            cancel(key=key, now=now)
    if keys and not decision.accept:
        move_case(case=case, target=CaseState.REJECTED, now=now, reason=decision.reason)
        tell_customer(case, "case_rejected", now)
    return bool(keys)


def _send_decision(case: Case, decision: Decision, now: datetime) -> bool:
    """In the lane of what is decided: it arrives after it, also when the billing system was down. False when the
    billing system wants no decision."""
    wanting = wanting_decision(case_id=case.id)
    for key, lane in wanting:
        enqueue(
            kind="case_decision", case_id=case.id, business_partner_id=case.business_partner_id, lane=lane, now=now,
            payload={
                "case": case.reference, "decides": str(key), "accept": decision.accept, "reason": decision.reason,
                "submitted_at": now.isoformat(),
            },
        )  # fmt: skip
    return bool(wanting)


def _end(case: Case, decision: Decision, now: datetime) -> None:
    """Nothing waits anywhere: what was set aside is tried again, everything else ends here."""
    if decision.accept and request_replays(case_id=case.id):
        return
    target, mail = (
        (CaseState.CONFIRMED, "case_done") if decision.accept else (CaseState.REJECTED, "case_rejected")
    )  # fmt: skip
    move_case(case=case, target=target, now=now, reason=decision.reason)
    tell_customer(case, mail, now)
