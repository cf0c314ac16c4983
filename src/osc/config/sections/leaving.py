"""[leaving] of utility.toml."""

from typing import Annotated

from msgspec import Meta, Struct

Days = Annotated[int, Meta(ge=0, le=90)]


class Leaving(Struct, frozen=True, forbid_unknown_fields=True):
    """Terminations, withdrawals and moves (R-KUE-11, R-UMZ-1 … R-UMZ-3)."""

    water_in_text_form: Annotated[
        bool, Meta(description="the law asks for a signed letter; true: an online termination is enough")
    ] = True
    heat_in_text_form: Annotated[bool, Meta(description="the same for district heating")] = True
    electricity_lead_days: Annotated[Days, Meta(description="working days until a move can count")] = 1
    electricity_back_days: Annotated[Days, Meta(description="days a move may be reported late")] = 0
    gas_lead_days: Annotated[Days, Meta(description="working days until a move can count")] = 10
    gas_back_days: Annotated[Days, Meta(description="days a move may be reported late")] = 42
    other_back_days: Annotated[Days, Meta(description="the same for water and district heating")] = 42
