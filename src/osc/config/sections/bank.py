"""[bank] of utility.toml."""

import msgspec


class Bank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Creditor, cut-off days and cooling times of bank details."""
