"""Which last day of supply a termination asks for (R-KUE-3, R-KUE-9).

All days are last days of supply, civil days in Europe/Berlin. Notice periods that end a contract are not moved to
working days (R-GEN-4).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from osc.contracts.rules.terms import Binding, earliest_end

BY_LAW_IN_WRITING = frozenset({"WASSER", "FERNWAERME"})


class How(StrEnum):
    """Ordinary termination, or extraordinary with a reason."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class End:
    """The last day to put to the billing system; `later` when it is later than the customer wished."""

    last_day: date
    later: bool = False


def proposed_end(received_on: date, binding: Binding, *, how: How, wish: date | None) -> End:
    """The day a termination received on a day leads to: nothing wished means the earliest (§ 312k (5)); a day too
    early becomes the earliest; an extraordinary termination counts at once or on the day it names."""
    if how is How.EXTRAORDINARY:
        return End(max(wish or received_on, received_on))
    earliest = earliest_end(binding, received_on)
    return End(max(wish or earliest, earliest), later=wish is not None and wish < earliest)


def needs_signature(commodity: str, *, water_in_text: bool, heat_in_text: bool) -> bool:
    """True where the law asks for Schriftform and the utility does not waive it (R-KUE-11, R-WAS-3)."""
    accepted = {"WASSER": water_in_text, "FERNWAERME": heat_in_text}
    return commodity in BY_LAW_IN_WRITING and not accepted[commodity]
