"""How cases about instalments are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from osc.billing.instalments.actions import withdraw_instalment
from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.design.marks import commodity_name
from osc.foundation.german_output import spell_contract_account
from osc.portal.cases.shown import ShownCase
from osc.portal.instalments.words import about, euros, long_day


def instalment_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Contract, old and new amount, from when, and what was foretold."""
    rows = [
        (_("Vertrag"), f"{commodity_name(summary['commodity'])}, {spell_contract_account(summary['account_number'])}"),
        (_("Bisher"), euros(Decimal(summary["previous"]))),
        (_("Neu"), euros(Decimal(summary["amount"]))),
        (_("Gilt ab"), long_day(date.fromisoformat(summary["first_due"]))),
    ]
    result = summary["result"]
    if result:
        label = _("Voraussichtlich am %(day)s") % {"day": long_day(date.fromisoformat(result["on"]))}
        rows.append((label, _("etwa %(result)s") % {"result": about(Decimal(result["expected"]))}))
    if summary["reason"]:
        rows.append((_("Ihre Begründung"), summary["reason"]))
    if not summary["by_debit"]:
        rows.append((_("Ihr Dauerauftrag"), _("Ändern Sie ihn bei Ihrer Bank. Die Daten stehen im Zahlungsplan.")))
    return rows


SHOWN = {
    Case.Kind.INSTALMENT_CHANGE: ShownCase(
        headline=gettext_noop("Ihr neuer Abschlag ist eingetragen"),
        rows=instalment_rows,
        done=gettext_noop("Der neue Abschlag steht in Ihrem Zahlungsplan."),
        undo=withdraw_instalment,
        undo_label=gettext_noop("Änderung zurücknehmen"),
        undo_hint=gettext_noop("Wird am %(moment)s übernommen. Bis dahin können Sie ihn zurücknehmen."),
        undone_headline=gettext_noop("Ihr Abschlag bleibt, wie er war"),
        undone=gettext_noop("Die Änderung ist zurückgenommen. Ihr Zahlungsplan bleibt, wie er war."),
    ),
    Case.Kind.INSTALMENT_REQUEST: ShownCase(
        headline=gettext_noop("Danke, Ihre Anfrage ist angekommen"),
        rows=instalment_rows,
        done=gettext_noop("Der neue Abschlag steht in Ihrem Zahlungsplan."),
        undo=withdraw_instalment,
        undo_label=gettext_noop("Anfrage zurücknehmen"),
        undo_hint=gettext_noop("Bis %(day)s können Sie die Anfrage zurücknehmen."),
        undone_headline=gettext_noop("Ihre Anfrage ist zurückgenommen"),
        undone=gettext_noop("Ihre Anfrage ist zurückgenommen. Ihr Abschlag bleibt, wie er war."),
    ),
}
