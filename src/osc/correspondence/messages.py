"""Records of letters."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec


class LetterRecord(msgspec.Struct, frozen=True):
    """A letter or an answer for the inbox. `answers` is the Vorgangsnummer of the customer's message."""

    contract_account: str
    subject: str
    body: str
    sent_on: date
    category: Literal["letter", "message", "contract"] = "letter"
    answers: str | None = None


class MailBounceRecord(msgspec.Struct, frozen=True):
    """A mail came back for good. `mail` is the part before the @ of its Message-ID."""

    mail: UUID
    at: datetime
    reason: str
