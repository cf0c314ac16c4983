"""Where a reading comes from, in the words of bills (§ 40a EnWG, R-ABL-1)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from osc.design.language import gettext
from osc.design.language import gettext as _
from osc.metering.rules.plausibility import Fit

if TYPE_CHECKING:
    from osc.portal.readings.judging import Judged
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
    if row.replaced:
        return _("von Ihnen ersetzt")
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


REMARKS = {
    "MORE_PEOPLE": gettext_noop("mehr Personen im Haushalt"),
    "NEW_DEVICES": gettext_noop("neue Geräte"),
    "HEAT_PUMP": gettext_noop("Wärmepumpe"),
    "ELECTRIC_CAR": gettext_noop("E-Auto"),
    "UNKNOWN": gettext_noop("weiß ich nicht"),
    "METER_EXCHANGED": gettext_noop("Zähler wurde getauscht"),
    "ROLLED_OVER": gettext_noop("Zähler ist über die höchste Zahl gelaufen"),
    "LAST_WRONG": gettext_noop("Der letzte Stand war falsch"),
}
HIGHER = ("MORE_PEOPLE", "NEW_DEVICES", "HEAT_PUMP", "ELECTRIC_CAR", "UNKNOWN")
LOWER_THAN_LAST = ("METER_EXCHANGED", "ROLLED_OVER", "LAST_WRONG")


def remarks_for(judged: Sequence["Judged"]) -> tuple[tuple[str, str], ...]:
    """What a customer may say about an unusual value, all of it voluntary (ux 3.7)."""
    fits = {each.judgement.fit for each in judged}
    if Fit.BELOW_LAST in fits:
        over = any(each.may_roll_over for each in judged)
        names: tuple[str, ...] = tuple(name for name in LOWER_THAN_LAST if over or name != "ROLLED_OVER")
    elif fits & {Fit.HIGH, Fit.EXTRA_DIGIT, Fit.SIMILAR}:
        names = HIGHER
    else:
        names = ()
    return tuple((name, gettext(REMARKS[name])) for name in names)
