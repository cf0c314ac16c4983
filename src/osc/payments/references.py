"""Fresh mandate references."""

import secrets

from osc.payments.rules.mandates import RANDOM_SIGNS, new_reference


def fresh_reference(pattern: str, account_number: str) -> str:
    """A reference nobody has yet; the table refuses a repeated one (R-NUM-14)."""
    return new_reference(pattern, account_number, secrets.token_bytes(RANDOM_SIGNS))
