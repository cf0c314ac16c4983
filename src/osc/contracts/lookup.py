"""Running contracts with what binds them: the user's own, or found by what people write on public forms, which only
the worker and staff may do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections

from osc.contracts.queries import PARTNER_NAME
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope


@dataclass(frozen=True, slots=True)
class RunningContract:
    """A contract that runs or will run, with whom, where and what binds it."""

    id: UUID
    external_id: str
    commodity: str
    tariff: str
    starts_on: date
    account_id: UUID
    account_number: str
    business_partner_id: UUID
    partner_name: str
    email_on_file: str | None
    street: str
    house_number: str
    postal_code: str
    city: str
    supply_form: str
    concluded_on: date | None
    term_ends_on: date | None
    renewal_months: int | None
    # {"days", "weeks", "months", "to"}
    notice: Mapping[str, Any] | None


_RUNNING = f"""
    select c.id, c.external_id, c.commodity, c.tariff, c.starts_on, a.id, a.number, c.business_partner_id,
           {PARTNER_NAME}, p.email, v.street, v.house_number, v.postal_code, v.city,
           c.supply_form, c.concluded_on, c.term_ends_on, c.renewal_months, c.notice::text
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise v on v.id = c.premise_id
    join contracts_businesspartner p on p.id = c.business_partner_id
    where c.missing_since is null and (c.ends_on is null or c.ends_on > %(on)s) and a.missing_since is null """
_ORDER = " order by a.number, array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id"


@unscoped(reason="declarations are judged by the worker, outside of any customer's request")
def running_contracts_of(account_number: str, *, on: date) -> list[RunningContract]:
    """Running contracts of the contract account with this canonical number."""
    return _select("and a.number = %(number)s", on=on, number=account_number)


@unscoped(reason="declarations are judged by the worker, outside of any customer's request")
def contracts_at(postal_code: str, house_number: str, *, on: date) -> list[RunningContract]:
    """Running contracts at premises with this postal code and house number (lower case, without blanks)."""
    return _select(
        "and v.postal_code = %(code)s and lower(replace(v.house_number, ' ', '')) = %(house)s",
        on=on, code=postal_code, house=house_number,
    )  # fmt: skip


@unscoped(reason="declarations are judged by the worker, outside of any customer's request")
def contracts_by_id(ids: Sequence[UUID], *, on: date) -> list[RunningContract]:
    """Running contracts with these ids."""
    return _select("and c.id = any(%(ids)s)", on=on, ids=list(ids))


def own_running_contracts(scope: Scope, *, ids: Sequence[UUID], on: date) -> list[RunningContract]:
    """Running contracts with these ids among the user's contract accounts."""
    return _select(
        "and c.id = any(%(ids)s) and a.id = any(%(accounts)s)",
        on=on, ids=list(ids), accounts=scope.accounts_literal(),
    )  # fmt: skip


@unscoped(reason="staff find out whose contract a declaration means")
def contracts_of_partners(ids: Sequence[UUID], *, on: date) -> list[RunningContract]:
    """Running contracts of these business partners, at most 200."""
    return _select("and c.business_partner_id = any(%(ids)s)", using="staff", on=on, ids=list(ids))[:200]


def _select(condition: str, *, using: str = "default", **values: Any) -> list[RunningContract]:
    with connections[using].cursor() as cursor:
        cursor.execute(_RUNNING + condition + _ORDER, values)
        return [RunningContract(*row[:-1], json.loads(row[-1] or "null")) for row in cursor.fetchall()]
