"""The values of a view as a file; a day comes in quarter-hours with their distance from UTC (BIZ16)."""

from django.http import HttpResponse

from osc.design.language import gettext as _
from osc.metering.rules.origins import Origin
from osc.portal.consumption.entries import Sources, entries_of, quarters_of
from osc.portal.consumption.presenters import ConsumptionView, origin_label
from osc.portal.consumption.selection import HOURS, MONTHS, YEARS
from osc.portal.spreadsheets import Cell, csv_file


def consumption_file(view: ConsumptionView, sources: Sources, *, technical: bool) -> HttpResponse:
    """`Monat;Verbrauch;Einheit;Vorjahr;Herkunft`, or the same for years, days and quarter-hours."""
    rows = _quarters(view, sources) if view.selection.view == HOURS else _spans(view, sources, technical)
    return csv_file(view.selection.file_name, rows, technical=technical)


def _spans(view: ConsumptionView, sources: Sources, technical: bool) -> list[list[Cell]]:
    head = {YEARS: _("Jahr"), MONTHS: _("Monat")}.get(view.selection.view, _("Tag"))
    rows: list[list[Cell]] = [[head, _("Verbrauch"), _("Einheit"), _("Vorjahr"), _("Herkunft")]]
    for entry, line in zip(entries_of(view.selection, sources), view.lines, strict=True):
        span: Cell = line.name
        if technical:
            span = entry.period.start.isoformat()[: {YEARS: 4, MONTHS: 7}.get(view.selection.view, 10)]
        rows.append([span, line.now, _unit(view), line.before, line.origin])
    return rows


def _quarters(view: ConsumptionView, sources: Sources) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[_("Beginn"), _("Verbrauch"), _("Einheit"), _("Herkunft")]]
    status = (sources.days.get(view.selection.day) or {}).get("status") or ""
    for number, slot in enumerate(quarters_of(view.selection, sources)):
        origin = Origin.NONE if slot.used is None else Origin.MEASURED
        if status[number : number + 1] == "E":
            origin = Origin.ESTIMATED
        rows.append([slot.starts_at, slot.used, "kWh", origin_label(origin)])
    return rows


def _unit(view: ConsumptionView) -> str:
    return "EUR" if view.selection.euro else view.unit
