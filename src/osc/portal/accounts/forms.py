"""Forms about the contract accounts of a log-in."""

from collections.abc import Collection, Mapping

from osc.design.language import gettext as _
from osc.portal.forms import Form
from osc.portal.numbers import read_pair
from osc.portal.registration.forms import read_code

LONGEST_NAME = 40


def read_account(data: Mapping[str, str], *, own_numbers: Collection[str], with_surname: bool) -> Form:
    """The pair of numbers; what the log-in has already is said at once, because it is the customer's own."""
    form = Form.read(data, "contract_account", "meter_number", "surname")
    read_pair(form, with_surname=with_surname)
    if form["canonical_account"] in own_numbers:
        form.refuse("contract_account", _("Dieses Vertragskonto haben Sie schon"))
    return form


def read_name(data: Mapping[str, str]) -> Form:
    """The customer's own name for a contract account; empty takes it away."""
    form = Form.read(data, "label")
    if len(form["label"]) > LONGEST_NAME:
        form.refuse("label", _("Nehmen Sie höchstens %(n)s Zeichen") % {"n": LONGEST_NAME})
    elif not form["label"].isprintable():
        form.refuse("label", _("Nehmen Sie Buchstaben, Ziffern und Satzzeichen"))
    return form


def read_letter_code(data: Mapping[str, str]) -> Form:
    """The code from the letter."""
    form = Form.read(data, "code")
    read_code(form)
    return form
