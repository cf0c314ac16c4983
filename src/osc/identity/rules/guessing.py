"""How hard it is to guess a contract account together with one of its meters (security 6.1, 6.2.3)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import gcd, log2
from statistics import median

from osc.foundation.identifiers import fold_meter_number

# below this, faq_compat is refused: what ASVS asks of any look-up code
LEAST_BITS = 20
# take-overs a year that an operator may accept
TOLERATED_A_YEAR = 0.01
# a gap this many times wider than the usual one is a gap between two lots, not a missing number
WIDEST_GAP = 32
TAIL = 8


@dataclass(frozen=True, slots=True)
class Guessing:
    """What a guesser is up against. Ranges count the numbers worth trying, gaps between lots left out."""

    accounts: int
    meters: int
    account_range: int
    meter_range: int

    @property
    def chance(self) -> float:
        """p = d · k / S for one guess of a pair, 1 at most."""
        live = self.accounts / self.account_range
        return min(1.0, live * (self.meters / self.accounts) / self.meter_range)

    @property
    def bits(self) -> float:
        return -log2(self.chance)

    @property
    def guesses_a_day(self) -> float:
        """How many judged guesses a day keep the expected take-overs at one in a hundred years."""
        return TOLERATED_A_YEAR / 365 / self.chance

    @property
    def too_easy(self) -> bool:
        return self.bits < LEAST_BITS


def measure(accounts: Collection[str], meters: Collection[str]) -> Guessing | None:
    """The figures for the numbers of open contract accounts and of the meters that open them; None without any."""
    if not accounts or not meters:
        return None
    numbers = [int(digits) for digits in (re.sub(r"\D", "", account) for account in accounts) if digits]
    return Guessing(len(accounts), len(meters), serial_range(numbers), meter_range(meters))


def serial_range(numbers: Iterable[int]) -> int:
    """The union of serial runs: how many numbers lie in them, counted in the steps in which they were given out."""
    ordered = sorted(set(numbers))
    gaps = [after - before for before, after in pairwise(ordered)]
    if not gaps:
        return 1
    widest = WIDEST_GAP * median(gaps)
    total = 0
    run: list[int] = []
    for gap in gaps:
        if gap > widest:
            total, run = total + _length(run), []
        else:
            run.append(gap)
    return total + _length(run)


def _length(gaps: Collection[int]) -> int:
    return 1 + (sum(gaps) // gcd(*gaps) if gaps else 0)


def meter_range(numbers: Iterable[str]) -> int:
    """As `serial_range`, for meters: the last eight digits are enough to match, whatever stands before (R-NUM-2)."""
    lines: dict[str, list[int]] = {}
    for number in numbers:
        before, digits = _split(fold_meter_number(number))
        lines.setdefault(before, []).append(int(digits or 0))
    return sum(map(serial_range, lines.values()))


def _split(folded: str) -> tuple[str, str]:
    """What must be known exactly, and the digits that count on."""
    digits = folded[len(folded.rstrip("0123456789")) :]
    if len(digits) >= TAIL:
        return "", digits[-TAIL:]
    return folded[: len(folded) - len(digits)], digits
