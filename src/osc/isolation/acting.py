"""Staff look at one customer: row-level security is pinned to that customer, for this transaction only."""

from uuid import UUID

from django.db import connection

from osc.isolation.scope import Scope


def pin(scope: Scope) -> None:
    """From here to the end of the transaction only rows of the scope's partners are seen and written."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('osc.partners', %s, true)", [scope.partners_literal()])


def scope_of_customer(*, staff_id: UUID, partner_id: UUID, accounts: tuple[UUID, ...]) -> Scope:
    """What staff may see while they look at one customer."""
    return Scope(staff_id, (partner_id,), accounts)
