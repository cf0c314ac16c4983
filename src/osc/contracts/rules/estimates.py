"""What a year would cost: the customer's own use, net prices by period, VAT on the sum. Always an estimate."""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.foundation.quantity import split_largest_remainder
from osc.foundation.terms import add_months

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """Net prices from a day on: ct per unit, EUR per year; `end` is the first day they no longer hold."""

    start: date
    unit_ct: Decimal
    base_eur: Decimal
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of twelve months in EUR. Parts are net, rounded half-up to the cent; VAT is rounded once per
    rate on the sum of its parts (R-VER-9); gross = energy + base + vat."""

    period: Period
    use: Decimal
    energy: Decimal
    base: Decimal
    vat: Decimal

    @property
    def net(self) -> Decimal:
        return self.energy + self.base

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def last_twelve_months(years: Mapping[int, Sequence[Decimal | None]], today: date) -> dict[int, Decimal] | None:
    """Measured use by calendar month of the twelve whole months before the month of `today`.

    None when one of them is missing: a season can't be guessed from another (R-INF-10).
    """
    found: dict[int, Decimal] = {}
    for back in MONTHS:
        month = add_months(today.replace(day=1), -back)
        value = years.get(month.year, [None] * 12)[month.month - 1]
        if value is None:
            return None
        found[month.month] = value
    return found


def spread(total: Decimal, profile: Mapping[int, Decimal] | None, step: Decimal = Decimal(1)) -> dict[int, Decimal]:
    """A yearly use on calendar months, like the customer's own year or evenly; the parts add up (R-GEN-8)."""
    weights = [profile[month] for month in MONTHS] if profile and sum(profile.values()) > 0 else [Decimal(1)] * 12
    return dict(zip(MONTHS, split_largest_remainder(total, weights, step), strict=True))


def cost_of_year(
    use: Mapping[int, Decimal], start: date, steps: Sequence[PriceStep], vat_on: Callable[[date], Decimal]
) -> Estimate | None:
    """What twelve months from `start` on would cost; None when a day has no price.

    `use` is by calendar month; `vat_on` gives percent. A month that two prices share is split by days.
    """
    year = Period(start, add_months(start, 12))
    parts: dict[Decimal, Decimal] = {}
    energy = base = Decimal(0)
    covered = 0
    for step in steps:
        piece = year.intersect(Period(step.start, max(step.start, step.end or year.end)))
        if piece is None:
            continue
        covered += piece.days
        work = round_half_up(_use_in(use, piece) * step.unit_ct / 100, 2)
        standing = round_half_up(_share_of_year(piece) * step.base_eur, 2)
        energy, base = energy + work, base + standing
        rate = vat_on(piece.start)
        parts[rate] = parts.get(rate, Decimal(0)) + work + standing
    if covered != year.days:
        return None
    vat = sum((round_half_up(net * rate / 100, 2) for rate, net in parts.items()), Decimal(0))
    return Estimate(year, sum(use.values(), Decimal(0)), energy, base, vat)


def _use_in(use: Mapping[int, Decimal], period: Period) -> Decimal:
    total = Decimal(0)
    for month, days in _months(period):
        total += use[month.month] * days / monthrange(month.year, month.month)[1]
    return total


def _months(period: Period) -> Iterator[tuple[date, int]]:
    start = period.start
    while start < period.end:
        end = min(period.end, add_months(start.replace(day=1), 1))
        yield start, (end - start).days
        start = end


def _share_of_year(period: Period) -> Decimal:
    share, start = Decimal(0), period.start
    while start < period.end:
        end = min(period.end, date(start.year + 1, 1, 1))
        share += Decimal((end - start).days) / (366 if isleap(start.year) else 365)
        start = end
    return share


def first_of_month_after(day: date) -> date:
    """The first day of a month that is later than `day`."""
    return add_months(day.replace(day=1), 1)


def start_of_supply(
    *, concluded_on: date, withdrawal_until: date, bound_until: date | None, early: bool, lead_days: int
) -> date:
    """The first of a month on which a new tariff starts.

    Not within the withdrawal period unless the customer expressly asked for it (R-WID-8), not before the
    term that runs has ended, and never sooner than `lead_days` after the order.
    """
    lead = concluded_on + timedelta(days=lead_days)
    last = lead if early else max(lead, withdrawal_until)
    return first_of_month_after(max(last, bound_until) if bound_until else last)
