"""Days of quarter-hours of the smart meters: two years for some, two weeks for all others."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.metering_records import FIRST_DAY
from osc.connectors.demo.world.rules.quarters import quarters_of

DAY = timedelta(days=1)
# a large world stays quick to import: only the first households have a long history
LONG_HISTORY_UNTIL, SHORT_DAYS = 240, 14
# one evening without a connection to the gateway, and one day whose values were made up for it
GAP_AGE, SUBSTITUTE_AGE = 20, 19


def interval_records(household: Household, meter: str, supply: Supply, today: date) -> Iterator[dict[str, Any]]:
    """One record a day up to yesterday, for remotely read electricity."""
    if not supply.remote or supply.commodity != "STROM":
        return
    long = household.index < LONG_HISTORY_UNTIL
    first = date(today.year - 1, 1, 1) if long else today - DAY * SHORT_DAYS
    day = max(first, supply.starts_on or FIRST_DAY)
    while day < today:
        values: list[int | None] = [*quarters_of("electricity", supply.annual, day, meter)]
        age, status = (today - day).days, None
        if age == GAP_AGE:
            values[72:80] = [None] * 8
        if age == SUBSTITUTE_AGE:
            status = "M" * 40 + "E" * (len(values) - 40)
        yield {
            "kind": "interval_day", "id": f"I-{meter}-{day:%y%m%d}", "version": 1,
            "data": {"meter": meter, "day": str(day), "watt_hours": values, "status": status},
        }  # fmt: skip
        day += DAY
