"""The sign-in form: format only, nothing that depends on what exists."""

from collections.abc import Mapping

from osc.design.language import gettext as _
from osc.portal.forms import Form


def read_sign_in(data: Mapping[str, str]) -> Form:
    """Reads e-mail and the presence of a password; the password itself is never kept for showing."""
    form = Form.read(data, "email")
    if not form["email"]:
        form.refuse("email", _("Geben Sie Ihre E-Mail-Adresse ein"))
    elif "@" not in form["email"]:
        form.refuse(
            "email",
            _("Melden Sie sich mit Ihrer E-Mail-Adresse an. Benutzernamen aus dem alten Portal gelten nicht mehr."),
        )
    if not data.get("password"):
        form.refuse("password", _("Geben Sie Ihr Passwort ein"))
    return form
