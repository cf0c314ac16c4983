"""[tariffs] of utility.toml."""

from typing import Annotated

import msgspec


class Tariffs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tariff changes: days between order and start, and the version of the withdrawal instruction."""

    lead_days: Annotated[int, msgspec.Meta(ge=0, le=60)] = 1
    withdrawal_instruction: Annotated[str, msgspec.Meta(min_length=1)] = "2026-06-19"
