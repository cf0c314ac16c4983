"""Staff decide about held changes: two different people let one go, one is enough to refuse it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.audit.actions import record
from osc.cases.actions import move_case
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.interchange.outbound.actions import cancel, release
from osc.payments.models import BankChange, BankRelease
from osc.payments.rules.holds import may_go


class NotHeld(Exception):
    """Nothing of this case waits for people."""


@transaction.atomic
def release_bank_change(*, case: Case, staff_user: UUID, now: datetime) -> bool:
    """One of two different people lets the change go; True when it goes. It still waits for its time.

    After "that was not me" both must look anew. For the role of staff and worker. Raises NotHeld.
    """
    changes = _held(case)
    BankRelease.objects.bulk_create(
        [BankRelease(business_partner_id=case.business_partner_id, case=case, staff_user_id=staff_user, at=now)],
        update_conflicts=True, unique_fields=["case", "staff_user_id"], update_fields=["at"],
    )  # fmt: skip
    _trace(case, staff_user, "release_bank_change", now)
    frozen_at = max((change.frozen_at for change in changes if change.frozen_at), default=None)
    people = [
        str(each.staff_user_id)
        for each in BankRelease.objects.filter(case=case)
        if frozen_at is None or each.at > frozen_at
    ]
    if not may_go(people):
        return False
    BankChange.objects.filter(case=case).update(frozen_at=None)
    for change in changes:
        release(key=change.message_key, now=now)
    return True


@transaction.atomic
def refuse_bank_change(*, case: Case, staff_user: UUID, now: datetime, reason: str = "") -> None:
    """Stops a held change for good; nothing of it reaches the billing system. Raises NotHeld."""
    for change in _held(case):
        cancel(key=change.message_key, now=now)
    move_case(case=case, target=CaseState.REJECTED, now=now, reason=reason)
    _trace(case, staff_user, "refuse_bank_change", now)


def _held(case: Case) -> list[BankChange]:
    # two people at once: the second waits here and then sees the first
    locked = Case.objects.select_for_update().filter(id=case.id, state=CaseState.NEEDS_CLARIFICATION).first()
    changes = list(BankChange.objects.filter(case=case)) if locked else []
    if not changes:
        raise NotHeld
    return changes


def _trace(case: Case, staff_user: UUID, deed: str, now: datetime) -> None:
    record(
        at=now, actor=f"staff:{staff_user}", deed=deed, subject=case.reference,
        business_partner_id=case.business_partner_id,
    )  # fmt: skip
