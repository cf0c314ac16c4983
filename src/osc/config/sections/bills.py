"""[bills] of utility.toml."""

import msgspec


class Bills(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bills, inbox, paperless and paper letters."""
