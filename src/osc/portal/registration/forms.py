"""The registration forms: only formats are judged here, never whether something exists (R-SEC-4)."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from osc.foundation.identifiers import IdentifierRefused, canonical_contract_account, canonical_meter_number
from osc.identity.rules.email import looks_like_email
from osc.portal.forms import Form


def read_registration(data: Mapping[str, str]) -> Form:
    """Contract account, meter number, e-mail, consent; canonical numbers are added under `canonical_…`."""
    form = Form.read(data, "contract_account", "meter_number", "email", "terms")
    pattern = settings.UTILITY.contract_account
    example = f"{pattern.prefix} " + "12345678901234"[: pattern.digits]
    try:
        form.values["canonical_account"] = canonical_contract_account(
            form["contract_account"], prefix=pattern.prefix, digits=pattern.digits
        )
    except IdentifierRefused:
        form.refuse(
            "contract_account",
            _("Die Vertragskontonummer hat %(digits)s Ziffern nach %(prefix)s, zum Beispiel %(example)s")
            % {"digits": pattern.digits, "prefix": pattern.prefix, "example": example},
        )
    try:
        form.values["canonical_meter"] = canonical_meter_number(form["meter_number"])
    except IdentifierRefused:
        form.refuse("meter_number", _("Geben Sie die Nummer vom Zähler ein, zum Beispiel 1 EMH00 12345678"))
    if not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
    if form["terms"] != "ja":
        form.refuse("terms", _("Stimmen Sie den Nutzungsbedingungen zu, damit wir Ihren Zugang einrichten dürfen"))
    return form
