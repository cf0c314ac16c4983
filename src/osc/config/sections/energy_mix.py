"""[[energy_mix]] of utility.toml: the Stromkennzeichnung, one block a year (R-RE-6)."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct


class Mix(Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of sources in percent, together 100, and what a kilowatt-hour leaves behind (§ 42 EnWG)."""

    renewable_funded: Annotated[Decimal, Meta(description="renewable, funded by the EEG")]
    renewable_other: Annotated[Decimal, Meta(description="other renewable energy")]
    nuclear: Annotated[Decimal, Meta(description="nuclear power")]
    coal: Annotated[Decimal, Meta(description="hard coal and lignite")]
    gas: Annotated[Decimal, Meta(description="natural gas")]
    other_fossil: Annotated[Decimal, Meta(description="other fossil sources")]
    co2_g_per_kwh: Annotated[Decimal, Meta(description="CO2 emissions in g/kWh")]
    waste_g_per_kwh: Annotated[Decimal, Meta(description="radioactive waste in g/kWh")]

    @property
    def shares(self) -> tuple[tuple[str, Decimal], ...]:
        """Source and percent, in the order of the law."""
        names = ("renewable_funded", "renewable_other", "nuclear", "coal", "gas", "other_fossil")
        return tuple((name, getattr(self, name)) for name in names)

    def __post_init__(self) -> None:
        if min(share for _, share in self.shares) < 0 or sum(share for _, share in self.shares) != 100:
            raise ValueError("the shares of a mix must be 100 percent together")


class EnergyMix(Struct, frozen=True, forbid_unknown_fields=True):
    """The label of one year, shown from 1 July of the next one on."""

    year: Annotated[int, Meta(ge=2020, le=2100, description="the year that the values are of")]
    own: Mix
    national: Mix


def label_on(labels: tuple[EnergyMix, ...], day: date) -> EnergyMix | None:
    """The newest label that counts on a day; None before the first one."""
    counting = [label for label in labels if date(label.year + 1, 7, 1) <= day]
    return max(counting, key=lambda label: label.year, default=None)
