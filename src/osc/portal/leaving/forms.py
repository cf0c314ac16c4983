"""The forms of Kündigung and Widerruf: as few questions as the law names, and no number is ever refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from osc.design.language import gettext as _
from osc.foundation.german_input import InputRefused, parse_date
from osc.identity.rules.email import looks_like_email
from osc.leaving.rules.ends import How
from osc.portal.forms import Form
from osc.portal.leaving.own_contracts import OwnContract

FIELDS = ("name", "contract", "contract_account", "commodity", "street", "postal_code", "city", "email")
COMMODITIES = ("STROM", "GAS", "WASSER", "FERNWAERME", "ALLE")


@dataclass
class DeclarationForm(Form):
    """As typed, plus what is declared (`content`) and the contract chosen from the customer's own list."""

    content: dict[str, Any] = field(default_factory=dict)
    chosen: OwnContract | None = None


def read_termination(data: Mapping[str, str], own: Sequence[OwnContract], today: date) -> DeclarationForm:
    """Art, name, contract, end and address for the confirmation; nothing else is asked for (R-KUE-3)."""
    form = DeclarationForm(Form.read(data, *FIELDS, "how", "reason", "wish_on").values)
    how = How.EXTRAORDINARY if form["how"] == How.EXTRAORDINARY else How.ORDINARY
    if how is How.EXTRAORDINARY and not form["reason"]:
        form.refuse("reason", _("Geben Sie den Grund für die außerordentliche Kündigung ein"))
    _read_contract(form, own)
    wish_on = _read_wish(form, today)
    form.content |= {"how": str(how), "reason": form["reason"] if how is How.EXTRAORDINARY else "", "wish_on": wish_on}
    return form


def read_withdrawal(data: Mapping[str, str], own: Sequence[OwnContract]) -> DeclarationForm:
    """Name, contract, address for the receipt; no reason (R-WID-2)."""
    form = DeclarationForm(Form.read(data, *FIELDS).values)
    _read_contract(form, own)
    return form


def _read_contract(form: DeclarationForm, own: Sequence[OwnContract]) -> None:
    if not form["name"]:
        form.refuse("name", _("Geben Sie Ihren Namen ein"))
    form.chosen = next((each for each in own if each.id == form["contract"]), None)
    if form.chosen is not None:
        form.content |= form.chosen.content
    else:
        typed = {name: form[name] for name in ("contract_account", "street", "postal_code", "city")}
        known = form["commodity"] if form["commodity"] in COMMODITIES else ""
        form.content |= {**typed, "commodity": known}
        if not form["contract_account"] and not form["street"]:
            if own:
                form.refuse("contract", _("Wählen Sie einen Vertrag aus"))
            else:
                form.refuse("contract_account", _("Geben Sie die Vertragskontonummer oder die Adresse ein"))
    if not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))


def _read_wish(form: DeclarationForm, today: date) -> str:
    """Any day is taken, also one that is too early: it then means the next possible one (R-KUE-9)."""
    if not form["wish_on"]:
        return ""
    try:
        return parse_date(form["wish_on"]).isoformat()
    except InputRefused:
        example = date(today.year, 12, 31).strftime("%d.%m.%Y")
        form.refuse("wish_on", _("Geben Sie ein Datum ein, zum Beispiel %(example)s") % {"example": example})
        return ""
