"""How cases about personal data are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.contracts.personal_data import Part
from osc.design.language import gettext as _
from osc.portal.cases.shown import ShownCase
from osc.portal.person.words import part_label, value_rows


def changed_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Which part, and its new values."""
    part = Part(summary["part"])
    return [(_("Geändert"), part_label(part)), *value_rows(part, summary["values"])]


SHOWN = {
    Case.Kind.PERSONAL_DATA: ShownCase(
        headline=gettext_noop("Danke, Ihre Änderung ist angekommen"),
        rows=changed_rows,
        done=gettext_noop("Ihre Daten sind geändert."),
    ),
}
