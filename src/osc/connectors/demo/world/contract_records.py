"""What a contract binds, who runs grid and meters, and what the utility announced."""

from datetime import date, timedelta
from typing import Any

from osc.connectors.demo.world.households import Household, Supply
from osc.connectors.demo.world.prices import price_periods
from osc.foundation.identifiers.market import market_location_check_digit

DAY = timedelta(days=1)
FIRST_DAY = date(2021, 1, 1)
GRID = {
    "STROM": {"name": "Lindenau Netz GmbH", "code": "9901234000017"},
    "GAS": {"name": "Lindenau Netz GmbH", "code": "9870123400004"},
}
METERING = {
    "STROM": {"name": "Lindenau Messstellen GmbH", "code": "9901234000024"},
    "GAS": {"name": "Lindenau Netz GmbH", "code": "9870123400011"},
}
ENERGY = ("STROM", "GAS")
GAS_REASON = (
    "Die Netzentgelte steigen um 0,45 ct/kWh, der CO₂-Preis um 0,12 ct/kWh und die Beschaffung um 0,33 ct/kWh "
    "(jeweils netto)."
)


def contract_record(household: Household, id_: str, supply: Supply, today: date) -> dict[str, Any]:
    """The contract of one supply, as version 1."""
    starts_on = supply.starts_on or FIRST_DAY
    data = {
        "contract_account": f"VK-{household.account_numbers[supply.account]}", "premise": f"VS{household.index:07}",
        "commodity": supply.commodity, "starts_on": str(starts_on),
        "ends_on": str(supply.ends_on + DAY) if supply.ends_on else None,
        "prices": price_periods(supply.commodity, today), **_binding(household, supply, today),
        **_locations(household.index, id_, supply), "grid_operator": GRID.get(supply.commodity),
        "metering_operator": METERING.get(supply.commodity), "price_change": _price_change(supply, today),
        "extras": ["Wallbox-Service"] if household.kind == "company" and supply.commodity == "STROM" else [],
        "concluded_on": str(starts_on - timedelta(days=30)),
    }  # fmt: skip
    return {"kind": "contract", "id": id_, "version": 1, "data": data}


def _binding(household: Household, supply: Supply, today: date) -> dict[str, Any]:
    """Basic supply for every second household, a contract with a term for the others; water and heat by their laws."""
    if supply.commodity == "WASSER":
        return {"tariff": "Lindenau Wasser", "tariff_code": "wasser", "notice": {"months": 1, "to": "MONTH_END"}}
    if supply.commodity == "FERNWAERME":
        return {
            "tariff": "Lindenau Wärme Komfort", "tariff_code": "waerme-komfort", "term_ends_on": "2030-12-31",
            "renewal_months": 60, "notice": {"months": 9, "to": "TERM_END"},
        }  # fmt: skip
    name = supply.commodity.capitalize()
    if household.kind == "moved_in":
        return {
            "tariff": f"Lindenau {name} Ersatzversorgung", "supply_form": "ERSATZVERSORGUNG", "notice": {"days": 0},
        }  # fmt: skip
    if household.index % 2 == 0:
        return {
            "tariff": f"Lindenau {name} Basis", "tariff_code": f"{name.lower()}-basis", "notice": {"weeks": 2},
            "supply_form": "GRUNDVERSORGUNG",
        }  # fmt: skip
    return {
        "tariff": f"Lindenau {name} Treue", "tariff_code": f"{name.lower()}-treue", "notice": {"months": 1},
        "term_ends_on": f"{today.year + 1}-06-30",
    }  # fmt: skip


def _price_change(supply: Supply, today: date) -> dict[str, Any] | None:
    """Gas becomes dearer on 1 January, announced on 12 November: more than six weeks before (R-VTR-3, R-VTR-4)."""
    announced = date(today.year, 11, 12)
    if supply.commodity != "GAS" or supply.ends_on or today < announced:
        return None
    return {"announced_on": str(announced), "effective_on": f"{today.year + 1}-01-01", "reason": GAS_REASON}


def _locations(index: int, contract: str, supply: Supply) -> dict[str, str | None]:
    if supply.commodity not in ENERGY:
        return {"market_location": None, "metering_location": None}
    first = {"STROM": "5", "GAS": "1"}[supply.commodity] + f"{index:09}"
    return {
        "market_location": first + str(market_location_check_digit(first)),
        "metering_location": "DE00056203220" + contract.replace("-", "").rjust(20, "0"),
    }
