"""[bank] of utility.toml."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from osc.foundation.identifiers import is_creditor_id
from osc.payments.rules.iban import read_iban
from osc.payments.rules.mandates import new_reference

Hours = Annotated[int, Meta(ge=1, le=24 * 30)]


class Bank(Struct, frozen=True, forbid_unknown_fields=True):
    """Creditor, cut-off days and cooling times of bank details (R-SEP)."""

    creditor_id: Annotated[str, Meta(description="Gläubiger-Identifikationsnummer")] = "DE98ZZZ09999999999"
    creditor_name: Annotated[str, Meta(description="creditor on the SEPA mandate")] = "Stadtwerke Lindenau GmbH"
    creditor_address: Annotated[str, Meta(description="its address")] = "Am Wasserturm 1, 03220 Lindenau"
    iban: Annotated[str, Meta(description="your own account, for customers who pay by transfer")] = (
        "DE02120300000000202051"
    )
    home_country: Annotated[
        str, Meta(pattern="^[A-Z]{2}$", description="an account in another country is a risk mark")
    ] = "DE"
    cut_off_days: Annotated[
        int, Meta(ge=1, le=15, description="TARGET working days before a debit on which it is already at the bank")
    ] = 5
    notice_days: Annotated[
        int, Meta(ge=1, le=60, description="calendar days between announcement and first collection")
    ] = 14
    cooling_hours: Annotated[Hours, Meta(description="a new account for credits waits this long")] = 24
    risk_hours: Annotated[Hours, Meta(description="this long with a risk mark; then two people release it")] = 72
    credit_mark_eur: Annotated[int, Meta(ge=0, description="a credit above it is a risk mark")] = 200
    reference_pattern: Annotated[
        str, Meta(description="mandate reference from {account} and {random}, at most 35 of A-Z, 0-9, dash")
    ] = "MR-{account}-{random}"
    mandate_form: Annotated[Literal["online"], Meta(description="how a mandate is given")] = "online"
    objection_days: Annotated[
        int, Meta(ge=7, le=400, description="how long the link “Das war ich nicht” in a notice opens")
    ] = 60

    def __post_init__(self) -> None:
        if not is_creditor_id(self.creditor_id):
            raise ValueError("creditor_id is no Gläubiger-ID with right check digits (R-NUM-12)")
        if not read_iban(self.iban).iban:
            raise ValueError("iban is no IBAN with right check digits")
        if self.risk_hours < self.cooling_hours:
            raise ValueError("risk_hours must not be shorter than cooling_hours")
        new_reference(self.reference_pattern, "IR" + "0" * 12, bytes(8))
