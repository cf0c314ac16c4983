"""How cases about contract accounts of a log-in are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.foundation.german_output import spell_contract_account
from osc.portal.cases.shown import ShownCase


def account_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Which one."""
    return [(_("Vertragskonto"), spell_contract_account(summary["account"]))]


SHOWN = {
    Case.Kind.ACCOUNT_ADDED: ShownCase(
        headline=gettext_noop("Das Vertragskonto ist hinzugefügt"),
        rows=account_rows,
        done=gettext_noop("Sie sehen ab jetzt Verträge, Zähler und Rechnungen dieses Vertragskontos."),
    ),
    Case.Kind.ACCOUNT_REMOVED: ShownCase(
        headline=gettext_noop("Das Vertragskonto ist entfernt"),
        rows=account_rows,
        done=gettext_noop("Ihr Vertrag läuft unverändert weiter. Sie können das Vertragskonto wieder hinzufügen."),
    ),
}
