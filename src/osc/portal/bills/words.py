"""What bills are called, and how their numbers are said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from osc.design.language import gettext as _
from osc.design.marks import commodity_name


def bill_title(kind: str | None, commodities: Sequence[str] | None, period_from: date, period_to: date) -> str:
    """ "Ihre Gasrechnung 2025/2026", "Ihre Schlussrechnung Strom 2026"."""
    last = (period_to - timedelta(days=1)).year
    years = str(last) if last == period_from.year else f"{period_from.year}/{last}"
    if kind == "credit_note":
        return _("Ihre Gutschrift für Einspeisung %(years)s") % {"years": years}
    if not commodities or len(commodities) > 1:
        return _("Ihre Rechnung %(years)s") % {"years": years}
    words = {"name": commodity_name(commodities[0]), "years": years}
    if kind == "final":
        return _("Ihre Schlussrechnung %(name)s %(years)s") % words
    if kind == "interim":
        return _("Ihre Zwischenrechnung %(name)s %(years)s") % words
    return {
        "STROM": _("Ihre Stromrechnung %(years)s"),
        "GAS": _("Ihre Gasrechnung %(years)s"),
        "WASSER": _("Ihre Wasserrechnung %(years)s"),
        "FERNWAERME": _("Ihre Wärmerechnung %(years)s"),
    }[commodities[0]] % words


def row_title(row: Mapping[str, Any]) -> str:
    """The same for a row of the list."""
    return bill_title(
        row["kind"], row["commodities"], date.fromisoformat(row["period_from"]), date.fromisoformat(row["period_to"])
    )


def line_help(kind: str) -> str:
    """What a kind of line is, in one sentence (R-RE-5)."""
    return {
        "fed_in": _("Die Vergütung ist der Preis für jede Kilowattstunde, die Ihre Anlage ins Netz gibt."),
        "energy": _("Der Arbeitspreis ist der Preis für jede verbrauchte Einheit."),
        "base": _("Der Grundpreis ist ein fester Preis für jeden Tag, auch ohne Verbrauch."),
        "other": "",
    }[kind]


def source_label(source: str) -> str:
    """How a reading on a bill was obtained (R-ABL-1)."""
    return {
        "KUNDE": _("von Ihnen abgelesen"),
        "LIEFERANT": _("von uns abgelesen"),
        "MSB": _("vom Messstellenbetreiber"),
        "NB": _("vom Netzbetreiber"),
        "ERSATZWERT": _("Ersatzwert"),
        "SCHAETZUNG": _("geschätzt"),
    }.get(source, source)


def estimate_reason(reason: str) -> str:
    """Why a value was estimated (R-ABL-11)."""
    return {
        "not_read": _("Uns lag keine Ablesung vor."),
        "no_access": _("Wir konnten den Zähler nicht erreichen."),
        "meter_fault": _("Der Zähler war gestört."),
    }[reason]


def estimate_basis(basis: str) -> str:
    """From what a value was estimated (R-ABL-11)."""
    return {
        "previous_period": _("Grundlage ist Ihr Verbrauch im vorigen Zeitraum."),
        "comparable_customers": _("Grundlage ist der Verbrauch vergleichbarer Haushalte."),
    }[basis]


def entry_label(kind: str) -> str:
    """A movement of the account."""
    return {
        "instalment": _("Abschlag"),
        "bill": _("Rechnung"),
        "payment": _("Zahlung"),
        "refund": _("Auszahlung"),
        "return_debit": _("Abbuchung zurückgegeben"),
        "fee": _("Gebühr"),
    }[kind]


def component_label(code: str) -> str:
    """A cost that the law wants to be named (R-RE-4)."""
    return {
        "ELECTRICITY_TAX": _("Stromsteuer"),
        "ENERGY_TAX": _("Energiesteuer"),
        "CONCESSION": _("Konzessionsabgabe"),
        "KWKG": _("KWKG-Umlage"),
        "OFFSHORE": _("Offshore-Netzumlage"),
        "STROMNEV_19": _("Aufschlag für besondere Netznutzung (§ 19 StromNEV)"),
        "GRID": _("Netzentgelte"),
        "METERING": _("Messung und Messstellenbetrieb"),
    }[code]
