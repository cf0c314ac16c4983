"""Account numbers under a new key."""

from collections.abc import Iterator

from osc.interchange.resealing import reseal_column
from osc.payments.models import BankChange, RefundAccount, SepaMandate


def reseal_accounts() -> Iterator[str]:
    """Seals the numbers anew; the fingerprints stay, their key is the last of the list."""
    for model in (SepaMandate, RefundAccount, BankChange):
        yield reseal_column(model, "iban")
