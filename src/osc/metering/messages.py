"""Records of meters, registers, readings and consumption, version 1."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from osc.foundation.period import quarter_hours


class MeterRecord(msgspec.Struct, frozen=True):
    contract: str
    number: str
    form: Literal["ELECTRONIC", "FERRARIS", "GAS", "WATER", "HEAT"]
    location: str
    installed_on: date
    remote: bool
    removed_on: date | None = None

    def __post_init__(self) -> None:
        if self.removed_on is not None and self.removed_on < self.installed_on:
            raise ValueError("removed before it was installed")


class RegisterRecord(msgspec.Struct, frozen=True):
    meter: str
    obis: str
    label: Literal["TOTAL", "HT", "NT", "FEED_IN"]
    digits: int
    decimals: int
    unit: Literal["kWh", "m3", "MWh"]
    factor: Decimal


class ReadingRecord(msgspec.Struct, frozen=True):
    register: str
    value: Decimal
    read_on: date
    source: Literal["KUNDE", "LIEFERANT", "MSB", "NB", "ERSATZWERT", "SCHAETZUNG"]
    reason: str
    billed: bool
    submission_key: UUID | None = None

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a reading is never negative")


class ReadingRequestRecord(msgspec.Struct, frozen=True):
    meter: str
    window_from: date
    due_on: date
    billing_on: date


class YearConsumptionRecord(msgspec.Struct, frozen=True):
    contract: str
    year: int
    unit: Literal["kWh", "m3", "MWh"]
    months: list[Decimal | None]
    projected_from_month: int | None = None
    # units of consumption per unit of the register: kWh per m³ for gas
    per_register_unit: Decimal | None = None
    z_number: Decimal | None = None
    calorific_value: Decimal | None = None

    def __post_init__(self) -> None:
        if len(self.months) != 12:
            raise ValueError("a year has twelve months")


class IntervalDayRecord(msgspec.Struct, frozen=True):
    """Wh of every quarter-hour of a day in Berlin, in the order of time; null: not measured.

    `status` has one letter a quarter-hour: M measured, E Ersatzwert.
    """

    meter: str
    day: date
    watt_hours: list[Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] | None]
    status: Annotated[str, msgspec.Meta(pattern="^[ME]*$")] | None = None

    def __post_init__(self) -> None:
        count = quarter_hours(self.day)
        if len(self.watt_hours) != count or (self.status is not None and len(self.status) != count):
            raise ValueError(f"{self.day} has {count} quarter-hours")
