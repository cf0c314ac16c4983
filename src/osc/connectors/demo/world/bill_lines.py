"""What a bill counts: registers read at both ends of the period, and the priced lines made from them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from osc.connectors.demo.world.households import Supply
from osc.connectors.demo.world.metering_records import (
    CALORIFIC_VALUE,
    FIRST_DAY,
    KWH_PER_MWH,
    STATE_NUMBER,
    installed_on,
    registers_of,
    shown,
    used,
)
from osc.connectors.demo.world.prices import price_of
from osc.connectors.demo.world.rules.bills import Line, lines_for
from osc.connectors.demo.world.rules.counting import as_text
from osc.foundation.money import round_half_up
from osc.foundation.period import Period
from osc.foundation.quantity import split_largest_remainder

DAY = timedelta(days=1)
DAYS_TO_MAKE, DAYS_TO_PAY = timedelta(days=19), timedelta(days=16)
NAMES = {"STROM": "Strom", "GAS": "Gas", "WASSER": "Wasser", "FERNWAERME": "Fernwärme"}


def billing_period(supply: Supply, year: int) -> Period:
    """Twelve months from the supply's billing month: of this year, or those that end in it."""
    month = supply.billing_month
    if month == 1:
        return Period(date(year, 1, 1), date(year + 1, 1, 1))
    return Period(date(year - 1, month, 1), date(year, month, 1))


def billed_years(supply: Supply, today: date) -> list[tuple[int, Period, date]]:
    """(year, its period, the day of its bill) of the last two years that were billed until today."""
    periods = [(year, billing_period(supply, year)) for year in range(today.year - 3, today.year + 1)]
    billed = [(year, period, period.end + DAYS_TO_MAKE) for year, period in periods]
    return [each for each in billed if each[2] <= today][-2:]


def supplied(supply: Supply, whole: Period) -> Period | None:
    """The days of a period in which the contract ran and the meter hung."""
    start = max(whole.start, supply.starts_on or whole.start, FIRST_DAY)
    end = min(whole.end, supply.ends_on + DAY) if supply.ends_on else whole.end
    return Period(start, end) if start < end else None


def price_parts(period: Period) -> list[Period]:
    """A period cut where the price changes: at New Year."""
    years = range(period.start.year + 1, period.end.year + 1)
    cuts = [period.start, *(day for year in years if (day := date(year, 1, 1)) < period.end), period.end]
    return [Period(first, last) for first, last in pairwise(cuts)]


def counted(supply: Supply, period: Period, *, delivered: bool = False) -> Iterator[tuple[str, int, int, int]]:
    """(label, first reading, last reading, used) of every register that is billed, in smallest steps; or of those
    that count what the customer delivers."""
    top = 10 ** (supply.digits + supply.decimals)
    for register in registers_of(supply):
        # feed-in is never billed as use, a sum register not beside its parts (R-VER-14, R-NUM-11)
        beside_parts = register.label == "TOTAL" and supply.tariff_registers
        if (register.label == "FEED_IN") == delivered and not beside_parts:
            start, end = (
                shown(supply, register, day - DAY, installed_on(supply), supply.start_value)
                for day in (period.start, period.end)
            )
            yield register.label, start, end, (end - start) % top


def used_of(supply: Supply, period: Period) -> Decimal:
    """Consumption in the billed unit: gas in whole kWh from printed factors (R-VER-4, R-VER-5), MWh as kWh."""
    steps = sum(counts for _label, _start, _end, counts in counted(supply, period))
    value = Decimal(steps).scaleb(-supply.decimals)
    if supply.commodity == "GAS":
        return round_half_up(value * STATE_NUMBER * CALORIFIC_VALUE, 0)
    return value * KWH_PER_MWH if supply.unit == "MWh" else value


def billed_unit(supply: Supply) -> str:
    """What is priced: cubic metres of water, kWh of all else."""
    return "m3" if supply.commodity == "WASSER" else "kWh"


def supply_lines(supply: Supply, wanted: Period, *, prices_of: int | None = None) -> tuple[Line, ...]:
    """Arbeitspreis and Grundpreis for each price of the period; `prices_of` takes one year's price for all of it.

    What was counted is split by the profile of the commodity (R-VER-6); the parts add up to it (R-GEN-8).
    """
    period = supplied(supply, wanted)
    if period is None:
        return ()
    parts = price_parts(period)
    weights = [Decimal(used(supply, part.start, part.end)) or Decimal(1) for part in parts]
    whole = supply.commodity == "GAS" or supply.unit == "MWh"
    step = Decimal(1) if whole else Decimal(1).scaleb(-supply.decimals)
    shares = split_largest_remainder(used_of(supply, period), weights, step)
    lines: list[Line] = []
    for part, share in zip(parts, shares, strict=True):
        price = price_of(supply.commodity, prices_of or part.start.year)
        lines += lines_for(NAMES[supply.commodity], share, billed_unit(supply), price, part)
    return tuple(lines)


def line_data(contract: str, line: Line) -> dict[str, Any]:
    """A line as the record has it."""
    return {
        "text": line.text, "quantity": str(line.quantity), "unit": line.unit, "unit_price": str(line.unit_price),
        "net": str(line.net), "kind": line.kind, "contract": contract, "vat_percent": str(line.vat_percent),
        "period_from": str(line.period.start), "period_to": str(line.period.end),
    }  # fmt: skip


def billed_readings(
    contract: str, supply: Supply, period: Period, *, guessed: bool = False, delivered: bool = False
) -> list[dict[str, Any]]:
    """The readings as they stand on the bill; a guessed end says why and from what (R-ABL-11)."""
    found = []
    old = supply.meter_number[:6] + f"{int(supply.meter_number[-8:]) ^ 1:08}"
    meter = old if supply.exchange else supply.meter_number
    for label, start, end, steps in counted(supply, period, delivered=delivered):
        reading = {
            "contract": contract, "commodity": supply.commodity, "meter": meter,
            "label": label, "unit": supply.unit, "start_on": str(period.start - DAY),
            "start": as_text(start, supply.decimals), "end_on": str(period.end - DAY),
            "start_source": "MSB" if period.start == supply.starts_on else "LIEFERANT",
            "end": as_text(end, supply.decimals), "end_source": _end_source(supply, period, guessed),
            "used": as_text(steps, supply.decimals), "digits": supply.digits,
        }  # fmt: skip
        if supply.commodity == "GAS":
            energy = round_half_up(Decimal(steps) * STATE_NUMBER * CALORIFIC_VALUE, 0)
            reading |= {
                "state_number": str(STATE_NUMBER),
                "calorific_value": str(CALORIFIC_VALUE),
                "energy": str(energy),
            }
        elif supply.unit == "MWh":
            reading["energy"] = str(steps)
        if guessed:
            reading["estimate"] = {"reason": "not_read", "basis": "previous_period"}
        found.append(reading)
    return found


def _end_source(supply: Supply, period: Period, guessed: bool) -> str:
    if guessed:
        return "SCHAETZUNG"
    return "MSB" if supply.ends_on == period.end - DAY else "LIEFERANT"
