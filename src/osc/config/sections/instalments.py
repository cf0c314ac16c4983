"""[instalments] of utility.toml."""

import msgspec


class Instalments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What customers may do with their Abschlag."""
