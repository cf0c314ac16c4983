"""[readings] of utility.toml."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from osc.metering.rules.plausibility import MWH, Tolerance

Percent = Annotated[int, Meta(ge=0, le=1000)]
Days = Annotated[int, Meta(ge=0, le=400)]


class CommodityRule(Struct, frozen=True, forbid_unknown_fields=True):
    """How readings of one commodity are judged from a day on."""

    commodity: Annotated[Literal["STROM", "GAS", "WASSER", "FERNWAERME"], Meta(description="BO4E Sparte")]
    valid_from: Annotated[date, Meta(description="the day from which this block holds")] = date(2020, 1, 1)
    max_age_days: Annotated[Days, Meta(description="how far back a reading may lie")] = 42
    band_low_percent: Annotated[Percent, Meta(description="of what was expected: no question from here …")] = 75
    band_high_percent: Annotated[Percent, Meta(description="… to here")] = 125
    ask_below_percent: Annotated[Percent, Meta(description="below it the page asks again, and staff look")] = 50
    ask_above_percent: Annotated[Percent, Meta(description="the same above it")] = 200
    least_band: Annotated[
        Decimal, Meta(description="least half-width of the expected band, in kWh or m³ as the register counts")
    ] = Decimal(30)
    rollover_from_percent: Annotated[
        int, Meta(ge=50, le=100, description="a register so full may have started again at zero")
    ] = 90

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


class Readings(Struct, frozen=True, forbid_unknown_fields=True):
    """How readings are judged, corrected and taken back."""

    undo_days: Annotated[
        int, Meta(ge=1, le=90, description="without a known bill run readings can be taken back for so long")
    ] = 14
    price_change_days_before: Annotated[
        Days, Meta(description="customers are offered to read around a price change (R-ABL-15)")
    ] = 3
    price_change_days_after: Annotated[Days, Meta(description="the same after it")] = 7
    after_removal_days: Annotated[
        Days, Meta(description="a removed meter, an ended contract still take readings for so long")
    ] = 60
    anonymous_per_hour: Annotated[int, Meta(ge=1, le=1000, description="readings without sign-in from one source")] = 10
    anonymous_per_day: Annotated[int, Meta(ge=1, le=10000, description="the same for a day")] = 30
    rule: Annotated[tuple[CommodityRule, ...], Meta(description="one entry per commodity and first day")] = (
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
