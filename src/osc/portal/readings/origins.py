"""Where a reading comes from, in the words of bills (§ 40a EnWG, R-ABL-1)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from osc.portal.readings.presenters import ReadingRow


def origin_label(source: str) -> str:
    """The origin for people."""
    return {
        "KUNDE": _("von Ihnen mitgeteilt"),
        "LIEFERANT": _("von uns abgelesen"),
        "MSB": _("vom Messstellenbetreiber"),
        "NB": _("vom Netzbetreiber"),
        "ERSATZWERT": _("Ersatzwert"),
        "SCHAETZUNG": _("geschätzt"),
    }[source]


def state_of(row: "ReadingRow") -> str:
    """How far a reading has come."""
    if row.state == "booked":
        return _("abgerechnet") if row.billed else _("geprüft")
    return {
        "accepted": _("angekommen"),
        "confirmed": _("geprüft"),
        "needs_clarification": _("in Prüfung"),
        "rejected": _("nicht übernommen"),
    }[row.state]


def register_label(label: str) -> str:
    """The name of a register for people."""
    return {
        "TOTAL": _("Zählerstand"),
        "HT": _("Hochtarif"),
        "NT": _("Niedertarif"),
        "FEED_IN": _("Eingespeist"),
    }[label]
