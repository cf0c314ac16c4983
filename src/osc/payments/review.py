"""What staff see of new accounts that wait for two people, and of customers who did not want one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from osc.isolation.markers import unscoped

# `before` is what the contract accounts had, by what the new account is for
HELD = """
    select c.id, c.reference, c.business_partner_id, c.accepted_at, c.summary::text, c.email, c.decided_at,
        c.hand_over_at, f.frozen_at, coalesce(f.before, ''),
        array(select distinct m from payments_bankchange b, jsonb_array_elements_text(b.marks) m
              where b.case_id = c.id order by 1),
        array(select r.staff_user_id from payments_bankrelease r where r.case_id = c.id
              and r.at > coalesce(f.frozen_at, '-infinity') order by r.at),
        array(select r.at from payments_bankrelease r where r.case_id = c.id
              and r.at > coalesce(f.frozen_at, '-infinity') order by r.at)
    from cases_case c cross join lateral (
        select max(b.frozen_at) as frozen_at,
            string_agg(distinct case b.purpose when 'debit' then m.iban_mask else r.iban_mask end, ', ') as before
        from payments_bankchange b
        left join payments_sepamandate m on m.contract_account_id = b.contract_account_id
            and m.missing_since is null and m.revoked_on is null
        left join payments_refundaccount r on r.contract_account_id = b.contract_account_id
            and r.missing_since is null
        where b.case_id = c.id) f
    where c.kind = 'bank_details' and c.state = 'needs_clarification' and (%(case)s::uuid is null or c.id = %(case)s)
    order by c.decided_at is not null, c.accepted_at limit %(limit)s"""


@dataclass(frozen=True, slots=True)
class HeldChange:
    """A new account that waits for people, always masked. `released_by` counts after the last "that was not me";
    `decided_at`: both have looked, it leaves at `leaves_at`."""

    case_id: UUID
    reference: str
    business_partner_id: UUID
    accepted_at: datetime
    summary: Mapping[str, Any]
    email: str
    decided_at: datetime | None
    leaves_at: datetime | None
    frozen_at: datetime | None
    before: str
    marks: Sequence[str]
    released_by: Sequence[UUID]
    released_at: Sequence[datetime]

    @property
    def is_objection(self) -> bool:
        """Nothing to release: the customer says "that was not me", and somebody must take care."""
        return self.summary["purpose"] == "objection"


@unscoped(reason="staff decide about held changes of every customer")
def held_changes(*, limit: int) -> list[HeldChange]:
    """What waits for people, oldest first; what both have released already comes last."""
    return _held(None, limit)


@unscoped(reason="staff decide about held changes of every customer; opening one is recorded")
def held_change(case_id: UUID) -> HeldChange | None:
    """One of them; None when it does not wait any more."""
    found = _held(case_id, 1)
    return found[0] if found else None


def _held(case_id: UUID | None, limit: int) -> list[HeldChange]:
    with connections["staff"].cursor() as cursor:
        cursor.execute(HELD, {"case": case_id, "limit": limit})
        return [HeldChange(*row[:4], json.loads(row[4]), *row[5:]) for row in cursor.fetchall()]
