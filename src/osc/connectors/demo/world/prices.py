"""The utility's price lists by calendar year: a change on every 1 January."""

from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.rules.bills import Price
from osc.foundation.effective import vat_percent
from osc.foundation.money import round_half_up

# net: ct per unit (kWh, for water m³) and EUR per year
_LIST = {
    "STROM": {2023: ("29.40", "118.00"), 2024: ("28.10", "122.00"), 2025: ("27.20", "125.55"),
              2026: ("27.90", "128.00"), 2027: ("26.80", "131.00")},
    "GAS": {2023: ("9.90", "140.00"), 2024: ("9.20", "146.00"), 2025: ("8.60", "149.40"), 2026: ("8.90", "151.20"),
            2027: ("9.80", "153.00")},
    "WASSER": {2023: ("178.00", "88.00"), 2024: ("184.00", "90.00"), 2025: ("189.00", "92.00"),
               2026: ("195.00", "94.00"), 2027: ("199.00", "96.00")},
    "FERNWAERME": {2023: ("11.90", "210.00"), 2024: ("11.20", "214.00"), 2025: ("10.80", "218.00"),
                   2026: ("10.60", "222.00"), 2027: ("10.90", "226.00")},
}  # fmt: skip


def price_of(commodity: str, year: int) -> Price:
    """The price of a calendar year; years beyond the list keep its nearest end."""
    known = _LIST[commodity]
    unit_ct, base_eur = known[min(max(year, min(known)), max(known))]
    return Price(Decimal(unit_ct), Decimal(base_eur), vat_percent(commodity, date(year, 7, 1)))


def price_periods(commodity: str, today: date) -> list[dict[str, Any]]:
    """Gross prices of last year, this year and next, as the contract shows them."""
    periods = []
    for year in range(today.year - 1, today.year + 2):
        price = price_of(commodity, year)
        factor = 1 + price.vat_percent / 100
        periods.append({
            "from": f"{year}-01-01", "to": f"{year + 1}-01-01" if year <= today.year else None,
            "unit_price_ct": str(round_half_up(price.unit_ct * factor, 2)),
            "base_price_eur": str(round_half_up(price.base_eur * factor, 2)),
        })  # fmt: skip
    return periods
