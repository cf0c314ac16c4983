"""From the parts of a draft to one move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from osc.metering.queries import registers_of_meter
from osc.moving.orders import Move, MoveIn, MoveOut
from osc.portal.moving.forms import MoveForm, read_final_address, read_in
from osc.portal.moving.own_places import OwnPlace
from osc.portal.moving.views import read_draft_out


@dataclass(frozen=True, slots=True)
class Reported:
    """The move, the contracts it is about (none for strangers), and everything as plain values for receipts."""

    move: Move
    contract_ids: tuple[UUID, ...]
    content: dict[str, Any]


def assemble(request: HttpRequest, draft: Mapping[str, Any], own: Sequence[OwnPlace]) -> Reported | None:
    """None as long as a part that is needed is missing or no longer right."""
    out = read_draft_out(draft, list(own))
    into = read_in(draft["in"]) if draft.get("in") else None
    address = read_final_address(draft["address"], into=into is not None) if draft.get("address") else None
    if (out is None and into is None) or (out is not None and address is None):
        return None
    if any(form is not None and form.errors for form in (out, into, address)):
        return None
    final = _final_address(address, into)
    move = Move(_out(request, out), _into(into), final)
    contracts = tuple(place.id for place in out.places) if out else tuple(each.id for each in own)
    return Reported(move, contracts, _content(out, move, final))


def _final_address(address: MoveForm | None, into: MoveForm | None) -> dict[str, str]:
    if address is None:
        return {}
    return into.address if address["where"] == "new" and into is not None else address.address


def _out(request: HttpRequest, form: MoveForm | None) -> MoveOut | None:
    if form is None or form.moves_on is None:
        return None
    day = form.moves_on.isoformat()
    readings = [
        {"commodity": code, "value": str(value), "read_on": day} for code, value in form.typed_readings.items()
    ] + [
        {"register_id": known.external_id, "obis": known.obis, "commodity": known.commodity, "value": str(value),
         "unit": known.unit, "read_on": day}
        for meter_id in dict.fromkeys(each.meter_id for place in form.places for each in place.registers)
        for id_, known in _registers(request, meter_id, form).items()
        for value in (form.readings[id_],)
    ]  # fmt: skip
    wanted = sum(len(place.registers) for place in form.places)
    return MoveOut(
        form.moves_on, readings, form["successor"], readings_complete=bool(readings) and len(readings) >= wanted
    )


def _registers(request: HttpRequest, meter_id: UUID, form: MoveForm) -> dict[UUID, Any]:
    if request.customer is None or not form.readings:
        return {}
    known = registers_of_meter(request.customer.scope, meter_id=meter_id)
    return {id_: each for id_, each in known.items() if id_ in form.readings}


def _into(form: MoveForm | None) -> MoveIn | None:
    if form is None or form.moves_on is None:
        return None
    return MoveIn(
        form.moves_on, form.address, form.commodities, form["keep"] == "ja", form["meter"],
        form["market_location"].replace(" ", ""),
    )  # fmt: skip


def _content(form: MoveForm | None, move: Move, final: dict[str, str]) -> dict[str, Any]:
    """Plain values: what a declaration stores and a receipt shows."""
    old = {name: form[name] if form else "" for name in ("contract_account", "street", "postal_code", "city")}
    out, into = move.out, move.into
    return {
        **old, "commodity": "ALLE", "final_address": final,
        "out": out and {
            "moves_on": out.moves_on.isoformat(), "readings": [dict(each) for each in out.readings],
            "successor": out.successor,
        },
        "in": into and {
            "moves_on": into.moves_on.isoformat(), "address": dict(into.address),
            "commodities": list(into.commodities), "keep": into.keep, "meter": into.meter,
            "market_location": into.market_location,
        },
    }  # fmt: skip
