"""What staff see of readings: those in review, and those without sign-in that matched nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections

from osc.isolation.markers import unscoped
from osc.metering.models import AnonymousReading

# what a page holds in its hands
UnmatchedReading = AnonymousReading
WAITING = ("no_match", "unreadable")

# how many without sign-in wait for a person
UNMATCHED_PIECE = """
    select count(*) as waiting, min(received_at) as oldest from metering_anonymousreading
    where outcome in ('no_match', 'unreadable')"""
IN_REVIEW = """
    select c.id, c.reference, c.business_partner_id, c.accepted_at, c.summary::text, c.email, c.language, c.answer,
        c.decided_at, c.contract_account_id, coalesce(s.plausibility, ''), coalesce(s.remark, ''),
        (select n.case_id from metering_submittedreading n join cases_case nk on nk.id = n.case_id
         where n.register_id = s.register_id and n.read_on = s.read_on and n.version > s.version
           and nk.state not in ('undone', 'rejected') order by n.version desc limit 1)
    from cases_case c left join lateral (
        select plausibility, remark, register_id, read_on, version from metering_submittedreading
        where case_id = c.id order by register_id limit 1) s on true
    where c.kind = 'meter_reading' and c.state = 'needs_clarification'
      and (%(case)s::uuid is null or c.id = %(case)s)
    order by c.decided_at is not null, c.answer <> '', c.accepted_at limit %(limit)s"""
METERS = """
    select m.id, m.number, k.commodity, a.number, concat_ws(' ', p.street, p.house_number), p.city, m.remote,
        m.removed_on, m.business_partner_id,
        (select count(*) from metering_register r where r.meter_id = m.id and r.missing_since is null),
        l.value, l.read_on, coalesce(l.unit, ''), coalesce(l.decimals, 0)
    from metering_meter m join contracts_contract k on k.id = m.contract_id
    join contracts_contractaccount a on a.id = k.contract_account_id
    join contracts_premise p on p.id = k.premise_id
    left join lateral (select r.value, r.read_on, g.unit, g.decimals from metering_meterreading r
        join metering_register g on g.id = r.register_id
        where g.meter_id = m.id and r.missing_since is null order by r.read_on desc limit 1) l on true
    where m.business_partner_id = any(%(partners)s) and m.missing_since is null and k.missing_since is null
    order by m.removed_on is not null, a.number, m.number limit 50"""


@dataclass(frozen=True, slots=True)
class ReviewedReading:
    """A reading that waits for a person. `answer`: what the customer was asked; `replaced_by`: the case of a newer
    value for the same day; `decided_at`: decided, the billing system has not answered yet."""

    case_id: UUID
    reference: str
    business_partner_id: UUID
    accepted_at: datetime
    summary: Mapping[str, Any]
    email: str
    language: str
    answer: str
    decided_at: datetime | None
    contract_account_id: UUID
    plausibility: str
    remark: str
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class MeterChoice:
    """A meter that may be meant; the last value is one register's."""

    id: UUID
    number: str
    commodity: str
    account_number: str
    place: str
    city: str
    remote: bool
    removed_on: date | None
    business_partner_id: UUID
    registers: int
    last: Decimal | None
    last_on: date | None
    unit: str
    decimals: int


@unscoped(reason="staff look at readings of every customer")
def readings_in_review(*, limit: int) -> list[ReviewedReading]:
    """Oldest first; those that wait for the customer or the billing system come last."""
    return _in_review(None, limit)


@unscoped(reason="staff look at readings of every customer; opening one is recorded")
def reading_in_review(case_id: UUID) -> ReviewedReading | None:
    """One of them; None when it does not wait any more."""
    found = _in_review(case_id, 1)
    return found[0] if found else None


def _in_review(case_id: UUID | None, limit: int) -> list[ReviewedReading]:
    with connections["staff"].cursor() as cursor:
        cursor.execute(IN_REVIEW, {"case": case_id, "limit": limit})
        return [ReviewedReading(*row[:4], json.loads(row[4]), *row[5:]) for row in cursor.fetchall()]


@unscoped(reason="staff find out whose meter is meant")
def unmatched_readings(*, limit: int) -> list[AnonymousReading]:
    """Readings without sign-in that matched nothing, oldest first."""
    waiting = AnonymousReading.objects.using("staff").filter(outcome__in=WAITING)
    return list(waiting.order_by("received_at")[:limit])


@unscoped(reason="staff find out whose meter is meant")
def unmatched_reading(reading_id: UUID) -> AnonymousReading | None:
    """One of them; None when it is settled."""
    return AnonymousReading.objects.using("staff").filter(id=reading_id, outcome__in=WAITING).first()


@unscoped(reason="staff find out whose meter is meant")
def meters_of_partners(ids: Sequence[UUID]) -> list[MeterChoice]:
    """The meters of these business partners, those that hang first."""
    with connections["staff"].cursor() as cursor:
        cursor.execute(METERS, {"partners": list(ids)})
        return [MeterChoice(*row) for row in cursor.fetchall()]
