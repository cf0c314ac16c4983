"""How cases of Kündigung and Widerruf are shown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.clock import in_berlin
from osc.foundation.german_output import format_date_long, format_instant, spell_contract_account
from osc.portal.cases.shown import ShownCase


def termination_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Who, when, and the last day of each contract."""
    language = (get_language() or "de")[:2]
    ends = [
        (_named(each), _("letzter Tag: %(day)s") % {"day": _day(each["last_day"], language)})
        for each in summary["contracts"]
    ]
    how = _("außerordentlich") if summary["how"] == "extraordinary" else _("ordentlich")
    return [*_declared(summary, language), (_("Art der Kündigung"), how), *ends]


def withdrawal_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Who, when, and which contracts."""
    language = (get_language() or "de")[:2]
    return [*_declared(summary, language), *((_("Vertrag"), _named(each)) for each in summary["contracts"])]


def _declared(summary: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    received = format_instant(in_berlin(datetime.fromisoformat(summary["received_at"])), language)
    return [(_("Name"), summary["name"]), (_("Eingegangen am"), received)]


def _named(contract: Mapping[str, Any]) -> str:
    return f"{commodity_name(contract['commodity'])}, {spell_contract_account(contract['account'])}"


def _day(text: str, language: str) -> str:
    return format_date_long(date.fromisoformat(text), language)


SHOWN = {
    Case.Kind.TERMINATION: ShownCase(
        headline=gettext_noop("Ihre Kündigung ist angekommen"),
        rows=termination_rows,
        done=gettext_noop("Die Kündigung ist eingetragen. Ihre Schlussrechnung kommt in sechs Wochen nach dem Ende."),
    ),
    Case.Kind.CONTRACT_WITHDRAWAL: ShownCase(
        headline=gettext_noop("Ihr Widerruf ist angekommen"),
        rows=withdrawal_rows,
        done=gettext_noop("Der Widerruf ist eingetragen. Der Vertrag gilt nicht mehr."),
    ),
}
