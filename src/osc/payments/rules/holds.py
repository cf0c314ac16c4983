"""How long a change of bank details waits before it may move money (security.md 6.7, R-SEP-9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum


class Purpose(StrEnum):
    """What the account is for."""

    DEBIT = "debit"
    REFUND = "refund"


class OwnMark(StrEnum):
    """Marks this room finds itself; the page brings those of the log-in and of the balance."""

    FOREIGN_ACCOUNT = "foreign_account"
    SHARED_ACCOUNT = "shared_account"
    OTHER_HOLDER = "other_holder"


@dataclass(frozen=True, slots=True)
class Hold:
    """When the message may go, whether staff must release it first, and until when the customer can undo."""

    not_before: datetime | None
    held: bool
    undo_until: datetime


def own_marks(*, country: str, home_country: str, shared: bool, other_holder: bool) -> tuple[str, ...]:
    """The marks of the account itself."""
    found = {
        OwnMark.FOREIGN_ACCOUNT: country != home_country,
        OwnMark.SHARED_ACCOUNT: shared,
        OwnMark.OTHER_HOLDER: other_holder,
    }
    return tuple(mark.value for mark, given in found.items() if given)


def balance_marks(*, credit: Decimal | str, limit: int, final_bill: bool) -> tuple[str, ...]:
    """Marks of the balance: a credit above `limit` EUR, or a final bill that is still to come."""
    found = {"large_credit": Decimal(credit) > limit, "final_bill_pending": final_bill}
    return tuple(mark for mark, given in found.items() if given)


def hold_for(
    purpose: Purpose, marks: Iterable[str], *, now: datetime, cooling_hours: int, risk_hours: int, other_holder: bool
) -> Hold:
    """Debits go at once, unless somebody else is the holder and must agree first (R-SEP-4). Credits cool
    for everybody; any mark makes it longer and asks for two people."""
    risky = bool(tuple(marks))
    until = now + timedelta(hours=risk_hours if risky else cooling_hours)
    if purpose is Purpose.DEBIT:
        return Hold(not_before=None, held=other_holder, undo_until=until)
    return Hold(not_before=until, held=risky, undo_until=until)


RELEASES_NEEDED = 2


def may_go(releases: Iterable[str]) -> bool:
    """Two different people have looked (V2.3.5)."""
    return len(set(releases)) >= RELEASES_NEEDED
