"""What a bill comes to, and what a customer must be told about it."""

from dataclasses import dataclass
from decimal import Decimal

from osc.billing.messages import BilledReading, Comparison
from osc.foundation.money import round_half_up

# more than twice the comparable use gives a right to have the meter checked (R-ABL-10)
DOUBTFUL_FACTOR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: a code, where, what the bill says and what we make of it."""

    code: str
    where: str = ""
    billed: Decimal | None = None
    computed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CreditUse:
    """What becomes of a credit: EUR taken off the next instalment, EUR paid out."""

    offset: Decimal
    paid_out: Decimal


def use_of_credit(credit: Decimal, next_instalment: Decimal, *, final: bool) -> CreditUse:
    """At most one instalment is offset, the rest is paid out; of a final bill everything (R-RE-11)."""
    offset = Decimal(0) if final else min(credit, next_instalment)
    return CreditUse(offset, credit - offset)


def is_doubtful(comparison: Comparison) -> bool:
    """True for more than twice the use of the same days before; never without a value of one's own (R-RE-7)."""
    if not comparison.previous or not comparison.previous_days or not comparison.days:
        return False
    per_day_before = comparison.previous / comparison.previous_days
    return comparison.used / comparison.days > DOUBTFUL_FACTOR * per_day_before


def estimated_share(readings: list[BilledReading], energy_net: Decimal) -> Decimal:
    """EUR net of the energy price that rest on estimated ends, half-up to the cent (R-ABL-11)."""
    total = sum((reading.used for reading in readings), Decimal(0))
    guessed = sum((reading.used for reading in readings if reading.estimate is not None), Decimal(0))
    return round_half_up(energy_net * guessed / total, 2) if total else Decimal(0)
