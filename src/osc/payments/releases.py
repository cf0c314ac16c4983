"""Staff decide about held changes: two different people let one go, one is enough to refuse it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.cases.actions import move_case, note_decision
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.interchange.outbound.actions import cancel, release
from osc.payments.models import BankChange, BankRelease
from osc.payments.rules.holds import may_go
from osc.submissions.deciding import Decision, tell_customer, trace


class NotHeld(Exception):
    """Nothing of this case waits for people, or it is on its way already."""


def decide_bank_case(case: Case, decision: Decision, now: datetime) -> None:
    """What a decision means here: a word for two people, a refusal, or the end of "that was not me"."""
    try:
        if case.summary.get("purpose") == "objection":
            _settle(case, decision, now)
        elif decision.accept:
            release_bank_change(case=case, decision=decision, now=now)
        else:
            refuse_bank_change(case=case, decision=decision, now=now)
    except NotHeld:
        return  # somebody else was faster


@transaction.atomic
def release_bank_change(*, case: Case, decision: Decision, now: datetime) -> bool:
    """One of two different people lets the change go; True when it goes. It still waits for its time.

    After "that was not me" both must look anew. The same person twice is one person. For the role of staff and
    worker. Raises NotHeld.
    """
    case, changes = _held(case)
    if case.decided_at is not None:
        raise NotHeld
    frozen_at = max((change.frozen_at for change in changes if change.frozen_at), default=None)
    if decision.staff_id not in _people(case, frozen_at):
        BankRelease.objects.bulk_create(
            [BankRelease(business_partner_id=case.business_partner_id, case=case, staff_user_id=decision.staff_id,
                         at=now)],
            update_conflicts=True, unique_fields=["case", "staff_user_id"], update_fields=["at"],
        )  # fmt: skip
        trace(case, decision, "release_bank_change", now)
    if not may_go(map(str, _people(case, frozen_at))):
        return False
    for change in changes:
        release(key=change.message_key, now=now)
    BankChange.objects.filter(case=case).update(frozen_at=None)
    note_decision(case=case, answer=decision.answer, now=now)
    return True


def _people(case: Case, since: datetime | None) -> Iterable[UUID]:
    """Who has looked since this moment."""
    found = BankRelease.objects.filter(case=case)
    return list((found.filter(at__gt=since) if since else found).values_list("staff_user_id", flat=True))


@transaction.atomic
def refuse_bank_change(*, case: Case, decision: Decision, now: datetime) -> None:
    """Stops a held change for good, also one that was released and has not left yet; nothing of it reaches the
    billing system, and the customer is told why. Raises NotHeld when it is too late."""
    case, changes = _held(case)
    for change in changes:
        if not cancel(key=change.message_key, now=now):
            raise NotHeld
    note_decision(case=case, answer=decision.answer, now=now)
    move_case(case=case, target=CaseState.REJECTED, now=now, reason=decision.reason)
    trace(case, decision, "refuse_bank_change", now)
    tell_customer(case, "case_rejected", now)


@transaction.atomic
def _settle(case: Case, decision: Decision, now: datetime) -> None:
    note_decision(case=case, answer=decision.answer, now=now)
    move_case(case=case, target=CaseState.CONFIRMED, now=now, reason=decision.reason)
    trace(case, decision, "settle_objection", now)
    tell_customer(case, "case_done", now)


def _held(case: Case) -> tuple[Case, list[BankChange]]:
    # two people at once: the second waits here and then sees the first
    locked = Case.objects.select_for_update().filter(id=case.id, state=CaseState.NEEDS_CLARIFICATION).first()
    changes = list(BankChange.objects.filter(case=locked)) if locked else []
    if locked is None or not changes:
        raise NotHeld
    return locked, changes
