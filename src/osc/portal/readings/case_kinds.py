"""How cases about readings are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from osc.cases.models import Case
from osc.design.marks import commodity_name
from osc.foundation.german_output import format_date_long, format_quantity, spell_meter_number
from osc.metering.actions import withdraw_reading
from osc.portal.cases.shown import ShownCase
from osc.portal.readings.origins import register_label


def reading_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Meter, one line per register, the day."""
    language = (get_language() or "de")[:2]
    values = [
        (register_label(each["label"]), format_quantity(Decimal(each["value"]), each["unit"], language))
        for each in summary["registers"]
    ]
    meter = f"{commodity_name(summary['commodity'])}, {spell_meter_number(summary['meter'])}"
    return [
        (_("Zähler"), meter),
        *values,
        (_("Abgelesen am"), format_date_long(date.fromisoformat(summary["read_on"]), language)),
    ]


SHOWN = {
    Case.Kind.METER_READING: ShownCase(
        headline=gettext_noop("Danke, Ihr Zählerstand ist angekommen"),
        rows=reading_rows,
        done=gettext_noop("Der Wert ist eingetragen und fließt in Ihre nächste Rechnung ein."),
        undo=withdraw_reading,
        undo_label=gettext_noop("Zählerstand zurücknehmen"),
        undo_hint=gettext_noop("Vertippt? Bis %(day)s können Sie den Zählerstand zurücknehmen und neu mitteilen."),
        undone_headline=gettext_noop("Ihr Zählerstand ist zurückgenommen"),
        undone=gettext_noop("Ihr Zählerstand ist gelöscht. Sie können jederzeit einen neuen mitteilen."),
    ),
}
