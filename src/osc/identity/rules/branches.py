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

    LINK = "link_sent"
    HAS_LOGIN = "email_in_use"
    TAKEN = "taken"
    PROVE_MAILBOX = "prove_mailbox"
    BY_LETTER = "by_letter"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the worker found out about one request. `proof` is better than the pair alone: the address on file
    or a code from a letter; `taken` and `proven` are about other people's log-ins."""

    pair_fits: bool
    proof: Level
    email_has_login: bool
    taken: bool
    proven: bool
    within_limits: bool
    mailbox_proven: bool
    mailbox_first: bool


def branch_of(found: Findings) -> Branch:
    """The owner's ways come before every limit: the address on file and the letter always open (security 6.4 a).

    While mailboxes must be proven first, right and wrong pairs get the same mail.
    """
    if found.email_has_login:
        return Branch.HAS_LOGIN
    if found.pair_fits and (found.proof == Level.PROVEN or (found.proof == Level.ON_FILE and not found.proven)):
        return Branch.LINK
    if found.mailbox_first and not found.mailbox_proven:
        return Branch.PROVE_MAILBOX
    if not found.within_limits:
        return Branch.BY_LETTER
    if not found.pair_fits:
        return Branch.NO_MATCH
    return Branch.TAKEN if found.taken else Branch.LINK
