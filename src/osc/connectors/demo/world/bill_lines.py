"""What a bill counts: registers read at both ends of the period, and the priced lines made from them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.households import Supply
from osc.connectors.demo.world.metering_records import (
    CALORIFIC_VALUE,
    FIRST_DAY,
    STATE_NUMBER,
    installed_on,
    registers_of,
    shown,
)
from osc.connectors.demo.world.prices import price_of
from osc.connectors.demo.world.rules.bills import Line, lines_for
from osc.connectors.demo.world.rules.counting import as_text
from osc.foundation.money import round_half_up
from osc.foundation.period import Period

DAY = timedelta(days=1)
NAMES = {"STROM": "Strom", "GAS": "Gas", "WASSER": "Wasser", "FERNWAERME": "Fernwärme"}


def supplied(supply: Supply, start: date, end: date) -> Period | None:
    """The part of [start, end) in which the contract ran."""
    start = max(start, supply.starts_on or start)
    if supply.ends_on is not None:
        end = min(end, supply.ends_on + DAY)
    return Period(start, end) if start < end else None


def counted(supply: Supply, period: Period) -> Iterator[tuple[str, int, int, int]]:
    """(label, first reading, last reading, used) of every register that is billed, in smallest steps."""
    top = 10 ** (supply.digits + supply.decimals)
    for register in registers_of(supply):
        if register.label != "FEED_IN":
            start, end = (
                shown(supply, register, day - DAY, installed_on(supply), supply.start_value)
                for day in (period.start, period.end)
            )
            yield register.label, start, end, (end - start) % top


def used_of(supply: Supply, period: Period) -> Decimal:
    """Consumption in the billed unit: gas in whole kWh from printed factors (R-VER-4, R-VER-5)."""
    steps = sum(used for _label, _start, _end, used in counted(supply, period))
    value = Decimal(steps).scaleb(-supply.decimals)
    return round_half_up(value * STATE_NUMBER * CALORIFIC_VALUE, 0) if supply.commodity == "GAS" else value


def supply_lines(supply: Supply, start: date, end: date, *, prices_of: int) -> tuple[Line, ...]:
    """Arbeitspreis and Grundpreis of the part in which the contract ran."""
    period = supplied(supply, start, end)
    if period is None or period.start < FIRST_DAY:
        return ()
    unit = "kWh" if supply.commodity == "GAS" else supply.unit
    price = price_of(supply.commodity, prices_of)
    return lines_for(NAMES[supply.commodity], used_of(supply, period), unit, price, period)


def billed_readings(contract: str, supply: Supply, period: Period, *, guessed: bool) -> list[dict[str, Any]]:
    """The readings as they stand on the bill; a guessed end says why and from what (R-ABL-11)."""
    found = []
    old = supply.meter_number[:6] + f"{int(supply.meter_number[-8:]) ^ 1:08}"
    meter = old if supply.exchange else supply.meter_number
    for label, start, end, used in counted(supply, period):
        reading = {
            "contract": contract, "commodity": supply.commodity, "meter": meter,
            "label": label, "unit": supply.unit, "start_on": str(period.start - DAY),
            "start": as_text(start, supply.decimals), "end_on": str(period.end - DAY),
            "start_source": "MSB" if period.start == supply.starts_on else "LIEFERANT",
            "end": as_text(end, supply.decimals), "end_source": _end_source(supply, period, guessed),
            "used": as_text(used, supply.decimals), "digits": supply.digits,
        }  # fmt: skip
        if supply.commodity == "GAS":
            energy = round_half_up(Decimal(used) * STATE_NUMBER * CALORIFIC_VALUE, 0)
            reading |= {
                "state_number": str(STATE_NUMBER),
                "calorific_value": str(CALORIFIC_VALUE),
                "energy": str(energy),
            }
        if guessed:
            reading["estimate"] = {"reason": "not_read", "basis": "previous_period"}
        found.append(reading)
    return found


def _end_source(supply: Supply, period: Period, guessed: bool) -> str:
    if guessed:
        return "SCHAETZUNG"
    return "MSB" if supply.ends_on == period.end - DAY else "LIEFERANT"
