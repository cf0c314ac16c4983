"""[readings] of utility.toml."""

import msgspec


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readings are judged, corrected and taken back."""
