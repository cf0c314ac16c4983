"""Which way a document reaches its customer: mail, letter or both. One table for all of them (R-ZUG-4, R-ZUG-5)."""

from dataclasses import dataclass
from enum import StrEnum


class Document(StrEnum):
    """What the portal itself delivers."""

    BILL = "bill"
    PRICE_CHANGE = "price_change"
    # in Grundversorgung; the law wants a letter whatever the customer chose
    BASIC_PRICE_CHANGE = "basic_price_change"


class MailText(StrEnum):
    """How much a mail says."""

    NOTHING = "nothing"
    # that something is in the inbox, no content
    NOTIFICATION = "notification"
    # everything, because the law wants it in the text itself
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Ways:
    """The mail, and whether the portal writes a letter."""

    mail: MailText
    letter: bool


MAIL_TEXT = {
    Document.BILL: MailText.NOTIFICATION,
    Document.PRICE_CHANGE: MailText.FULL,
    Document.BASIC_PRICE_CHANGE: MailText.FULL,
}
# whatever the customer prefers
LETTER_REQUIRED = {Document.BASIC_PRICE_CHANGE}


def ways(document: Document, *, paperless: bool, reachable: bool) -> Ways:
    """`reachable`: there is a usable log-in whose last mail did not come back (R-ZUG-7)."""
    mail = MAIL_TEXT[document] if paperless and reachable else MailText.NOTHING
    return Ways(mail, letter=document in LETTER_REQUIRED or mail == MailText.NOTHING)
