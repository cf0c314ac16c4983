"""How staff find a customer: by number, name and address, or e-mail address."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from osc.contracts.queries import PARTNER_NAME
from osc.isolation.markers import unscoped

MOST = 50
FOUND = f"""
    select p.id, {PARTNER_NAME}, concat_ws(' ', p.street, p.house_number), p.postal_code || ' ' || p.city,
           coalesce(p.email, ''),
           array(select a.number from contracts_contractaccount a
                 where a.business_partner_id = p.id and a.missing_since is null order by a.number)
    from contracts_businesspartner p where p.missing_since is null and """


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """One line of the result."""

    id: UUID
    name: str
    street: str
    city: str
    email: str
    accounts: tuple[str, ...]


@unscoped(reason="staff search among all customers; opening a file is recorded")
def customers_by_words(words: str) -> list[FoundCustomer]:
    """Every word must occur in name, street, town, e-mail address or number of a contract account."""
    text = f"lower(concat_ws(' ', {PARTNER_NAME}, p.street, p.house_number, p.postal_code, p.city, p.email)) like %s"
    # numbers are looked through once, not once for each customer
    number = "p.id in (select business_partner_id from contracts_contractaccount where lower(number) like %s)"
    wanted = [f"%{_literal(word)}%" for word in words.lower().split()[:6]]
    twice = [each for each in wanted for _ in range(2)]
    return _find(" and ".join([f"({text} or {number})"] * len(wanted)), twice) if wanted else []


@unscoped(reason="staff open what another room found")
def customers_by_id(ids: list[UUID]) -> list[FoundCustomer]:
    """The customers with these ids, by name."""
    return _find("p.id = any(%s)", [ids]) if ids else []


@unscoped(reason="staff open a file; the opening is recorded")
def accounts_of_partner(partner_id: UUID) -> tuple[UUID, ...]:
    """Every contract account of one business partner."""
    with connections["staff"].cursor() as cursor:
        cursor.execute("select id from contracts_contractaccount where business_partner_id = %s", [partner_id])
        return tuple(row[0] for row in cursor.fetchall())


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _find(condition: str, values: list[object]) -> list[FoundCustomer]:
    with connections["staff"].cursor() as cursor:
        cursor.execute(f"{FOUND} ({condition}) order by 2 limit {MOST}", values)
        return [FoundCustomer(*row[:5], tuple(row[5])) for row in cursor.fetchall()]
