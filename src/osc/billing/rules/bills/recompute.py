"""A bill computed once more from its own numbers: shown as billed, staff see a difference (R-GEN-9)."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from osc.billing.messages import BillDetail, BilledReading, InvoiceLine, InvoiceRecord
from osc.billing.rules.bills.duties import duties
from osc.billing.rules.bills.result import Finding
from osc.foundation.money import round_half_up

# a printed price may hide decimals: one cent per line is no difference, in tax groups and totals every cent is
LINE_TOLERANCE = Decimal("0.01")
KWH_PER_MWH = 1000


def recompute(bill: InvoiceRecord) -> tuple[Finding, ...]:
    """Every difference between the bill and its own numbers; empty when all agree to the cent."""
    detail = bill.detail
    if detail is None:
        return (Finding("NO_DETAIL"),)
    return (
        *_lines(bill.lines),
        *_readings(detail.readings),
        *_quantities(bill.lines, detail.readings),
        *_tax_groups(bill, detail),
        *_prepayments(bill, detail),
        *duties(bill, detail),
    )


def base_price(per_year: Decimal, start: date, end: date) -> Decimal:
    """Day-exact share of a yearly price in [start, end), 365 or 366 days by calendar year, to the cent (R-VER-8)."""
    total = Decimal(0)
    while start < end:
        part = min(end, date(start.year + 1, 1, 1))
        total += per_year * (part - start).days / (366 if isleap(start.year) else 365)
        start = part
    return round_half_up(total, 2)


def _lines(lines: list[InvoiceLine]) -> Iterator[Finding]:
    for line in lines:
        if line.quantity is None or line.unit_price is None:
            continue
        expected = round_half_up(line.quantity * line.unit_price, 2)
        if line.kind == "base" and line.period_from is not None and line.period_to is not None:
            expected = base_price(line.unit_price, line.period_from, line.period_to)
        if abs(expected - line.net) > LINE_TOLERANCE:
            yield Finding("LINE", line.text, line.net, expected)


def used_between(reading: BilledReading) -> Decimal:
    """End minus start times factor; a smaller end is a rollover (R-VER-1, R-VER-2)."""
    counted = reading.end - reading.start
    if counted < 0:
        counted += Decimal(10) ** reading.digits
    return counted * reading.factor


def energy_of(reading: BilledReading) -> Decimal:
    """What is billed: gas in whole kWh from the printed factors (R-VER-4, R-VER-5), MWh as kWh, else as used."""
    if reading.unit == "MWh":
        return reading.used * KWH_PER_MWH
    if reading.state_number is None or reading.calorific_value is None:
        return reading.used
    return round_half_up(reading.used * reading.state_number * reading.calorific_value, 0)


def _readings(readings: list[BilledReading]) -> Iterator[Finding]:
    for reading in readings:
        if (used := used_between(reading)) != reading.used:
            yield Finding("USED", reading.meter, reading.used, used)
        if reading.energy is not None and (energy := energy_of(reading)) != reading.energy:
            yield Finding("ENERGY", reading.meter, reading.energy, energy)


def _quantities(lines: list[InvoiceLine], readings: list[BilledReading]) -> Iterator[Finding]:
    """The energy lines of a contract bill exactly what its registers counted."""
    counted: dict[str, Decimal] = {}
    for reading in readings:
        amount = reading.energy if reading.energy is not None else reading.used
        counted[reading.contract] = counted.get(reading.contract, Decimal(0)) + amount
    for contract, amount in counted.items():
        billed = sum((line.quantity or Decimal(0) for line in lines
                      if line.kind == "energy" and line.contract == contract), Decimal(0))  # fmt: skip
        if billed != amount:
            yield Finding("QUANTITY", contract, billed, amount)


def _tax_groups(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    nets: dict[Decimal, Decimal] = {}
    for line in bill.lines:
        rate = line.vat_percent if line.vat_percent is not None else Decimal(-1)
        nets[rate] = nets.get(rate, Decimal(0)) + line.net
    groups = {group.vat_percent: group for group in detail.tax_groups}
    for rate in sorted(nets.keys() | groups.keys()):
        group, net = groups.get(rate), nets.get(rate, Decimal(0))
        vat = round_half_up(net * rate / 100, 2)
        if group is None or group.net != net:
            yield Finding("TAX_GROUP_NET", f"{rate} %", group.net if group else None, net)
        if group is None or group.vat != vat:
            yield Finding("TAX_GROUP_VAT", f"{rate} %", group.vat if group else None, vat)
    net = sum((group.net for group in groups.values()), Decimal(0))
    vat = sum((group.vat for group in groups.values()), Decimal(0))
    for code, billed, computed in (("NET", bill.net, net), ("VAT", bill.vat, vat), ("GROSS", bill.gross, net + vat)):
        if billed != computed:
            yield Finding(code, "", billed, computed)


def _prepayments(bill: InvoiceRecord, detail: BillDetail) -> Iterator[Finding]:
    """Instalments are deducted with their tax: net of each half-up, VAT the rest (R-ER-4)."""
    total = Decimal(0)
    for paid in detail.prepayments:
        net = round_half_up(paid.amount / (1 + paid.vat_percent / 100), 2) * paid.count
        if net != paid.net or paid.amount * paid.count != paid.net + paid.vat:
            yield Finding("PREPAYMENT", paid.contract, paid.net, net)
        total += paid.amount * paid.count
    # an e-invoice names the sum only
    if detail.prepayments and total != bill.prepaid:
        yield Finding("PREPAID", "", bill.prepaid, total)
