"""[security] of utility.toml."""

import msgspec


class Security(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Passwords, second factors, sessions."""
