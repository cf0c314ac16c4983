"""Reading bank details, always masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from osc.contracts.queries import PARTNER_NAME
from osc.isolation.scope import Scope
from osc.payments.models import IbanUse, MandateText
from osc.submissions.messages import Owner

LIVING = "m.missing_since is null and m.revoked_on is null"

# one row per open contract account with its living mandate and its account for credits
BANK_PIECE = f"""
    select a.id, a.number, a.payment_method, {PARTNER_NAME} as name, m.reference, m.iban, m.iban_mask, m.holder,
           m.signed_on, m.last_used_on, r.iban as refund_iban, r.iban_mask as refund_mask, r.holder as refund_holder,
           r.since as refund_since,
           (select string_agg(distinct c.commodity, ' ') from contracts_contract c where c.contract_account_id = a.id
            and c.missing_since is null and (c.ends_on is null or c.ends_on > %(today)s)) as commodities
    from contracts_contractaccount a join contracts_businesspartner p on p.id = a.business_partner_id
    left join lateral (select * from payments_sepamandate m where m.contract_account_id = a.id and {LIVING}
                       order by m.signed_on desc, m.reference limit 1) m on true
    left join lateral (select * from payments_refundaccount r where r.contract_account_id = a.id
                       and r.missing_since is null order by r.since desc limit 1) r on true
    where a.id = any(%(accounts)s) and a.missing_since is null and a.closed_on is null order by a.number limit 200"""

# the accounts that debits come from, for a page that names them only
DEBIT_MASK_PIECE = f"""
    select distinct m.iban_mask from payments_sepamandate m
    where m.contract_account_id = any(%(accounts)s) and {LIVING} order by m.iban_mask limit 3"""

# what was asked for and is not through yet
PENDING_PIECE = """
    select string_agg(b.account_number, ' ' order by b.account_number) as numbers, b.purpose, b.iban_mask,
           max(b.frozen_at) as frozen_at, c.id as case_id, c.reference, c.state
    from payments_bankchange b join cases_case c on c.id = b.case_id
    where b.contract_account_id = any(%(accounts)s) and c.state in ('accepted', 'needs_clarification')
    group by c.id, b.purpose, b.iban_mask order by c.accepted_at desc, b.purpose limit 50"""

# mandates of the past, newest first (R-SEP-7)
PAST_PIECE = """
    select a.number, m.reference, m.iban_mask, m.signed_on, m.revoked_on
    from payments_sepamandate m join contracts_contractaccount a on a.id = m.contract_account_id
    where a.id = any(%(accounts)s) and m.missing_since is null and m.revoked_on is not null
    order by m.revoked_on desc, a.number limit 50"""

# accounts that should be debited and have no mandate that lives (36 months without use end one, R-SEP-6)
MISSING_MANDATE_PIECE = f"""
    select a.number from contracts_contractaccount a
    where a.id = any(%(accounts)s) and a.missing_since is null and a.closed_on is null
      and a.payment_method = 'direct_debit'
      and not exists (select from payments_sepamandate m where m.contract_account_id = a.id and {LIVING}
                      and (m.last_used_on is null or m.last_used_on >= (%(today)s::date - interval '36 months')))
      and not exists (select from payments_bankchange b join cases_case c on c.id = b.case_id
                      where b.contract_account_id = a.id and b.purpose = 'debit'
                        and c.state in ('accepted', 'needs_clarification'))
    order by a.number limit 1"""


@dataclass(frozen=True, slots=True)
class AccountAtHand:
    """A contract account as a change of bank details needs it; `street` and `city` are the customer's address."""

    id: UUID
    number: str
    business_partner_id: UUID
    payment_method: str
    name: str
    street: str
    city: str
    email_on_file: str
    reference: str
    mask: str

    @property
    def owner(self) -> Owner:
        return Owner(self.id, self.number, self.business_partner_id, self.name)


def accounts_at_hand(scope: Scope, *, contract_account_ids: Iterable[UUID]) -> list[AccountAtHand]:
    """The open contract accounts among these that are linked to the log-in, by number; others are left out."""
    sql = f"""
        select a.id, a.number, a.business_partner_id, a.payment_method, {PARTNER_NAME},
               p.street || ' ' || p.house_number, p.postal_code || ' ' || p.city, coalesce(p.email, ''),
               coalesce(m.reference, ''), coalesce(m.iban_mask, '')
        from contracts_contractaccount a join contracts_businesspartner p on p.id = a.business_partner_id
        left join lateral (select reference, iban_mask from payments_sepamandate m
                           where m.contract_account_id = a.id and {LIVING}
                           order by m.signed_on desc, m.reference limit 1) m on true
        where a.id = any(%s) and a.id = any(%s) and a.missing_since is null and a.closed_on is null
        order by a.number"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(contract_account_ids), scope.accounts_literal()])
        return [AccountAtHand(*row) for row in cursor.fetchall()]


def is_shared(scope: Scope, *, fingerprint: str) -> bool:
    """True when somebody who is not linked to this log-in uses the same account."""
    return IbanUse.objects.filter(iban_hash=fingerprint).exclude(business_partner_id__in=scope.partner_ids).exists()


@dataclass(frozen=True, slots=True)
class SignedMandate:
    """The words that were signed, with their proof."""

    reference: str
    language: str
    text: str
    text_hash: str
    signed_at: datetime


def mandate_text_of(scope: Scope, *, case_id: UUID) -> SignedMandate | None:
    """What was signed with this case, if it is about one of the user's contract accounts, else None."""
    row = (
        MandateText.objects.filter(case_id=case_id, case__contract_account_id__in=scope.contract_account_ids)
        .values_list("case__reference", "language", "text", "text_hash", "signed_at")
        .first()
    )
    return SignedMandate(*row) if row else None
