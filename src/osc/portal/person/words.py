"""The names of parts and fields of the personal data, for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from osc.contracts.personal_data import FIELDS, Part
from osc.design.language import gettext as _

# the part's word in addresses of pages
SLUGS = {Part.PHONES: "telefon", Part.ADDRESS: "anschrift", Part.BILLING_ADDRESS: "rechnung", Part.NAME: "name"}


def part_called(slug: str) -> Part | None:
    """The part with this word in its address."""
    return next((part for part, word in SLUGS.items() if word == slug), None)


def part_label(part: str) -> str:
    """What a part is called."""
    return {
        Part.PHONES: _("Telefon"),
        Part.ADDRESS: _("Postanschrift"),
        Part.BILLING_ADDRESS: _("Rechnungsanschrift"),
        Part.NAME: _("Name"),
    }[Part(part)]


def field_label(name: str) -> str:
    """What a field is called."""
    return {
        "first_name": _("Vorname"), "last_name": _("Nachname"), "company": _("Firma"), "reason": _("Grund"),
        "street": _("Straße"), "house_number": _("Hausnummer"), "postal_code": _("Postleitzahl"), "city": _("Ort"),
        "name": _("Name oder Firma"), "phone": _("Telefon"), "mobile": _("Mobiltelefon"),
    }[name]  # fmt: skip


def value_rows(part: Part, values: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Field and value of what was asked for; an empty billing address is the postal one."""
    if part == Part.BILLING_ADDRESS and not any(values.values()):
        return [(_("Rechnungsanschrift"), _("wie Ihre Postanschrift"))]
    empty = _("keine") if part == Part.PHONES else ""
    return [(field_label(name), values.get(name) or empty) for name in FIELDS[part] if values.get(name) or empty]
