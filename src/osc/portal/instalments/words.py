"""Results in words: always a credit or an amount due, never plus or minus; forecasts in whole euros (ux D1)."""

from datetime import date
from decimal import Decimal

from osc.billing.rules.instalments.amounts import Outcome
from osc.design.language import gettext as _
from osc.design.language import spoken_language
from osc.foundation.german_output import format_date_long, format_euros
from osc.foundation.money import round_half_up

HEATING = ("GAS", "FERNWAERME")


def euros(amount: Decimal) -> str:
    """An amount, with cents only where there are some."""
    return format_euros(amount, spoken_language())


def long_day(day: date) -> str:
    """A day in a sentence."""
    return format_date_long(day, spoken_language())


def about(amount: Decimal) -> str:
    """A result to the euro: "6 € Guthaben", "147 € Nachzahlung"."""
    whole = round_half_up(amount, 0)
    if whole < 0:
        return _("%(amount)s Nachzahlung") % {"amount": euros(-whole)}
    return _("%(amount)s Guthaben") % {"amount": euros(whole)}


def verdict(result: Outcome) -> str:
    """The headline of a preview; within one euro both sides are equal."""
    if abs(round_half_up(result.expected, 0)) <= 1:
        return _("Kosten und Zahlungen sind gleich")
    return _("Etwa %(result)s") % {"result": about(result.expected)}


def band(result: Outcome, commodity: str) -> str:
    """Four of five outcomes lie in here."""
    words = {"worst": about(result.worst), "best": about(result.best)}
    if commodity in HEATING:
        return _("Je nach Winter: von %(worst)s bis %(best)s") % words
    return _("Je nach Verbrauch: von %(worst)s bis %(best)s") % words
