"""[leaving] of utility.toml."""

from typing import Annotated

import msgspec

Days = Annotated[int, msgspec.Meta(ge=0, le=90)]


class Leaving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terminations, withdrawals and moves."""

    # the law asks for a signature; a utility may waive it (R-KUE-11)
    water_in_text_form: bool = True
    heat_in_text_form: bool = True
    # working days of the market until a move can count, and days it may be reported late (R-UMZ-1 … R-UMZ-3)
    electricity_lead_days: Days = 1
    electricity_back_days: Days = 0
    gas_lead_days: Days = 10
    gas_back_days: Days = 42
    other_back_days: Days = 42
