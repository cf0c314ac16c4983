"""What a page of the consumption shows: commodity, contract, span, kWh or euro; all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from osc.design.paths import path_to
from osc.foundation.period import Period
from osc.metering.rules.intervals import same_day_last_year

PATHS = {"strom": "STROM", "gas": "GAS", "wasser": "WASSER", "fernwaerme": "FERNWAERME"}
SLUGS = {commodity: slug for slug, commodity in PATHS.items()}
YEARS, MONTHS, DAYS, HOURS = "jahre", "monate", "tage", "stunden"
DAY = timedelta(days=1)


@cache
def _path_of(commodity: str) -> str:
    return path_to("portal:consumption_of", SLUGS[commodity])


@dataclass(frozen=True, slots=True)
class Selection:
    """One view of one contract's consumption; `day` lies in the span that is shown."""

    commodity: str
    contract_id: str
    view: str
    day: date
    euro: bool = False

    @property
    def period(self) -> Period:
        """The days that are shown."""
        if self.view == HOURS:
            return Period(self.day, self.day + DAY)
        if self.view == DAYS:
            first = self.day.replace(day=1)
            return Period(first, date(first.year + first.month // 12, first.month % 12 + 1, 1))
        return Period(date(self.day.year, 1, 1), date(self.day.year + 1, 1, 1))

    @property
    def period_before(self) -> Period | None:
        """The same days a year before; 29 February has none (BIZ16)."""
        start = same_day_last_year(self.period.start)
        end = same_day_last_year(self.period.end)
        if start is None:
            return None
        return Period(start, end or start + DAY)

    def address(self, **changes: object) -> str:
        """The page of a neighbouring view."""
        other = replace(self, **changes)  # type: ignore[arg-type] - names of this class's own fields, our own
        return _path_of(self.commodity) + other.query

    @property
    def query(self) -> str:
        """What the address says after its path."""
        query = f"?vertrag={self.contract_id}&ansicht={self.view}&tag={self.day.isoformat()}"
        return f"{query}&wert=euro" if self.euro else query

    @property
    def file_name(self) -> str:
        """`verbrauch-strom-2026`, with month and day as far as they are shown."""
        shown = {HOURS: self.day.isoformat(), DAYS: f"{self.day:%Y-%m}", MONTHS: f"{self.day:%Y}"}.get(
            self.view, "jahre"
        )
        return f"verbrauch-{SLUGS[self.commodity]}-{shown}"


def read_selection(
    query: Mapping[str, str], *, commodity: str, contract_id: str, remote: bool, today: date
) -> Selection:
    """The selection of an address; what can't be read falls back to this year's months."""
    view = query.get("ansicht", MONTHS)
    allowed = {YEARS, MONTHS, DAYS, HOURS} if remote else {YEARS, MONTHS}
    view = view if view in allowed else MONTHS
    default = today - DAY if view in {DAYS, HOURS} else today
    try:
        day = min(date.fromisoformat(query.get("tag", "")), default)
    except ValueError:
        day = default
    return Selection(commodity, contract_id, view, max(day, date(2000, 1, 1)), query.get("wert") == "euro")
