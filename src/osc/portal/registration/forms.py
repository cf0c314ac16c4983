"""The registration forms: only formats are judged here, never whether something exists (R-SEC-4)."""

from collections.abc import Mapping

from osc.design.language import gettext as _
from osc.identity.rules.email import looks_like_email
from osc.identity.rules.letter_code import CodeRefused, canonical_code
from osc.portal.forms import Form
from osc.portal.numbers import read_account_number, read_pair


def read_registration(data: Mapping[str, str], *, with_surname: bool) -> Form:
    """Contract account, meter number, e-mail, consent; canonical numbers are added under `canonical_…`."""
    form = Form.read(data, "contract_account", "meter_number", "surname", "email", "terms")
    read_pair(form, with_surname=with_surname)
    _read_person(form)
    return form


def read_correction(data: Mapping[str, str], *, with_surname: bool) -> Form:
    """The two numbers once more."""
    form = Form.read(data, "contract_account", "meter_number", "surname")
    read_pair(form, with_surname=with_surname)
    return form


def read_code_registration(data: Mapping[str, str]) -> Form:
    """Contract account, the code from the letter, e-mail, consent."""
    form = Form.read(data, "contract_account", "code", "email", "terms")
    read_account_number(form)
    read_code(form)
    _read_person(form)
    return form


def read_code(form: Form) -> None:
    """Adds `canonical_code`; what can't be a code is told as a wrong one is."""
    try:
        form.values["canonical_code"] = canonical_code(form["code"])
    except CodeRefused:
        form.refuse("code", wrong_code())


def wrong_code() -> str:
    """One sentence for every code that opens nothing."""
    return _("Dieser Code stimmt nicht. Vergleichen Sie ihn mit dem Brief.")


def old_code() -> str:
    """For a code that was right once."""
    return _("Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.")


def _read_person(form: Form) -> None:
    if not looks_like_email(form["email"]):
        form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
    if form["terms"] != "ja":
        form.refuse("terms", _("Stimmen Sie den Nutzungsbedingungen zu, damit wir Ihren Zugang einrichten dürfen"))
