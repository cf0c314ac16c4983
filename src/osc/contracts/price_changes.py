"""Announced changes of price, for the worker that tells customers of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from osc.contracts.queries import PARTNER_NAME
from osc.contracts.rules.price_changes import ChangedPart, changed_parts, needs_notice
from osc.isolation.markers import unscoped


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """A contract whose price will change, whose it is, why, and each part before and after."""

    contract_id: UUID
    contract_account_id: UUID
    business_partner_id: UUID
    account_number: str
    paperless: bool
    name: str
    commodity: str
    tariff: str
    supply_form: str
    effective_on: date
    reason: str
    parts: Sequence[ChangedPart]


_CHANGES = f"""
    select c.id, a.id, c.business_partner_id, a.number, a.paperless, {PARTNER_NAME}, c.commodity, c.tariff,
           c.supply_form, (c.price_change->>'effective_on')::date, c.price_change->>'reason',
           coalesce((c.price_change->>'pass_through')::boolean, false), c.prices::text
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_businesspartner p on p.id = c.business_partner_id
    where c.missing_since is null and a.missing_since is null and c.price_change is not null
      and c.price_change <> 'null' and (c.price_change->>'announced_on')::date between %s and %s
      and (c.price_change->>'effective_on')::date > %s
      and (c.ends_on is null or c.ends_on > (c.price_change->>'effective_on')::date)
    order by a.number, c.id"""  # noqa: S608 - our own constant


@unscoped(reason="the worker tells people who are not signed in")
def announced_changes(*, since: date, today: date) -> list[AnnouncedChange]:
    """Changes announced in [since, today] that are still to come, whose old and new price are known."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, [since, today, today])
        rows = cursor.fetchall()
    found = []
    for *known, effective_on, reason, pass_through, prices in rows:
        parts = changed_parts(json.loads(prices), effective_on)
        if parts and needs_notice(known[-1], pass_through=pass_through):
            found.append(AnnouncedChange(*known, effective_on, reason, parts))
    return found
