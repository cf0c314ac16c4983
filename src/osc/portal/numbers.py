"""The pair of numbers on a form: only formats are judged, never whether something exists (R-SEC-4)."""

from django.conf import settings

from osc.design.language import gettext as _
from osc.foundation.identifiers import IdentifierRefused, canonical_contract_account, canonical_meter_number
from osc.portal.forms import Form


def read_account_number(form: Form) -> None:
    """Adds `canonical_account`, or says what a contract account number looks like (R-NUM-1)."""
    pattern = settings.UTILITY.contract_account
    try:
        form.values["canonical_account"] = canonical_contract_account(
            form["contract_account"], prefix=pattern.prefix, digits=pattern.digits
        )
    except IdentifierRefused:
        form.refuse(
            "contract_account",
            _("Die Vertragskontonummer hat %(digits)s Ziffern nach %(prefix)s, zum Beispiel %(example)s")
            % {"digits": pattern.digits, "prefix": pattern.prefix, "example": example_number()},
        )


def example_number() -> str:
    """`IR 12345678`, as long as this utility's numbers are."""
    pattern = settings.UTILITY.contract_account
    return f"{pattern.prefix} {'12345678901234'[: pattern.digits]}".strip()


def read_meter_number(form: Form) -> None:
    """Adds `canonical_meter`, or says what a meter number looks like (R-NUM-2)."""
    try:
        form.values["canonical_meter"] = canonical_meter_number(form["meter_number"])
    except IdentifierRefused:
        form.refuse("meter_number", _("Geben Sie die Nummer vom Zähler ein, zum Beispiel 1 EMH00 12345678"))


def read_pair(form: Form, *, with_surname: bool) -> None:
    """Both numbers, and the surname while it is asked for."""
    read_account_number(form)
    read_meter_number(form)
    if with_surname and not form["surname"]:
        form.refuse("surname", _("Geben Sie Ihren Nachnamen oder den Namen Ihrer Firma ein"))
