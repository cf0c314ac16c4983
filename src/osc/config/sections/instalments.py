"""[instalments] of utility.toml."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

Commodity = Annotated[str, msgspec.Meta(pattern="^(STROM|GAS|WASSER|FERNWAERME)$")]
Percent = Annotated[int, msgspec.Meta(ge=0, le=1000)]


class InstalmentRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds from a day on for some or all commodities (BO4E Sparte); the last one that fits counts."""

    valid_from: date = date(2020, 1, 1)
    commodities: tuple[Commodity, ...] = ("STROM", "GAS", "WASSER", "FERNWAERME")
    # how far customers go alone, in percent of the booked instalment, and never below this amount
    min_percent: Percent = 85
    max_percent: Percent = 200
    lowest_eur: Decimal = Decimal(5)
    # suggestions and the buttons minus and plus move by whole steps
    step_eur: Decimal = Decimal(1)
    max_decreases_per_period: Annotated[int, msgspec.Meta(ge=0)] = 1
    max_changes_per_period: Annotated[int, msgspec.Meta(ge=0)] = 6
    # days between the change and the first new due day: § 40c EnWG, never fewer than 14 for increases
    lead_days: Annotated[int, msgspec.Meta(ge=14, le=60)] = 14
    # where the billing system has no plan for the next period yet: 11 or 12 due days
    count: Annotated[int, msgspec.Meta(ge=11, le=12)] = 11
    # an older reading makes the page offer to read first; it never refuses
    reading_max_age_days: Annotated[int, msgspec.Meta(ge=1)] = 120
    # consumption of an average household, for customers without readings: kWh, for water m³
    typical_use: Annotated[int, msgspec.Meta(ge=1)] = 3000


class Instalments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What customers may do with their Abschlag."""

    # handed over so many days later at this hour (Berlin); until then customers take it back themselves
    hand_over_days: Annotated[int, msgspec.Meta(ge=0, le=14)] = 1
    hand_over_hour: Annotated[int, msgspec.Meta(ge=0, le=23)] = 18
    # the overview asks to look only when an amount due of at least this much is foreseen
    hint_from_eur: Annotated[int, msgspec.Meta(ge=1)] = 30
    rules: tuple[InstalmentRules, ...] = (
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
