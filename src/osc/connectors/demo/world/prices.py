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


# net ct per unit of the components that are not procurement; the rest is
_SHARES = {
    "STROM": (("Netzentgelte und Messung", {2026: "9.80", 2027: "9.35"}),
              ("Steuern, Abgaben und Umlagen", {2026: "6.40", 2027: "6.10"})),
    "GAS": (("Netzentgelte und Messung", {2026: "2.10", 2027: "2.55"}),
            ("Steuern, Abgaben und CO₂-Preis", {2026: "1.84", 2027: "1.96"})),
}  # fmt: skip
_REST = "Beschaffung und Vertrieb"


def price_periods(commodity: str, today: date) -> list[dict[str, Any]]:
    """Prices of last year, this year and next, as the contract shows them: gross, and net for estimates."""
    periods = []
    for year in range(today.year - 1, today.year + 2):
        price = price_of(commodity, year)
        gross = gross_of(price.unit_ct, price.vat_percent)
        periods.append({
            "from": f"{year}-01-01", "to": f"{year + 1}-01-01" if year <= today.year else None,
            "unit_price_ct": str(gross), "base_price_eur": str(gross_of(price.base_eur, price.vat_percent)),
            "unit_price_net_ct": str(price.unit_ct), "base_price_net_eur": str(price.base_eur),
            "components": _components(commodity, year, price, gross) if year >= today.year else [],
        })  # fmt: skip
    return periods


def gross_of(net: Decimal, vat_percent: Decimal) -> Decimal:
    """A gross price with two decimals, half-up."""
    return round_half_up(net * (1 + vat_percent / 100), 2)


def _components(commodity: str, year: int, price: Price, gross: Decimal) -> list[dict[str, str]]:
    """What the unit price is made of, gross; the parts add up to it."""
    shares = _SHARES.get(commodity, ())
    known = [
        (name, gross_of(Decimal(by_year[min(max(year, min(by_year)), max(by_year))]), price.vat_percent))
        for name, by_year in shares
    ]
    rest = gross - sum((value for _, value in known), Decimal(0))
    return [{"name": name, "unit_price_ct": str(value)} for name, value in (*known, (_REST, rest))] if known else []
