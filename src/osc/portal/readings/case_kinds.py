"""How cases about readings are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.german_output import format_date_long, format_quantity, spell_meter_number
from osc.metering.actions import withdraw_objection, withdraw_reading
from osc.portal.cases.shown import ShownCase
from osc.portal.readings.forms import reason_label
from osc.portal.readings.origins import register_label


def reading_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Meter, one line per register, the day."""
    language = (get_language() or "de")[:2]
    values = [
        (register_label(each["label"]), format_quantity(Decimal(each["value"]), each["unit"], language))
        for each in summary["registers"]
    ]
    meter = f"{commodity_name(summary['commodity'])}, {spell_meter_number(summary['meter'])}"
    rows = [
        (_("Zähler"), meter),
        *values,
        (_("Abgelesen am"), format_date_long(date.fromisoformat(summary["read_on"]), language)),
    ]
    if summary.get("version", 1) > 1:
        rows.append((_("Fassung"), _("%(number)s. Wert für diesen Tag") % {"number": summary["version"]}))
    return rows


def objection_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Meter, reason, and that it costs nothing."""
    meter = f"{commodity_name(summary['commodity'])}, {spell_meter_number(summary['meter'])}"
    return [(_("Zähler"), meter), (_("Grund"), reason_label(summary["reason"])), (_("Kosten"), _("keine"))]


SHOWN = {
    Case.Kind.METER_READING: ShownCase(
        headline=gettext_noop("Danke, Ihr Zählerstand ist angekommen"),
        rows=reading_rows,
        done=gettext_noop("Der Wert ist eingetragen und fließt in Ihre nächste Rechnung ein."),
        undo=withdraw_reading,
        undo_label=gettext_noop("Zählerstand zurücknehmen"),
        undo_hint=gettext_noop(
            "Vertippt? Bis %(day)s können Sie den Zählerstand zurücknehmen oder für denselben Tag neu mitteilen."
        ),
        undone_headline=gettext_noop("Ihr Zählerstand ist zurückgenommen"),
        undone=gettext_noop("Ihr Zählerstand ist gelöscht. Sie können jederzeit einen neuen mitteilen."),
    ),
    Case.Kind.READING_OBJECTION: ShownCase(
        headline=gettext_noop("Danke, wir lesen Ihren Zähler ab"),
        rows=objection_rows,
        done=gettext_noop("Wir schlagen Ihnen 1 Woche vorher 2 Termine vor. Erinnerungen bekommen Sie nicht."),
        undo=withdraw_objection,
        undo_label=gettext_noop("Ich lese doch selbst ab"),
        undo_hint=gettext_noop("Geht es doch? Bis %(day)s können Sie die Anfrage zurücknehmen."),
        undone_headline=gettext_noop("Sie lesen wieder selbst ab"),
        undone=gettext_noop("Sie lesen Ihren Zähler wieder selbst ab."),
    ),
}
