"""How messages to the utility are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.billing.questions import OBJECTION
from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.foundation.german_output import spell_contract_account
from osc.portal.cases.shown import ShownCase
from osc.portal.inbox.topics import topic_label


def message_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Topic, contract account, the bill, the words."""
    name = _("Gutschrift") if summary["topic"] == OBJECTION else _("Rechnung")
    bill = [(name, summary["bill"])] if summary["bill"] else []
    return [
        (_("Thema"), topic_label(summary["topic"])),
        (_("Vertragskonto"), spell_contract_account(summary["account"])),
        *bill,
        (_("Ihre Nachricht"), summary["text"]),
    ]


_SHOWN = ShownCase(
    headline=gettext_noop("Danke, Ihre Nachricht ist angekommen"),
    rows=message_rows,
    done=gettext_noop("Ihre Nachricht liegt bei uns. Die Antwort finden Sie in Ihrem Postfach."),
)
SHOWN = {Case.Kind.MESSAGE: _SHOWN, Case.Kind.BILL_OBJECTION: _SHOWN}
