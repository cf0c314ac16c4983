"""[tariffs] of utility.toml."""

import msgspec


class Tariffs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tariff changes and personal data."""
