"""A bill from quantities and prices: rounding per line, VAT half-up per tax group (R-GEN-1, R-VER-8, R-VER-9)."""

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from osc.foundation.money import round_half_up
from osc.foundation.period import Period


@dataclass(frozen=True, slots=True)
class Price:
    """Net prices of one commodity in one calendar year: ct per unit, EUR per year; VAT in percent."""

    unit_ct: Decimal
    base_eur: Decimal
    vat_percent: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill, net EUR rounded to the cent."""

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    vat_percent: Decimal
    kind: str
    period: Period


@dataclass(frozen=True, slots=True)
class Bill:
    """Sums of a bill in EUR; gross = net + vat to the cent. `groups`: rate, net and VAT of each tax group."""

    lines: tuple[Line, ...]
    groups: tuple[tuple[Decimal, Decimal, Decimal], ...]
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def base_price(per_year: Decimal, period: Period) -> Decimal:
    """Day-exact share of a yearly price, 365 or 366 days by calendar year, half-up to the cent (EX-8)."""
    total, start = Decimal(0), period.start
    while start < period.end:
        end = min(period.end, date(start.year + 1, 1, 1))
        total += per_year * (end - start).days / (366 if isleap(start.year) else 365)
        start = end
    return round_half_up(total, 2)


def lines_for(name: str, used: Decimal, unit: str, price: Price, period: Period) -> tuple[Line, Line]:
    """Arbeitspreis and Grundpreis of one contract for a period within one price."""
    per_unit = price.unit_ct / 100
    work = round_half_up(used * per_unit, 2)
    base, vat = base_price(price.base_eur, period), price.vat_percent
    return (
        Line(f"{name}: Arbeitspreis", used, unit, per_unit, work, vat, "energy", period),
        Line(f"{name}: Grundpreis", Decimal(period.days), "Tage", price.base_eur, base, vat, "base", period),
    )


def add_up(lines: Sequence[Line]) -> Bill:
    """Net is the sum of the lines; VAT is rounded once per rate on that rate's sum (EX-11)."""
    nets: dict[Decimal, Decimal] = {}
    for line in lines:
        nets[line.vat_percent] = nets.get(line.vat_percent, Decimal(0)) + line.net
    groups = tuple((rate, nets[rate], round_half_up(nets[rate] * rate / 100, 2)) for rate in sorted(nets))
    net, vat = (sum((group[place] for group in groups), Decimal(0)) for place in (1, 2))
    return Bill(tuple(lines), groups, net, vat)


def net_and_vat(gross: Decimal, vat_percent: Decimal) -> tuple[Decimal, Decimal]:
    """A gross instalment taken apart: net half-up to the cent, VAT is the rest."""
    net = round_half_up(gross / (1 + vat_percent / 100), 2)
    return net, gross - net


def instalment(expected_gross: Decimal, count: int = 11) -> Decimal:
    """Gross instalment in full euro, rounded up (EX-13)."""
    return (expected_gross / count).to_integral_value(rounding=ROUND_CEILING)
