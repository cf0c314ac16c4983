"""[readings] of utility.toml."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from osc.metering.rules.plausibility import MWH, Tolerance

Percent = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Days = Annotated[int, msgspec.Meta(ge=0, le=400)]


class CommodityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readings of one commodity are judged from a day on.

    `least_band` is the least half-width of the expected band in the register's unit (kWh or m³).
    """

    commodity: Literal["STROM", "GAS", "WASSER", "FERNWAERME"]
    valid_from: date = date(2020, 1, 1)
    max_age_days: Days = 42
    band_low_percent: Percent = 75
    band_high_percent: Percent = 125
    ask_below_percent: Percent = 50
    ask_above_percent: Percent = 200
    least_band: Decimal = Decimal(30)
    rollover_from_percent: Annotated[int, msgspec.Meta(ge=50, le=100)] = 90

    def tolerance(self, unit: str) -> Tolerance:
        """The bands as factors; the least band in the unit of the register."""
        return Tolerance(
            low=Decimal(self.band_low_percent) / 100,
            high=Decimal(self.band_high_percent) / 100,
            ask_below=Decimal(self.ask_below_percent) / 100,
            ask_above=Decimal(self.ask_above_percent) / 100,
            least=self.least_band / MWH if unit == "MWh" else self.least_band,
            rollover_from=Decimal(self.rollover_from_percent) / 100,
        )


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How readings are judged, corrected and taken back."""

    # without a known bill run a customer may correct or take back a reading for this long
    undo_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14
    # around a price change customers are offered to measure it (R-ABL-15)
    price_change_days_before: Days = 3
    price_change_days_after: Days = 7
    # a meter that came off, a contract that ended: its page takes readings for so long
    after_removal_days: Days = 60
    # readings without sign-in from one source
    anonymous_per_hour: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10
    anonymous_per_day: Annotated[int, msgspec.Meta(ge=1, le=10000)] = 30
    rule: tuple[CommodityRule, ...] = (
        CommodityRule("STROM"),
        CommodityRule("GAS", least_band=Decimal(3)),
        CommodityRule("WASSER", least_band=Decimal(3)),
        CommodityRule("FERNWAERME"),
    )

    def __post_init__(self) -> None:
        known = {rule.commodity for rule in self.rule}
        missing = {"STROM", "GAS", "WASSER", "FERNWAERME"} - known
        if missing:
            raise ValueError(f"[[readings.rule]] needs one entry for each of {sorted(missing)}")

    def rule_on(self, commodity: str, day: date) -> CommodityRule:
        """The rule that holds on this day; before the first one the first one holds."""
        own = sorted((rule for rule in self.rule if rule.commodity == commodity), key=lambda rule: rule.valid_from)
        return next((rule for rule in reversed(own) if rule.valid_from <= day), own[0])
