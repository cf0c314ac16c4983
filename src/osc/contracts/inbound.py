"""Which records fill which tables, and which changes in number make a run wait for a person."""

from osc.contracts import messages, models
from osc.interchange.imports.kinds import InboundKind, register


def register_kinds() -> None:
    register(InboundKind("business_partner", messages.BusinessPartnerRecord, models.BusinessPartner))
    register(InboundKind("premise", messages.PremiseRecord, models.Premise, {"business_partner": "business_partner"}))
    register(
        InboundKind(
            "contract_account",
            messages.ContractAccountRecord,
            models.ContractAccount,
            {"business_partner": "business_partner"},
            watched=("business_partner_id", "closed_on"),
        )
    )
    register(
        InboundKind(
            "contract",
            messages.ContractRecord,
            models.Contract,
            {"contract_account": "contract_account", "premise": "premise"},
            watched=("contract_account_id", "ends_on"),
        )
    )
