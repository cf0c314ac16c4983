"""All readings of a meter as a file."""

from decimal import Decimal

from django.http import HttpResponse

from osc.design.language import gettext as _
from osc.portal.readings.origins import origin_label, register_label, state_of
from osc.portal.readings.presenters import MeterView, ReadingRow
from osc.portal.spreadsheets import csv_file


def history_file(meter: MeterView, *, technical: bool) -> HttpResponse:
    """One line per reading, newest first; values in the register's unit."""
    head = [
        _("Datum"), _("Zählwerk"), _("Stand"), _("Einheit"), _("Herkunft"), _("Status"), _("Zählernummer"),
        _("Verbrauch seit letztem"), _("Von Ihnen gemeldet"),
    ]  # fmt: skip
    rows = [
        [row.read_on, register_label(row.label), _shown(row.value, row), row.unit, origin_label(row.source),
         state_of(row), row.number, _shown(row.since, row), _shown(row.reported, row)]
        for row in meter.history_with_use
    ]  # fmt: skip
    return csv_file(f"zaehlerstaende-{meter.commodity.lower()}", [head, *rows], technical=technical)


def _shown(value: Decimal | None, row: ReadingRow) -> Decimal | None:
    """With the decimals that the register has."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-row.decimals))
