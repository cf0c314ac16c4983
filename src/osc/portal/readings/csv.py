"""Readings as CSV that German spreadsheets open: BOM, semicolon, decimal comma."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from osc.portal.readings.origins import origin_label, register_label
from osc.portal.readings.presenters import MeterView


def history_file(meter: MeterView) -> bytes:
    """UTF-8 with BOM; one line per reading, newest first; values in the register's unit."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("Datum"), _("Zählwerk"), _("Stand"), _("Einheit"), _("Herkunft")])
    for row in meter.history:
        value = f"{row.value:.{row.decimals}f}".replace(".", ",")
        day = row.read_on.strftime("%d.%m.%Y")
        writer.writerow([day, register_label(row.label), value, row.unit, origin_label(row.source)])
    return text.getvalue().encode("utf-8-sig")
