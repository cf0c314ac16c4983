"""Numbers of the German energy world: canonical forms, check digits, matching (R-NUM)."""

from osc.foundation.identifiers.bank import canonical_iban, is_creditor_id, is_mandate_reference, mask_iban
from osc.foundation.identifiers.contract_account import canonical_contract_account
from osc.foundation.identifiers.market import is_code_number, is_market_location, is_metering_location
from osc.foundation.identifiers.meter import (
    canonical_meter_number,
    fold_meter_number,
    match_meter_number,
    meter_number_stem,
)
from osc.foundation.identifiers.obis import canonical_obis, consumption_registers
from osc.foundation.identifiers.refused import IdentifierRefused

__all__ = [
    "IdentifierRefused",
    "canonical_contract_account",
    "canonical_iban",
    "canonical_meter_number",
    "canonical_obis",
    "consumption_registers",
    "fold_meter_number",
    "is_code_number",
    "is_creditor_id",
    "is_mandate_reference",
    "is_market_location",
    "is_metering_location",
    "mask_iban",
    "match_meter_number",
    "meter_number_stem",
]
