"""What a link opens, as it is kept with the request."""

from osc.contracts.queries import FoundAccount
from osc.identity.rules.branches import Level

PROVED_BY = {Level.PAIR: "pair", Level.ON_FILE: "email_on_file", Level.PROVEN: "letter"}


def as_opened(account: FoundAccount, proof: Level, proved_by: str = "") -> dict[str, str]:
    """Plain values: account, partner, number, how sure we are and by what."""
    return {
        "account": str(account.id), "partner": str(account.business_partner_id), "number": account.number,
        "level": proof.value, "proved_by": proved_by or PROVED_BY[proof],
    }  # fmt: skip
