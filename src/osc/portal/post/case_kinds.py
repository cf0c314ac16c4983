"""How choices about post are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.foundation.german_output import spell_contract_account
from osc.portal.cases.shown import ShownCase


def post_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Contract account and how its post comes."""
    way = _("Papierlos im Postfach") if summary["paperless"] else _("Auf Papier")
    if summary["yearly_paper"]:
        way = _("Papierlos, einmal im Jahr auch auf Papier")
    return [(_("Vertragskonto"), spell_contract_account(summary["account"])), (_("Post"), way)]


def interval_label(months: int) -> str:
    """How often a bill comes."""
    return {
        12: _("einmal im Jahr"), 6: _("alle 6 Monate"), 3: _("alle 3 Monate"), 1: _("jeden Monat"),
    }[months]  # fmt: skip


def interval_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Contract account and how often a bill comes."""
    account = spell_contract_account(summary["account"])
    return [(_("Vertragskonto"), account), (_("Rechnung"), interval_label(summary["months"]))]


SHOWN = {
    Case.Kind.BILLING_INTERVAL: ShownCase(
        headline=gettext_noop("Ihre Wahl ist gespeichert"),
        rows=interval_rows,
        done=gettext_noop("Das gilt ab dem nächsten Zeitraum. Sie können es jederzeit ändern."),
    ),
    Case.Kind.PAPERLESS: ShownCase(
        headline=gettext_noop("Ihre Wahl ist gespeichert"),
        rows=post_rows,
        done=gettext_noop("So kommt Ihre Post ab jetzt. Sie können das jederzeit ändern."),
    ),
}
