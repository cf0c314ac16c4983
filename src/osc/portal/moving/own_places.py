"""A customer's running contracts with the registers to read when leaving."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from osc.contracts.queries import BINDING_PIECE
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import spell_contract_account, spell_meter_number
from osc.isolation.pages import fetch_page
from osc.metering.queries import METER_PIECE
from osc.portal.readings.origins import register_label

# more contracts than this, and the readings are handed in later
MOST_READINGS = 6


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One field for a reading."""

    id: UUID
    meter_id: UUID
    field: str
    label: str
    unit: str
    digits: int
    decimals: int


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One contract with where it is and what to read."""

    id: UUID
    field: str
    commodity: str
    label: str
    registers: tuple[RegisterField, ...]


def own_places(request: HttpRequest) -> list[OwnPlace]:
    """Contracts of the signed-in customer; none for everybody else."""
    if request.customer is None:
        return []
    pieces = {"contracts": BINDING_PIECE, "meters": METER_PIECE}
    today = berlin_today(request.now)
    data = fetch_page(request.customer.scope, today=today, pieces=pieces, since=today)
    meters: dict[str, list[dict[str, Any]]] = {}
    if len(data["contracts"]) <= MOST_READINGS:
        for meter in data["meters"]:
            if not meter["remote"]:
                meters.setdefault(meter["contract_id"], []).append(meter)
    return [_present(row, meters.get(row["id"], [])) for row in data["contracts"]]


def _present(row: dict[str, Any], meters: list[dict[str, Any]]) -> OwnPlace:
    label = _("%(name)s, %(number)s, %(street)s") % {
        "name": commodity_name(row["commodity"]), "number": spell_contract_account(row["number"]),
        "street": f"{row['street']} {row['house_number']}",
    }  # fmt: skip
    fields = tuple(_field(row, meter, each) for meter in meters for each in meter["registers"] or [])
    return OwnPlace(UUID(row["id"]), f"c-{row['id']}", row["commodity"], label, fields)


def _field(row: dict[str, Any], meter: dict[str, Any], register: dict[str, Any]) -> RegisterField:
    name = commodity_name(row["commodity"])
    if register["label"] != "TOTAL":
        name += f" {register_label(register['label'])}"
    number = spell_meter_number(meter["number"])
    label = _("Zählerstand %(name)s, Zähler %(number)s (freiwillig)") % {"name": name, "number": number}
    return RegisterField(
        UUID(register["id"]), UUID(meter["id"]), f"r-{register['id']}", label, register["unit"], register["digits"],
        register["decimals"],
    )  # fmt: skip
