"""How the case of a changed e-mail address is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.portal.cases.shown import ShownCase


def email_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """The new address and the one before."""
    return [(_("Neu"), summary["email"]), (_("Bisher"), summary["email_before"])]


SHOWN = {
    Case.Kind.EMAIL_CHANGE: ShownCase(
        headline=gettext_noop("Ihre E-Mail-Adresse ist geändert"),
        rows=email_rows,
        done=gettext_noop("Die neue Adresse ist auch bei Ihrem Vertrag eingetragen."),
    ),
}
