"""What a registration is worth: the branches of security 6.3 as one table."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How sure we are that a log-in belongs to the contract account (R-SEC-1)."""

    PAIR = "A0"
    ON_FILE = "A1"
    PROVEN = "A2"


class Branch(StrEnum):
    """What follows. Only the mail, or a page behind a proven mailbox, tells which it was."""

    LINK = "link"
    HAS_LOGIN = "has_login"
    TAKEN = "taken"
    PROVE_MAILBOX = "prove_mailbox"
    BY_LETTER = "by_letter"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the worker found out about one request."""

    pair_fits: bool
    on_file: bool
    email_has_login: bool
    account_proven: bool
    account_linked: bool
    within_limits: bool
    mailbox_proven: bool
    mailbox_first: bool
    letter_only: bool


def branch_of(found: Findings) -> Branch:
    """The owner's ways come before every limit: the address on file always gets its link (security 6.4 a).

    While mailboxes must be proven first, right and wrong pairs get the same mail.
    """
    if found.email_has_login:
        return Branch.HAS_LOGIN
    if found.pair_fits and found.on_file and not found.account_proven:
        return Branch.LINK
    if found.mailbox_first and not found.mailbox_proven:
        return Branch.PROVE_MAILBOX
    if not found.pair_fits:
        return Branch.NO_MATCH
    if not found.within_limits or found.letter_only:
        return Branch.BY_LETTER
    return Branch.TAKEN if found.account_linked else Branch.LINK
