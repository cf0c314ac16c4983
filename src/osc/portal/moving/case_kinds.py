"""How cases of a move are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.german_output import spell_contract_account
from osc.portal.cases.shown import ShownCase
from osc.portal.moving.rows import day, in_rows, out_rows, spell_address


def move_out_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Day, readings, the last day of each contract, the address of the final bill."""
    rows = out_rows(summary)
    for each in summary["contracts"]:
        name = f"{commodity_name(each['commodity'])}, {spell_contract_account(each['account'])}"
        rows.append((name, _("letzter Tag: %(day)s") % {"day": day(each["last_day"])}))
    if summary["final_address"]:
        rows.append((_("Schlussrechnung an"), spell_address(summary["final_address"])))
    return rows


def move_in_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Place, and from when each Sparte is supplied there."""
    rows = in_rows({**summary, "commodities": [each["commodity"] for each in summary["begins"]]})
    return rows + [
        (commodity_name(each["commodity"]), _("ab %(day)s") % {"day": day(each["starts_on"])})
        for each in summary["begins"]
    ]


SHOWN = {
    Case.Kind.MOVE_OUT: ShownCase(
        headline=gettext_noop("Danke, Ihr Umzug ist angekommen"),
        rows=move_out_rows,
        done=gettext_noop("Der Auszug ist eingetragen. Ihre Schlussrechnung kommt in sechs Wochen nach dem Ende."),
    ),
    Case.Kind.MOVE_IN: ShownCase(
        headline=gettext_noop("Danke, Ihr Einzug ist angekommen"),
        rows=move_in_rows,
        done=gettext_noop("Der Einzug ist eingetragen. Den neuen Vertrag sehen Sie in der Übersicht."),
    ),
}
