"""What is contained in the lines of a bill: taxes, levies and charges, and the CO₂ of gas and heat."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.rules.bills import Line
from osc.foundation.money import round_half_up

# net ct per kWh, the same in every year of the pretend utility
COMPONENTS_CT = {
    "STROM": {
        "ELECTRICITY_TAX": "2.05", "CONCESSION": "1.59", "KWKG": "0.446", "OFFSHORE": "0.816", "STROMNEV_19": "1.498",
        "GRID": "9.30", "METERING": "0.50",
    },
    "GAS": {"ENERGY_TAX": "0.55", "CONCESSION": "0.03", "GRID": "1.95", "METERING": "0.15"},
}  # fmt: skip
# kg CO₂ per kWh: gas by its gross calorific value (3.2508 GJ/MWh × 0.0558 t/GJ), heat of the pretend plant
CARBON_FACTOR = {"GAS": Decimal("0.18139464"), "FERNWAERME": Decimal("0.1302")}
# BEHG § 10; from 2026 on the middle of the corridor (CO2KostAufG § 4)
EUR_PER_TON = {2023: 30, 2024: 45, 2025: 55, 2026: 60}


def cost_components(contract: str, commodity: str, lines: Iterable[Line]) -> list[dict[str, str]]:
    """Each component of § 40(3) EnWG in EUR net; other commodities owe none (R-RE-4)."""
    used = sum((line.quantity for line in lines if line.kind == "energy"), Decimal(0))
    return [
        {"contract": contract, "code": code, "net": str(round_half_up(used * Decimal(price) / 100, 2))}
        for code, price in COMPONENTS_CT.get(commodity, {}).items()
    ]


def carbon_costs(contract: str, commodity: str, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """CO₂ and its cost for each calendar year of the bill (R-RE-12)."""
    factor = CARBON_FACTOR.get(commodity)
    return [_carbon(contract, commodity, line, factor) for line in lines if factor and line.kind == "energy"]


def _carbon(contract: str, commodity: str, line: Line, factor: Decimal) -> dict[str, Any]:
    year = min(max(line.period.start.year, min(EUR_PER_TON)), max(EUR_PER_TON))
    price = Decimal(EUR_PER_TON[year])
    emitted = line.quantity * factor
    cost = emitted / 1000 * price
    gross = cost * (1 + line.vat_percent / 100)
    return {
        "contract": contract, "commodity": commodity, "period_from": str(line.period.start),
        "period_to": str(line.period.end), "energy_kwh": str(line.quantity), "factor": str(factor),
        "kilograms": str(round_half_up(emitted, 1)), "eur_per_ton": str(price), "vat_percent": str(line.vat_percent),
        "net": str(round_half_up(cost, 2)), "gross": str(round_half_up(gross, 2)),
    }  # fmt: skip
