"""[instalments] of utility.toml."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

Commodity = Annotated[str, Meta(pattern="^(STROM|GAS|WASSER|FERNWAERME)$")]
Percent = Annotated[int, Meta(ge=0, le=1000)]


class InstalmentRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What holds from a day on for some or all commodities (BO4E Sparte); the last one that fits counts."""

    valid_from: Annotated[date, Meta(description="the day from which this block holds")] = date(2020, 1, 1)
    commodities: Annotated[tuple[Commodity, ...], Meta(description="BO4E Sparten for which it holds")] = (
        "STROM", "GAS", "WASSER", "FERNWAERME",
    )  # fmt: skip
    min_percent: Annotated[Percent, Meta(description="of the booked instalment, without asking")] = 85
    max_percent: Annotated[Percent, Meta(description="the same upwards")] = 200
    lowest_eur: Annotated[Decimal, Meta(description="never below this amount")] = Decimal(5)
    step_eur: Annotated[Decimal, Meta(description="suggestions and the buttons minus and plus move by it")] = Decimal(1)
    max_decreases_per_period: Annotated[int, Meta(ge=0, description="of a customer in one billing period")] = 1
    max_changes_per_period: Annotated[int, Meta(ge=0, description="the same for all changes")] = 6
    lead_days: Annotated[
        int, Meta(ge=14, le=60, description="days between change and first new due day (§ 40c EnWG: 14 or more)")
    ] = 14
    count: Annotated[
        int, Meta(ge=11, le=12, description="due days a year where the billing system has no plan yet")
    ] = 11
    reading_max_age_days: Annotated[
        int, Meta(ge=1, description="an older reading makes the page offer to read first; it never refuses")
    ] = 120
    typical_use: Annotated[
        int, Meta(ge=1, description="kWh (water: m³) of an average household, for customers without readings")
    ] = 3000


class Instalments(Struct, frozen=True, forbid_unknown_fields=True):
    """What customers may do with their Abschlag."""

    hand_over_days: Annotated[
        int, Meta(ge=0, le=14, description="a change goes to the billing system so many days later …")
    ] = 1
    hand_over_hour: Annotated[
        int, Meta(ge=0, le=23, description="… at this hour (Berlin); until then customers take it back themselves")
    ] = 18
    hint_from_eur: Annotated[
        int, Meta(ge=1, description="the overview asks to look only when at least so much will be due")
    ] = 30
    rules: Annotated[tuple[InstalmentRules, ...], Meta(description="the last block that fits counts")] = (
        InstalmentRules(),
        InstalmentRules(commodities=("GAS",), typical_use=15000),
        InstalmentRules(commodities=("FERNWAERME",), typical_use=10000),
        InstalmentRules(commodities=("WASSER",), typical_use=110),
    )

    def rules_on(self, commodity: str, day: date) -> InstalmentRules:
        """The rules of a commodity on a day. Raises LookupError when none fits."""
        fitting = [each for each in self.rules if commodity in each.commodities and each.valid_from <= day]
        if not fitting:
            raise LookupError(f"[instalments] has no rules for {commodity} on {day}")
        return max(enumerate(fitting), key=lambda pair: (pair[1].valid_from, pair[0]))[1]

    def __post_init__(self) -> None:
        for commodity in ("STROM", "GAS", "WASSER", "FERNWAERME"):
            if not any(commodity in each.commodities for each in self.rules):
                raise ValueError(f"rules are missing for {commodity}")
