"""Forms of the personal data: one sentence per problem, what was typed stays."""

import re
from collections.abc import Callable, Mapping

from osc.contracts.personal_data import FIELDS, Part
from osc.design.language import gettext as _
from osc.portal.forms import Form

LONGEST = {
    "first_name": 80, "last_name": 80, "company": 120, "reason": 200, "street": 120, "house_number": 20,
    "postal_code": 10, "city": 80, "name": 120, "phone": 40, "mobile": 40,
}  # fmt: skip
PHONE = re.compile(r"\+?[0-9][0-9 ()/\-]{4,38}")


def read_part(data: Mapping[str, str], part: Part, *, company: bool) -> Form:
    """Reads and checks the fields of one part; a company has a company's name, a person first and last name."""
    form = Form.read(data, *FIELDS[part], "where")
    for name, longest in LONGEST.items():
        if len(form[name]) > longest:
            form.refuse(name, _("Nehmen Sie höchstens %(n)s Zeichen") % {"n": longest})
    CHECKS[part](form, company)
    return form


def _check_phones(form: Form, company: bool) -> None:
    for name in FIELDS[Part.PHONES]:
        form.values[name] = " ".join(form[name].split())
        if form[name] and not (PHONE.fullmatch(form[name]) and form[name].isascii()):
            form.refuse(name, _("Geben Sie die Nummer mit Vorwahl ein, zum Beispiel 03220 4417"))


def _check_address(form: Form, company: bool) -> None:
    for name, sentence in (
        ("street", _("Geben Sie die Straße ein")),
        ("house_number", _("Geben Sie die Hausnummer ein")),
        ("city", _("Geben Sie den Ort ein")),
    ):
        if not form[name]:
            form.refuse(name, sentence)
    if not re.fullmatch(r"[0-9]{5}", form["postal_code"]):
        form.refuse("postal_code", _("Die Postleitzahl hat 5 Ziffern, zum Beispiel 03220"))


def _check_billing(form: Form, company: bool) -> None:
    """Bills go to an address of their own, or where all post goes: then nothing else matters."""
    if form["where"] == "other":
        _check_address(form, company)
    elif form["where"] == "same":
        form.values |= dict.fromkeys(FIELDS[Part.BILLING_ADDRESS], "")
        form.errors.clear()
    else:
        form.refuse("where-same", _("Wählen Sie aus, wohin Ihre Rechnungen gehen"))


def _check_name(form: Form, company: bool) -> None:
    wanted = {"company": _("Geben Sie den Namen der Firma ein")} if company else {
        "first_name": _("Geben Sie den Vornamen ein"), "last_name": _("Geben Sie den Nachnamen ein"),
    }  # fmt: skip
    for name, sentence in {**wanted, "reason": _("Schreiben Sie, warum sich der Name ändert")}.items():
        if not form[name]:
            form.refuse(name, sentence)
    for name in {"first_name", "last_name", "company"} - set(wanted):
        form.values[name] = ""


CHECKS: dict[Part, Callable[[Form, bool], None]] = {
    Part.PHONES: _check_phones,
    Part.ADDRESS: _check_address,
    Part.BILLING_ADDRESS: _check_billing,
    Part.NAME: _check_name,
}
