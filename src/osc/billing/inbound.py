"""Which records fill which tables of billing."""

from osc.billing import messages, models
from osc.interchange.imports.kinds import InboundKind, register


def register_kinds() -> None:
    register(
        InboundKind("instalment_plan", messages.InstalmentPlanRecord, models.InstalmentPlan, {"contract": "contract"})
    )
    register(InboundKind("invoice", messages.InvoiceRecord, models.Invoice, {"contract_account": "contract_account"}))
