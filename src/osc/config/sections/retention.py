"""[retention] of utility.toml."""

from typing import Annotated

from msgspec import Meta, Struct


class Retention(Struct, frozen=True, forbid_unknown_fields=True):
    """What the law leaves open; the years of bills, letters and metered values are not settings (R-RET)."""

    mail_days: Annotated[
        int, Meta(ge=30, le=3650, description="days after which the address of a sent mail is forgotten")
    ] = 180
