"""Mandates come in; unusually many changed IBANs make a run wait for a person."""

from osc.interchange.imports.kinds import InboundKind, register
from osc.payments.messages import MandateRecord
from osc.payments.models import SepaMandate


def register_kinds() -> None:
    register(
        InboundKind("mandate", MandateRecord, SepaMandate, {"contract_account": "contract_account"}, watched=("iban",))
    )
