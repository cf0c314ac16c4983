"""Meters, registers, readings and monthly consumption of one supply; the numbers add up by construction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.households import Supply
from osc.connectors.demo.world.rules.counting import as_text, used_between
from osc.foundation.money import round_half_up

DAY = timedelta(days=1)
FIRST_DAY = date(2023, 1, 1)
# Zustandszahl times Brennwert of the demo town: kWh per m³ (R-VER-4)
STATE_NUMBER, CALORIFIC_VALUE = Decimal("0.9644"), Decimal("11.275")
KWH_PER_M3 = STATE_NUMBER * CALORIFIC_VALUE
# a heat meter in MWh is billed in kWh
KWH_PER_MWH = Decimal(1000)
# what the meter operator read above the customer's value, in steps
REPLACED_BY = 40
PROFILES = {"STROM": "electricity", "GAS": "heating", "FERNWAERME": "heating", "WASSER": "water"}
OBIS = {"STROM": "1-0:1.8.0", "GAS": "7-0:3.0.0", "WASSER": "8-0:1.0.0", "FERNWAERME": "6-0:1.0.0"}


@dataclass(frozen=True, slots=True)
class Register:
    """One register of the supply: its OBIS code, label and share of the consumption in percent.

    `parts`: a sum register started with what its parts showed together (R-NUM-11).
    """

    obis: str
    label: str
    percent: int
    parts: int = 1


def registers_of(supply: Supply) -> tuple[Register, ...]:
    """HT and NT split 62 to 38; feed-in is a register of its own (R-VER-14)."""
    if supply.tariff_registers:
        tariffs = Register("1-0:1.8.1", "HT", 62), Register("1-0:1.8.2", "NT", 38)
        return (Register("1-0:1.8.0", "TOTAL", 100, parts=2), *tariffs) if supply.sum_register else tariffs
    total = Register(OBIS[supply.commodity], "TOTAL", 100)
    return (total, Register("1-0:2.8.0", "FEED_IN", 70)) if supply.feed_in else (total,)


def used(supply: Supply, start: date, end: date) -> int:
    """Steps counted in [start, end), only while the contract runs."""
    start = max(start, supply.starts_on or FIRST_DAY)
    end = min(end, supply.ends_on + DAY if supply.ends_on else end)
    return used_between(PROFILES[supply.commodity], supply.annual, start, end) if start < end else 0


def shown(supply: Supply, register: Register, on: date, installed: date, first: int) -> int:
    """What the register shows at the end of the day; it starts anew at 10^digits."""
    steps = first * register.parts + used(supply, installed, on + DAY) * register.percent // 100
    return steps % 10 ** (supply.digits + supply.decimals)


def installed_on(supply: Supply) -> date:
    """The first day of the meter that hangs first."""
    return supply.starts_on or FIRST_DAY


def meter_records(contract: str, supply: Supply, today: date, *, requested: bool) -> Iterator[dict[str, Any]]:
    """The meter (two, if it was exchanged in May), its registers and readings, and an open request."""
    exchange = date(today.year, 5, 12)
    first, start = f"Z{contract[1:]}-1", installed_on(supply)
    if not supply.exchange:
        yield from _meter(contract, first, supply, today, supply.meter_number, start, None, supply.start_value)
        current = first
    else:
        old = supply.meter_number[:6] + f"{int(supply.meter_number[-8:]) ^ 1:08}"
        yield from _meter(contract, first, supply, today, old, start, exchange, supply.start_value)
        current = f"Z{contract[1:]}-2"
        yield from _meter(contract, current, supply, today, supply.meter_number, exchange, None, 3)
    if requested and not supply.remote and supply.ends_on is None:
        due = date(today.year, 12, 15) if today < date(today.year, 12, 16) else date(today.year + 1, 12, 15)
        yield _record(
            "reading_request", f"A-{current}", meter=current, window_from=str(due - timedelta(days=28)),
            due_on=str(due), billing_on=str(date(due.year + 1, 1, 8)),
        )  # fmt: skip


def _meter(
    contract: str, id_: str, supply: Supply, today: date, number: str, installed: date, removed: date | None,
    first: int,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    yield _record(
        "meter", id_, contract=contract, number=number, form=supply.form, location=supply.location,
        installed_on=str(installed), removed_on=str(removed) if removed else None, remote=supply.remote,
    )  # fmt: skip
    for register in registers_of(supply):
        register_id = f"{id_}-{register.label}"
        yield _record(
            "register", register_id, meter=id_, obis=register.obis, label=register.label, digits=supply.digits,
            decimals=supply.decimals, unit=supply.unit, factor="1",
        )  # fmt: skip
        for on, source, reason, billed in _reading_days(supply, today, installed, removed):
            value = shown(supply, register, on, installed, first)
            if supply.replaced_reading and billed and on.year == today.year - 1:
                yield _record(
                    "reading", f"{register_id}-{on:%y%m%d}-K", register=register_id, read_on=str(on), reason=reason,
                    value=as_text(value - REPLACED_BY, supply.decimals), source="KUNDE", billed=False,
                )  # fmt: skip
                source = "MSB"
            yield _record(
                "reading", f"{register_id}-{on:%y%m%d}", register=register_id, read_on=str(on), reason=reason,
                value=as_text(value, supply.decimals), source=source, billed=billed,
            )  # fmt: skip


def _reading_days(
    supply: Supply, today: date, installed: date, removed: date | None
) -> Iterator[tuple[date, str, str, bool]]:
    last = min(day for day in (removed, supply.ends_on, today - DAY) if day)
    if installed > FIRST_DAY and installed <= last:
        yield (
            installed - DAY,
            "MSB",
            "ZAEHLERWECHSEL" if removed is None and supply.exchange else "EINZUG",
            False,
        )
    for year in range(installed.year, today.year + 1):
        # the last day of a billing period
        day = date(year, supply.billing_month, 1) - DAY if supply.billing_month > 1 else date(year, 12, 31)
        if installed <= day <= last:
            guessed = supply.estimated and year == today.year - 1
            yield day, "SCHAETZUNG" if guessed else "LIEFERANT", "TURNUS", True
    if supply.monthly_readings:
        for month in range(2, today.month + 1):
            day = date(today.year, month, 1) - DAY
            if installed <= day <= last:
                yield day, "KUNDE", "ZWISCHEN", False
    if last < today - DAY and last >= installed:
        yield last, "MSB", "ZAEHLERWECHSEL" if removed else "AUSZUG", removed is None


def consumption_records(contract: str, supply: Supply, today: date, *, long: bool) -> Iterator[dict[str, Any]]:
    """Twelve monthly values for last year and this year, from the beginning when `long`.

    The current month and later are projected.

    Gas comes in kWh: every month's cubic metres times the factor, half-up to whole kWh.
    """
    first = FIRST_DAY.year if long else today.year - 1
    for year in range(first, today.year + 1):
        months = [_month(supply, year, month) for month in range(1, 13)]
        if any(months):
            yield _record(
                "consumption_year", f"J-{contract}-{year}", contract=contract, year=year,
                unit="m3" if supply.commodity == "WASSER" else "kWh", months=months,
                projected_from_month=today.month if year == today.year else None, **_factors(supply),
            )  # fmt: skip


def _factors(supply: Supply) -> dict[str, str | None]:
    """kWh per unit of the register, and for gas the printed factors behind it."""
    gas = supply.commodity == "GAS"
    per_unit = KWH_PER_M3 if gas else KWH_PER_MWH if supply.unit == "MWh" else None
    return {
        "per_register_unit": None if per_unit is None else str(per_unit),
        "z_number": str(STATE_NUMBER) if gas else None, "calorific_value": str(CALORIFIC_VALUE) if gas else None,
    }  # fmt: skip


def _month(supply: Supply, year: int, month: int) -> str | None:
    start, end = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    if (supply.ends_on and start > supply.ends_on) or (supply.starts_on and end <= supply.starts_on):
        return None
    steps = used(supply, start, end)
    if supply.commodity == "GAS":
        return str(round_half_up(steps * KWH_PER_M3, 0))
    return str(steps) if supply.unit == "MWh" else as_text(steps, supply.decimals)


def _record(kind: str, id_: str, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id_, "version": 1, "data": data}
