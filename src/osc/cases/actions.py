"""Opening a case exactly once per form, and moving it along the table of states."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from osc.cases.kinds import KINDS
from osc.cases.models import Case, CaseEvent
from osc.cases.rules.states import CaseState, may_move
from osc.foundation.reference import new_reference
from osc.isolation.change import insert_statement, store
from osc.isolation.statements import run

# the reason of a step at which the customer was asked something
QUESTION = "question"


class SubmissionKeyReused(Exception):
    """The same form key came with other content: the form is stale and must be opened anew."""


class NotUndoable(Exception):
    """The case is past its undo window, already undone, or of a kind that can't be undone."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The case of this form; `new` is False when the form had been sent before."""

    case: Case
    new: bool


def open_case(
    *,
    kind: Case.Kind,
    business_partner_id: UUID,
    contract_account_id: UUID,
    submitted_by: UUID,
    submission_key: UUID,
    content: Mapping[str, Any],
    summary: Mapping[str, Any],
    now: datetime,
    reference: str = "",
    email: str = "",
    language: str = "de",
    in_review: bool = False,
    undo_until: datetime | None = None,
    hand_over_at: datetime | None = None,
    answer_by: date | None = None,
    undoes: Case | None = None,
) -> Opened:
    """Opens the case in the caller's transaction, or returns the one this form opened before.

    `reference` is given when the customer has been told the number already. `in_review`: a person decides
    first. Raises SubmissionKeyReused when the key is known with other content.
    """
    digest = hashlib.sha256(json.dumps([kind, content], sort_keys=True, default=str).encode()).hexdigest()
    case = Case(
        id=uuid4(), reference=reference or new_case_reference(kind, undoes), kind=kind,
        business_partner_id=business_partner_id, contract_account_id=contract_account_id,
        submitted_by=submitted_by, submission_key=submission_key, content_hash=digest, email=email,
        language=language, summary=dict(summary), accepted_at=now, undo_until=undo_until,
        hand_over_at=hand_over_at, answer_by=answer_by, undoes=undoes,
        state=CaseState.NEEDS_CLARIFICATION if in_review else CaseState.ACCEPTED,
    )  # fmt: skip
    if _insert(case):
        if in_review:
            store(CaseEvent(business_partner_id=business_partner_id, case=case, at=now, state=case.state))
        return Opened(case, new=True)
    stored = Case.objects.filter(business_partner_id=business_partner_id, submission_key=submission_key).first()
    if stored is None:  # the row was refused for the other constraint: the case is undone already
        raise NotUndoable
    if stored.content_hash != digest:
        raise SubmissionKeyReused
    return Opened(stored, new=False)


def new_case_reference(kind: Case.Kind, undoes: Case | None = None) -> str:
    """A fresh Vorgangsnummer; taking something back keeps the prefix of what is taken back."""
    prefix = undoes.reference[:2] if undoes else KINDS[kind].prefix
    return new_reference(prefix, secrets.token_bytes)


def _insert(case: Case) -> bool:
    """Inserts unless the form or the undone case has one already; waits for a twin that is not committed yet."""
    statement, values = insert_statement(case)
    return run(f"{statement} on conflict do nothing returning id", values).fetchone() is not None


def note_decision(*, case: Case, answer: str, now: datetime) -> None:
    """A person has decided: nobody else can, until the billing system asks once more; `answer`, which may be empty,
    takes the place of a question. For staff and worker."""
    case.decided_at, case.answer = now, answer
    case.save(update_fields=["decided_at", "answer"])


def reopen_decision(*, case_id: UUID) -> None:
    """The decision led nowhere, or there is something new: a person must look again."""
    Case.objects.filter(id=case_id, decided_at__isnull=False).update(decided_at=None)


def put_question(*, case: Case, question: str, now: datetime) -> bool:
    """Stores what staff want to know from the customer; False when this was asked already."""
    if case.answer == question:
        return False
    case.answer = question
    case.save(update_fields=["answer"])
    CaseEvent.objects.create(
        business_partner_id=case.business_partner_id, case=case, at=now, state=case.state, reason=QUESTION
    )
    return True


def move_case(*, case: Case, target: CaseState, now: datetime, reason: str = "") -> bool:
    """Moves the case if the table allows it and writes the timeline; False when it does not."""
    if not may_move(CaseState(case.state), target):
        return False
    moved = Case.objects.filter(id=case.id, state=case.state).update(state=target, state_reason=reason)
    if not moved:
        return False
    case.state, case.state_reason = target, reason
    CaseEvent.objects.create(
        business_partner_id=case.business_partner_id, case=case, at=now, state=target, reason=reason
    )
    return True
