"""Taking a request in and taking it back: case, rows, trace, messages and mail in one change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from osc.audit.actions import record
from osc.cases.actions import NotUndoable, move_case, open_case
from osc.cases.models import Case
from osc.cases.rules.states import UNDOABLE, CaseState
from osc.correspondence.actions import queue_mail
from osc.interchange.outbound.actions import cancel, enqueue, messages_of_case
from osc.isolation.change import one_change
from osc.submissions.messages import Outgoing, Owner, Request, StoreRows, Submitter


def accept(
    *,
    submitter: Submitter,
    request: Request,
    submission_key: UUID,
    now: datetime,
    store_rows: StoreRows | None = None,
) -> Case:
    """Takes a request in, in the caller's transaction; the same form twice is one case.

    Raises SubmissionKeyReused when the form's key is known with other content.
    """
    owner = request.owner
    waits = [each.not_before for each in request.outgoing if each.not_before]
    with one_change():
        opened = open_case(
            kind=request.kind, business_partner_id=owner.business_partner_id,
            contract_account_id=owner.contract_account_id, submitted_by=submitter.scope.user_id,
            submission_key=submission_key, content=request.content, summary=request.summary, now=now,
            reference=request.reference, email=submitter.email, language=submitter.language,
            in_review=request.in_review, undo_until=request.undo_until, hand_over_at=max(waits, default=None),
            answer_by=request.answer_by,
        )  # fmt: skip
        if not opened.new:
            return opened.case
        keys = tuple(_send(each, opened.case, owner, now) for each in request.outgoing)
        if store_rows is not None:
            store_rows(opened.case, keys)
        _trace(submitter, opened.case, request.deed, now)
        if request.mail:
            _tell(submitter, opened.case, request.mail, owner.name, now, request.mail_context)
    return opened.case


@transaction.atomic
def withdraw(
    *,
    submitter: Submitter,
    case: Case,
    owner: Owner,
    submission_key: UUID,
    now: datetime,
    mail: str = "request_withdrawn",
    counter: Outgoing | Sequence[Outgoing] = (),
) -> Case:
    """Takes a case back until its undo time; the withdrawal is a case of its own.

    Messages that nobody tried to hand over yet are cancelled; if one is on its way already, `counter` (one
    message or several) follows. Raises NotUndoable: too late, already undone, or on its way without a counter message.
    """
    known = Case.objects.filter(business_partner_id=case.business_partner_id, submission_key=submission_key).first()
    if known is not None:
        return known
    if CaseState(case.state) not in UNDOABLE or case.undo_until is None or case.undo_until <= now:
        raise NotUndoable
    opened = open_case(
        kind=Case.Kind.WITHDRAWAL, business_partner_id=case.business_partner_id,
        contract_account_id=case.contract_account_id, submitted_by=submitter.scope.user_id,
        submission_key=submission_key, content={"undoes": case.id}, email=submitter.email,
        language=submitter.language,
        summary={**case.summary, "undoes": case.reference, "undone_kind": case.kind}, now=now, undoes=case,
    )  # fmt: skip
    if not opened.new:
        return opened.case
    cancelled = False not in [cancel(key=key, now=now) for key in messages_of_case(case_id=case.id)]
    counters = (counter,) if isinstance(counter, Outgoing) else tuple(counter)
    if not cancelled and not counters:
        raise NotUndoable
    move_case(case=case, target=CaseState.UNDONE, now=now)
    if cancelled:
        move_case(case=opened.case, target=CaseState.CONFIRMED, now=now)
    with one_change():
        for each in () if cancelled else counters:
            _send(each, opened.case, owner, now)
        _trace(submitter, opened.case, "withdraw_request", now)
        _tell(submitter, opened.case, mail, owner.name, now, {})
    return opened.case


def _send(outgoing: Outgoing, case: Case, owner: Owner, now: datetime) -> UUID:
    number = outgoing.account_number or owner.number
    return enqueue(
        kind=outgoing.kind, case_id=case.id, business_partner_id=owner.business_partner_id,
        lane=f"{number}:{outgoing.topic}", now=now, not_before=outgoing.not_before, held=outgoing.held,
        payload={
            "case": case.reference, "contract_account": number, "submitted_at": now.isoformat(), **outgoing.payload,
        },
    )  # fmt: skip


def _trace(submitter: Submitter, case: Case, deed: str, now: datetime) -> None:
    record(
        at=now, actor=f"user:{submitter.scope.user_id}", deed=deed, subject=case.reference,
        business_partner_id=case.business_partner_id, **case.summary,
    )  # fmt: skip


def _tell(submitter: Submitter, case: Case, template: str, name: str, now: datetime, more: Mapping[str, Any]) -> None:
    if not submitter.email:  # taken in without sign-in, and no address on file
        return
    queue_mail(
        template=template, to=submitter.email, language=submitter.language, now=now,
        context={
            "name": name, "reference": case.reference, "kind": case.kind, "summary": case.summary,
            "undo_until": case.undo_until.isoformat() if case.undo_until else None, **dict(more),
        },
    )  # fmt: skip
