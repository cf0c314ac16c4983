"""A move as label and value, for the check page, the receipt and the case."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.german_output import format_date_long, format_number, format_quantity

Rows = list[tuple[str, str]]


def move_rows(content: Mapping[str, Any]) -> Rows:
    """Everything that was reported."""
    rows: Rows = []
    if content.get("contract_account"):
        rows.append((_("Vertragskontonummer"), content["contract_account"]))
    if content.get("street"):
        rows.append((_("Bisherige Adresse"), spell_address(content)))
    if content["out"]:
        rows += out_rows(content["out"])
    if content["in"]:
        rows += in_rows(content["in"])
    if content["final_address"]:
        rows.append((_("Schlussrechnung an"), spell_address(content["final_address"])))
    return rows


def out_rows(out: Mapping[str, Any]) -> Rows:
    """Day and readings of leaving."""
    rows = [(_("Auszug am"), day(out["moves_on"]))]
    rows += [(_reading_label(each), _value(each)) for each in out["readings"]]
    if out["successor"]:
        rows.append((_("Danach wohnt oder vermietet dort"), out["successor"]))
    return rows


def in_rows(into: Mapping[str, Any]) -> Rows:
    """Place and day of arriving, and what is needed there."""
    rows = [
        (_("Einzug am"), day(into["moves_on"])),
        (_("Neue Adresse"), spell_address(into["address"])),
        (_("Dort brauchen Sie"), ", ".join(commodity_name(each) for each in into["commodities"])),
    ]
    if into["meter"]:
        rows.append((_("Zählernummer"), into["meter"]))
    rows.append((_("Marktlokation"), into["market_location"] or _("wird von uns ermittelt")))
    return rows


def spell_address(address: Mapping[str, str]) -> str:
    """Street, postcode and town in one line."""
    return f"{address['street']}, {address['postal_code']} {address['city']}".strip(" ,")


def day(text: str) -> str:
    """An ISO day for sentences."""
    return format_date_long(date.fromisoformat(text), _language())


def _reading_label(reading: Mapping[str, str]) -> str:
    return _("Zählerstand %(name)s") % {"name": commodity_name(reading["commodity"])}


def _value(reading: Mapping[str, str]) -> str:
    value = Decimal(reading["value"])
    unit = reading.get("unit")
    return format_quantity(value, unit, _language()) if unit else format_number(value, _language())


def _language() -> str:
    return (get_language() or "de")[:2]
