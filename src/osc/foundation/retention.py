"""How long the law wants something to be kept: to the end of a calendar year, never from day to day (R-RET-1)."""

from datetime import date
from enum import IntEnum


class Kept(IntEnum):
    """Years after the end of the year in which something was made, sent or measured."""

    # bills, credit notes, payments (HGB § 257, AO § 147, UStG § 14b)
    RECEIPT = 8
    # letters, declarations, and who did what with them (HGB § 257)
    LETTER = 6
    # readings and load profiles at the supplier (MsbG § 69)
    METERED = 3


def keep_until(kept: Kept, day: date) -> date:
    """The last day on which it must still be there; it may go the day after (EX-18)."""
    return date(day.year + kept, 12, 31)


def first_kept(kept: Kept, today: date) -> date:
    """Everything before this day may go today."""
    return date(today.year - kept, 1, 1)
