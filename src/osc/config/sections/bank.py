"""[bank] of utility.toml."""

from typing import Annotated, Literal

import msgspec

from osc.foundation.identifiers import is_creditor_id
from osc.payments.rules.iban import read_iban
from osc.payments.rules.mandates import new_reference

Hours = Annotated[int, msgspec.Meta(ge=1, le=24 * 30)]


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Creditor, cut-off days and cooling times of bank details (R-SEP).

    `cut_off_days`: TARGET working days before a debit on which it is already at the bank. `notice_days`: calendar
    days between announcement and first collection. `cooling_hours` and `risk_hours`: how long a new account for
    credits waits. `reference_pattern` may use {account} and {random}. `credit_mark_eur`: a credit above it is a
    risk mark. `iban` is the utility's own account, for customers who pay by transfer.
    """

    creditor_id: str = "DE98ZZZ09999999999"
    creditor_name: str = "Stadtwerke Lindenau GmbH"
    creditor_address: str = "Am Wasserturm 1, 03220 Lindenau"
    iban: str = "DE02120300000000202051"
    home_country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] = "DE"
    cut_off_days: Annotated[int, msgspec.Meta(ge=1, le=15)] = 5
    notice_days: Annotated[int, msgspec.Meta(ge=1, le=60)] = 14
    cooling_hours: Hours = 24
    risk_hours: Hours = 72
    credit_mark_eur: Annotated[int, msgspec.Meta(ge=0)] = 200
    reference_pattern: str = "MR-{account}-{random}"
    mandate_form: Literal["online"] = "online"
    objection_days: Annotated[int, msgspec.Meta(ge=7, le=400)] = 60

    def __post_init__(self) -> None:
        if not is_creditor_id(self.creditor_id):
            raise ValueError("creditor_id is no Gläubiger-ID with right check digits (R-NUM-12)")
        if not read_iban(self.iban).iban:
            raise ValueError("iban is no IBAN with right check digits")
        if self.risk_hours < self.cooling_hours:
            raise ValueError("risk_hours must not be shorter than cooling_hours")
        new_reference(self.reference_pattern, "IR" + "0" * 12, bytes(8))
