"""Mandates and refund accounts come in; unusually many changed IBANs make a run wait for a person."""

from datetime import datetime

from django.db import connection

from osc.cases.models import Case
from osc.interchange.imports.kinds import InboundKind, register
from osc.payments.messages import (
    MandateRecord,
    RefundAccountRecord,
    StoredMandate,
    StoredRefundAccount,
    store_mandate,
    store_refund_account,
)
from osc.payments.models import RefundAccount, SepaMandate
from osc.payments.releases import decide_bank_case
from osc.submissions.deciding import on_decision

PARENT = {"contract_account": "contract_account"}


def note_uses(now: datetime) -> None:
    """Remembers which customers use an account, so that a shared one is noticed (security.md 6.7)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into payments_ibanuse (iban_hash, business_partner_id) "
            "select distinct s.iban_hash, m.business_partner_id from stage_mandate s "
            "join payments_sepamandate m on m.external_id = s.external_id on conflict do nothing"
        )


def register_kinds() -> None:
    register(
        InboundKind(
            "mandate", MandateRecord, SepaMandate, PARENT, after=note_uses, watched=("iban_hash",),
            stored=store_mandate, shape=StoredMandate,
        )
    )  # fmt: skip
    register(
        InboundKind(
            "refund_account", RefundAccountRecord, RefundAccount, PARENT, watched=("iban_hash",),
            stored=store_refund_account, shape=StoredRefundAccount,
        )
    )  # fmt: skip


def register_decisions() -> None:
    on_decision(Case.Kind.BANK_DETAILS, decide_bank_case)
