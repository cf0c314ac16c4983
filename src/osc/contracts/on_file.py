"""Who is on file for contract accounts: for the worker, which writes to people that are not signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from osc.contracts.queries import PARTNER_NAME
from osc.isolation.markers import unscoped
from osc.submissions.messages import Owner


@dataclass(frozen=True, slots=True)
class OnFile:
    """One contract account of a business partner, with the partner's e-mail address on file."""

    owner: Owner
    email: str


@unscoped(reason="the worker writes to people who are not signed in")
def partners_on_file(contract_account_ids: Sequence[UUID]) -> list[OnFile]:
    """One row for each business partner of these contract accounts: the first account by number."""
    sql = f"""select distinct on (p.id) a.id, a.number, p.id, {PARTNER_NAME}, coalesce(p.email, '')
        from contracts_contractaccount a join contracts_businesspartner p on p.id = a.business_partner_id
        where a.id = any(%s) order by p.id, a.number"""  # noqa: S608 - our own constant
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(contract_account_ids)])
        return [OnFile(Owner(*row[:4]), row[4]) for row in cursor.fetchall()]
