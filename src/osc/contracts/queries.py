"""Reading contracts: pieces for pages, and the look-up by numbers that only the worker may do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from osc.contracts.models import ContractAccount, Tariff, TariffOrder
from osc.contracts.rules.offers import Product, read_product
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope
from osc.submissions.messages import Owner

# how a business partner p is addressed
PARTNER_NAME = "coalesce(p.company, concat_ws(' ', p.first_name, p.last_name))"

# who the linked accounts belong to, oldest account first
PARTNER_PIECE = f"""
    select p.id, {PARTNER_NAME} as name
    from contracts_businesspartner p
    where p.id in (select business_partner_id from contracts_contractaccount where id = any(%(accounts)s))
    order by p.external_id limit 3"""

# whose contract this is, as Owner names it
OWNER_PIECE = f"""
    select a.id as contract_account_id, a.number, p.id as business_partner_id, {PARTNER_NAME} as name
    from contracts_contract c join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_businesspartner p on p.id = a.business_partner_id
    where c.id = %(contract)s and a.id = any(%(accounts)s)"""

ACCOUNT_PIECE = """
    select id, number, payment_method, closed_on from contracts_contractaccount
    where id = any(%(accounts)s) and missing_since is null order by number limit 100"""

# current contracts first, then by commodity and place
CONTRACT_PIECE = """
    select c.id, c.commodity, c.tariff, c.starts_on, c.ends_on, c.price_change, a.id as account_id, a.number,
           a.payment_method, p.street, p.house_number, p.city
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (c.ends_on is null or c.ends_on > %(today)s)
    order by a.number, array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id
    limit 200"""

# running contracts with what binds them
BINDING_PIECE = """
    select c.id, c.commodity, c.supply_form, c.notice, c.term_ends_on, c.renewal_months, a.number,
           p.street, p.house_number, p.postal_code, p.city
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (c.ends_on is null or c.ends_on > %(today)s)
    order by a.number, array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id
    limit 200"""

# every contract with its place, running ones first; %(search)s is a pattern, %(commodities)s are codes found by name,
# %(labelled)s are accounts that the customer's own names found
CONTRACT_LIST_PIECE = """
    select c.id, c.commodity, c.tariff, c.starts_on, c.ends_on, a.id as account_id, a.number,
           p.street, p.house_number, p.city,
           c.ends_on <= %(today)s as ended, count(*) over () as found
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (%(search)s = '' or c.commodity = any(%(commodities)s) or a.id = any(%(labelled)s)
           or concat_ws(' ', c.tariff, p.street, p.house_number,
           p.postal_code, p.city) ilike %(search)s or a.number ilike replace(%(search)s, ' ', ''))
    order by c.ends_on <= %(today)s nulls first, a.number,
             array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id limit 200"""

# one contract with everything that § 41 EnWG wants to be seen; its numbers of the market are a page of their own
CONTRACT_DETAIL_PIECE = """
    select c.id, c.commodity, c.tariff, c.tariff_code, c.starts_on, c.ends_on, c.supply_form, c.price_kind,
           c.concluded_on, c.term_ends_on, c.renewal_months, c.notice, c.price_guarantee_until, c.price_change,
           c.grid_operator, c.metering_operator, c.extras, c.residual, c.prices,
           coalesce(c.market_location, c.metering_location) is not null as has_numbers,
           a.id as account_id, a.number, a.payment_method,
           p.street, p.house_number, p.supplement, p.postal_code, p.city
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.id = %(contract)s and c.contract_account_id = any(%(accounts)s) and c.missing_since is null"""

# Marktlokation and Messlokation, for the one page that shows them (R-NUM-7)
LOCATION_PIECE = """
    select c.id, c.commodity, c.market_location, c.metering_location, p.street, p.house_number, p.city
    from contracts_contract c join contracts_premise p on p.id = c.premise_id
    where c.id = %(contract)s and c.contract_account_id = any(%(accounts)s) and c.missing_since is null"""

# what the utility offers today instead of the product of this contract
OFFER_PIECE = """
    select t.code, t.name, t.product from contracts_tariff t join contracts_contract c on c.commodity = t.commodity
    where c.id = %(contract)s and c.contract_account_id = any(%(accounts)s)
      and t.offered_from <= %(today)s and (t.offered_until is null or t.offered_until > %(today)s)
    order by t.name, t.code limit 30"""

# the partners of the linked accounts with everything they can change
PERSON_PIECE = f"""
    select p.id, {PARTNER_NAME} as name, p.first_name, p.last_name, p.company, p.phone, p.mobile, p.birth_date,
           p.street, p.house_number, p.postal_code, p.city, p.billing_address
    from contracts_businesspartner p
    where p.id in (select business_partner_id from contracts_contractaccount where id = any(%(accounts)s))
    order by p.external_id limit 20"""


FOUND = f"""
    select a.id, a.business_partner_id, a.number, p.email, {PARTNER_NAME}, coalesce(p.company, p.last_name, ''),
           concat_ws(' ', p.street, p.house_number), concat_ws(' ', p.postal_code, p.city)
    from contracts_contractaccount a join contracts_businesspartner p on p.id = a.business_partner_id
    where a.number = %s and a.missing_since is null and a.closed_on is null"""


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """A contract account found by its number, with the e-mail address on file and the address for letters."""

    id: UUID
    business_partner_id: UUID
    number: str
    email_on_file: str | None
    name: str
    surname: str
    recipient: tuple[str, ...]


class AccountNotFound(Exception):
    """No such contract account in the user's scope."""


def owner_of_account(scope: Scope, *, contract_account_id: UUID) -> Owner:
    """Whose contract account this is. Raises AccountNotFound when it is not linked to the log-in."""
    sql = f"""select a.id, a.number, p.id, {PARTNER_NAME} from contracts_contractaccount a
        join contracts_businesspartner p on p.id = a.business_partner_id where a.id = %s and a.id = any(%s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [contract_account_id, scope.accounts_literal()])
        row = cursor.fetchone()
    if row is None:
        raise AccountNotFound
    return Owner(*row)


@dataclass(frozen=True, slots=True)
class ContractAtHand:
    """A contract with what an order needs to know about it."""

    id: UUID
    external_id: str
    commodity: str
    tariff: str
    tariff_code: str | None
    ends_on: date | None
    term_ends_on: date | None
    place: str
    owner: Owner

    def bound_until(self, today: date) -> date | None:
        """The last day of a minimum term that still runs, else None."""
        return self.term_ends_on if self.term_ends_on and self.term_ends_on >= today else None


def contract_at_hand(scope: Scope, *, contract_id: UUID) -> ContractAtHand | None:
    """One of the user's contracts, None when there is no such contract."""
    sql = f"""select c.id, c.external_id, c.commodity, c.tariff, c.tariff_code, c.ends_on, c.term_ends_on,
        concat(s.street, ' ', s.house_number, ', ', s.postal_code, ' ', s.city),
        a.id, a.number, a.business_partner_id, {PARTNER_NAME}
        from contracts_contract c join contracts_contractaccount a on a.id = c.contract_account_id
        join contracts_premise s on s.id = c.premise_id
        join contracts_businesspartner p on p.id = a.business_partner_id
        where c.id = %s and a.id = any(%s) and c.missing_since is null"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [contract_id, scope.accounts_literal()])
        row = cursor.fetchone()
    return ContractAtHand(*row[:8], owner=Owner(*row[8:])) if row else None


@dataclass(frozen=True, slots=True)
class PersonAtHand:
    """A business partner as the billing system knows it, with one of the linked contract accounts."""

    external_id: str
    owner: Owner
    row: Mapping[str, str | None]
    billing_address: Mapping[str, str | None]

    def known(self, part: str) -> Mapping[str, str | None]:
        """Today's values of a part of the personal data, by name."""
        return self.billing_address if part == "billing_address" else self.row


def person_at_hand(scope: Scope, *, partner_id: UUID) -> PersonAtHand | None:
    """The owner of a linked contract account, None when no linked account is theirs."""
    fields = ("first_name", "last_name", "company", "phone", "mobile", "street", "house_number", "postal_code", "city")
    sql = f"""select a.id, a.number, p.id, {PARTNER_NAME}, p.external_id, p.billing_address, p.{", p.".join(fields)}
        from contracts_businesspartner p join contracts_contractaccount a on a.business_partner_id = p.id
        where p.id = %s and a.id = any(%s) order by a.number limit 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [partner_id, scope.accounts_literal()])
        row = cursor.fetchone()
    if row is None:
        return None
    billing = json.loads(row[5]) if row[5] else {}
    return PersonAtHand(row[4], Owner(*row[:4]), dict(zip(fields, row[6:], strict=True)), billing)


@unscoped(reason="products belong to no customer")
def find_product(code: str, *, commodity: str, today: date) -> Product | None:
    """The product with this code if it is offered today for this commodity, else None."""
    row = _offered(today).filter(code=code, commodity=commodity).first()
    return read_product(row.code, row.product) if row else None


@unscoped(reason="products belong to no customer")
def offered_products(*, today: date) -> list[Product]:
    """Everything the utility offers today, by commodity and name."""
    return [read_product(row.code, row.product) for row in _offered(today).order_by("commodity", "name", "code")]


@unscoped(reason="products belong to no customer")
def terms_of_product(code: str) -> str:
    """The words of a product's terms today, also when it is offered no more; empty for an unknown one."""
    row = Tariff.objects.filter(code=code).first()
    return str(row.product["terms"]["body"]) if row else ""


def find_order(scope: Scope, *, case_id: UUID) -> TariffOrder | None:
    """What was ordered in this case if one of the user's contract accounts owns it, else None."""
    return (
        TariffOrder.objects.filter(case_id=case_id, case__contract_account_id__in=scope.contract_account_ids)
        .select_related("case")
        .first()
    )


def _offered(today: date) -> QuerySet[Tariff]:
    until = Q(offered_until__isnull=True) | Q(offered_until__gt=today)
    return Tariff.objects.filter(until, offered_from__lte=today)


@unscoped(reason="registration is evaluated by the worker before anybody is signed in")
def find_account_by_number(number: str) -> FoundAccount | None:
    """The open contract account with this canonical number, else None (also when closed or missing)."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [number])
        row = cursor.fetchone()
    if row is None:
        return None
    *known, street, town = row
    return FoundAccount(*known, recipient=(known[4], street, town))


@unscoped(reason="the self-check counts the numbers of all customers, in the worker")
def open_account_numbers() -> list[str]:
    """The numbers of all contract accounts that can be registered."""
    return list(ContractAccount.objects.filter(missing_since=None, closed_on=None).values_list("number", flat=True))


@unscoped(reason="the nightly look at all instalments")
def all_account_ids() -> list[UUID]:
    """Every open contract account."""
    return list(ContractAccount.objects.filter(missing_since=None, closed_on=None).values_list("id", flat=True))
