"""Whose rows a secret link may touch, in the transaction that follows it."""

from uuid import UUID

from django.db import connection


def pin_partner(business_partner_id: UUID) -> None:
    """Narrows row-level security to one business partner for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('osc.partners', %s, true)", [f"{{{business_partner_id}}}"])
