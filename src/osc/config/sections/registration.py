"""[registration] of utility.toml."""

import msgspec


class RegistrationRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits and letters of registration."""
