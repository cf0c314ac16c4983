"""The forms of a move: what must be known now is asked, the rest can follow (R-UMZ-5, R-UMZ-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from osc.design.language import gettext as _
from osc.foundation.german_input import InputRefused, parse_date, parse_reading
from osc.foundation.identifiers import is_market_location
from osc.portal.forms import Form
from osc.portal.moving.own_places import OwnPlace

COMMODITIES = ("STROM", "GAS", "WASSER", "FERNWAERME")
ADDRESS = ("street", "postal_code", "city")
TYPED_READINGS = {"STROM": "reading_strom", "GAS": "reading_gas", "WASSER": "reading_wasser"}
# on the public form nobody knows the meter
ANY_DIGITS, ANY_DECIMALS = 9, 3


@dataclass
class MoveForm(Form):
    """As typed, plus what it means."""

    moves_on: date | None = None
    places: list[OwnPlace] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    readings: dict[UUID, Decimal] = field(default_factory=dict)
    typed_readings: dict[str, Decimal] = field(default_factory=dict)
    commodities: list[str] = field(default_factory=list)

    @property
    def address(self) -> dict[str, str]:
        return {name: self[name] for name in ADDRESS}


def read_out(data: Mapping[str, str], own: Sequence[OwnPlace]) -> MoveForm:
    """Which contracts end, when, and the readings that are known already."""
    fields = [each.field for place in own for each in place.registers]
    form = MoveForm(values=Form.read(data, "moves_on", "successor", *(each.field for each in own), *fields).values)
    _read_day(form)
    form.places = [each for each in own if form[each.field] == "ja"]
    if not form.places:
        form.refuse(own[0].field if own else "moves_on", _("Wählen Sie mindestens einen Vertrag aus"))
    for each in (register for place in form.places for register in place.registers):
        value = _reading(form, each.field, each.digits, each.decimals)
        if value is not None:
            form.readings[each.id] = value
    return form


def read_public_out(data: Mapping[str, str]) -> MoveForm:
    """The old place by number or address, the day, and readings as far as known."""
    names = ("contract_account", *ADDRESS, "moves_on", "successor", *TYPED_READINGS.values())
    form = MoveForm(values=Form.read(data, *names).values)
    if not form["contract_account"] and not form["street"]:
        form.refuse("contract_account", _("Geben Sie die Vertragskontonummer oder die Adresse ein"))
    _read_day(form)
    for commodity, name in TYPED_READINGS.items():
        value = _reading(form, name, ANY_DIGITS, ANY_DECIMALS)
        if value is not None:
            form.typed_readings[commodity] = value
    return form


def read_in(data: Mapping[str, str]) -> MoveForm:
    """The new place, the day, and what is needed there."""
    names = (*ADDRESS, "moves_on", "keep", "meter", "market_location", *(f"c-{each}" for each in COMMODITIES))
    form = MoveForm(values=Form.read(data, *names).values)
    _read_address(form)
    _read_day(form)
    form.commodities = [each for each in COMMODITIES if form[f"c-{each}"] == "ja"]
    if not form.commodities:
        form.refuse("c-STROM", _("Wählen Sie aus, was Sie dort brauchen"))
    number = form["market_location"].replace(" ", "")
    if number and not is_market_location(number):
        form.refuse(
            "market_location",
            _("Die Nummer der Marktlokation hat 11 Ziffern. Prüfen Sie sie oder lassen Sie das Feld leer"),
        )
    return form


def read_final_address(data: Mapping[str, str], *, into: bool) -> MoveForm:
    """Where the final bill goes: to the new place, or somewhere else."""
    form = MoveForm(values=Form.read(data, "where", *ADDRESS).values)
    if form["where"] != "new" or not into:
        _read_address(form)
    return form


def _read_address(form: MoveForm) -> None:
    if not form["street"]:
        form.refuse("street", _("Geben Sie Straße und Hausnummer ein"))
    if not form["postal_code"]:
        form.refuse("postal_code", _("Geben Sie die Postleitzahl ein"))
    if not form["city"]:
        form.refuse("city", _("Geben Sie den Ort ein"))


def _read_day(form: MoveForm) -> None:
    try:
        form.moves_on = parse_date(form["moves_on"])
    except InputRefused:
        form.refuse("moves_on", _("Geben Sie das Datum der Übergabe ein, zum Beispiel 15.12.2026"))


def _reading(form: MoveForm, name: str, digits: int, decimals: int) -> Decimal | None:
    if not form[name]:
        return None
    try:
        return parse_reading(form[name], digits=digits, decimals=decimals).value
    except InputRefused:
        form.refuse(name, _("Geben Sie den Zählerstand nur mit Ziffern ein, zum Beispiel 17925"))
        return None
