"""[leaving] of utility.toml."""

import msgspec


class Leaving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terminations, withdrawals and moves."""
