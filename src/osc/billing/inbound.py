"""Which records fill which tables of billing."""

from datetime import datetime

from osc.billing import messages, models
from osc.billing.invoices.tasks import look_at_bills
from osc.interchange.imports.kinds import InboundKind, register
from osc.interchange.jobs import put_in_queue


def bills_came(now: datetime) -> None:
    """New bills are recomputed and announced by the worker, after the batch."""
    put_in_queue(look_at_bills)


def register_kinds() -> None:
    register(
        InboundKind("instalment_plan", messages.InstalmentPlanRecord, models.InstalmentPlan, {"contract": "contract"})
    )
    account = {"contract_account": "contract_account"}
    register(InboundKind("invoice", messages.InvoiceRecord, models.Invoice, account, after=bills_came))
    register(InboundKind("account_statement", messages.AccountStatementRecord, models.AccountStatement, account))
