"""What customers type to find one of many contracts."""

from uuid import UUID

from osc.design.marks import COMMODITIES, commodity_name
from osc.identity.sessions import SignedIn


def pattern_of(words: str) -> str:
    """A pattern for ILIKE that finds the words anywhere; what the database would read as a wildcard is a sign."""
    if not words:
        return ""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def accounts_labelled(words: str, customer: SignedIn) -> list[UUID]:
    """The contract accounts whose own name contains the words."""
    accounts = customer.scope.contract_account_ids if words else ()
    return [id_ for id_ in accounts if words.casefold() in customer.label_of(id_).casefold()]


def commodities_called(words: str) -> list[str]:
    """The codes of the commodities whose name, in the language being spoken, contains the words."""
    return [code for code in COMMODITIES if words and words.casefold() in commodity_name(code).casefold()]
