"""[tariffs] of utility.toml."""

from typing import Annotated

from msgspec import Meta, Struct


class Tariffs(Struct, frozen=True, forbid_unknown_fields=True):
    """Tariff changes."""

    lead_days: Annotated[
        int, Meta(ge=0, le=60, description="days between the order and the earliest first of a month it may start")
    ] = 1
    withdrawal_instruction: Annotated[
        str, Meta(min_length=1, description="version of the withdrawal instruction; change it with its text")
    ] = "2026-06-19"
