"""From rows to what the reading pages show. Values are in the register's own unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from osc.metering.rules.plausibility import Expectation, Judgement, expect, judge

Row = Mapping[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One field of the form."""

    id: str
    field: str
    obis: str
    label: str
    digits: int
    decimals: int
    unit: str
    last: Decimal | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One line of the history. `since` is the consumption since the line before, same register."""

    label: str
    unit: str
    decimals: int
    value: Decimal
    read_on: date
    source: str
    state: str
    billed: bool
    case_id: str | None
    since: Decimal | None


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter as its pages show it."""

    id: str
    number: str
    form: str
    location: str
    commodity: str
    account_number: str
    place: str
    remote: bool
    installed_on: date
    due_on: date | None
    billing_on: date | None
    registers: tuple[RegisterView, ...]
    history: tuple[ReadingRow, ...]
    months_by_year: Mapping[int, Sequence[Decimal | None]]

    @property
    def last_billed_on(self) -> date | None:
        return max((row.read_on for row in self.history if row.billed), default=None)

    @property
    def last_read_on(self) -> date | None:
        return max((register.last_on for register in self.registers if register.last_on), default=None)


def present_meter(row: Row, readings: Sequence[Row], consumption: Sequence[Row]) -> MeterView:
    """A meter with its history, newest first."""
    history = _history(readings)
    request = row["request"] or {}
    return MeterView(
        id=row["id"],
        number=row["number"],
        form=row["form"],
        location=row["location"],
        commodity=row["commodity"],
        account_number=row["account_number"],
        place=f"{row['street']} {row['house_number']}",
        remote=row["remote"],
        installed_on=date.fromisoformat(row["installed_on"]),
        due_on=_day(request.get("due_on")),
        billing_on=_day(request.get("billing_on")),
        registers=tuple(_register(each, readings) for each in row["registers"] or ()),
        history=history,
        months_by_year=_months(row, consumption),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _register(row: Row, readings: Sequence[Row]) -> RegisterView:
    own = [each for each in readings if each["register_id"] == row["id"]]
    newest = own[0] if own else None
    return RegisterView(
        id=row["id"],
        field=f"stand-{row['obis'].split(':')[1].replace('.', '-')}",
        obis=row["obis"],
        label=row["label"],
        digits=row["digits"],
        decimals=row["decimals"],
        unit=row["unit"],
        last=Decimal(newest["value"]) if newest else None,
        last_on=_day(newest["read_on"]) if newest else None,
    )


def _history(readings: Sequence[Row]) -> tuple[ReadingRow, ...]:
    rows = []
    for index, row in enumerate(readings):
        before = next((each for each in readings[index + 1 :] if each["register_id"] == row["register_id"]), None)
        since = Decimal(row["value"]) - Decimal(before["value"]) if before else None
        rows.append(
            ReadingRow(
                label=row["label"],
                unit=row["unit"],
                decimals=row["decimals"],
                value=Decimal(row["value"]),
                read_on=date.fromisoformat(row["read_on"]),
                source=row["source"],
                state=row["state"],
                billed=row["billed"],
                case_id=row["case_id"],
                since=since if since is None or since >= 0 else None,
            )
        )
    return tuple(rows)


def _months(row: Row, consumption: Sequence[Row]) -> dict[int, list[Decimal | None]]:
    """Monthly values of the meter's contract in the register's unit."""
    months: dict[int, list[Decimal | None]] = {}
    for year in consumption:
        if year["contract_id"] == row["contract_id"]:
            per_unit = Decimal(year["per_register_unit"] or 1)
            months[year["year"]] = [None if value is None else Decimal(value) / per_unit for value in year["months"]]
    return months


def judge_register(meter: MeterView, register: RegisterView, value: Decimal, read_on: date) -> Judgement:
    """What the portal says about a value (R-ABL-9); without a year before it says nothing."""
    expectation: Expectation | None = None
    days = (read_on - register.last_on).days if register.last_on else 0
    if register.last_on and days > 0 and register.label == "TOTAL":
        # a reading stands for the end of its day: the use lies on the days after the last one
        first, end = register.last_on + DAY, read_on + DAY
        expectation = expect(first, end, meter.months_by_year, register.unit)
    return judge(value, last=register.last, days=days, expectation=expectation)
