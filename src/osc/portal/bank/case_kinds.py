"""How cases about bank details are shown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext as _
from osc.foundation.german_output import format_date_long, spell_contract_account
from osc.payments.actions import withdraw_bank_change
from osc.portal.cases.shown import ShownCase


def bank_rows(summary: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Purpose, account (masked), contract accounts, and what runs over which account."""
    rows = [(_("Wofür"), _purpose(summary["purpose"]))]
    if summary["purpose"] == "objection":
        rows.append((_("Gemeldeter Vorgang"), summary["about"]))
    rows.append((_("IBAN"), summary["iban"]))
    rows += [(_("Bank"), summary["bank"])] if summary.get("bank") else []
    rows += [(_("Kontoinhaber"), summary["holder"])] if summary.get("holder") else []
    numbers = [spell_contract_account(number) for number in summary["accounts"]]
    rows.append((_("Vertragskonto") if len(numbers) == 1 else _("Vertragskonten"), ", ".join(numbers)))
    if summary.get("references"):
        rows.append((_("Mandatsreferenz"), ", ".join(summary["references"])))
    return [*rows, *_good_to_know(summary)]


def _purpose(purpose: str) -> str:
    return {
        "debit": _("für Abbuchungen"),
        "refund": _("für Guthaben"),
        "objection": _("Sie haben diese Änderung nicht veranlasst"),
        "revocation": _("Wir buchen nicht mehr ab"),
    }[purpose]


def _good_to_know(summary: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    label = _("Gut zu wissen")
    if summary.get("waits_for_holder"):
        yield label, _("Der Kontoinhaber muss noch zustimmen. Dafür haben wir ihm eine E-Mail geschickt.")
    if summary.get("last_old"):
        sentence = {
            "revocation": _("Die Abbuchung am %(day)s ist schon bei der Bank und läuft noch."),
        }.get(summary["purpose"], _("Die Abbuchung am %(day)s läuft noch über das alte Konto."))
        yield label, sentence % {"day": _day(summary["last_old"])}
    if summary.get("first_new"):
        yield _("Erste Abbuchung vom neuen Konto"), _day(summary["first_new"])
    if summary["purpose"] == "refund":
        yield (
            label,
            _("Guthaben zahlen wir frühestens nach %(hours)s Stunden auf das neue Konto.")
            % {"hours": settings.UTILITY.bank.cooling_hours},
        )


def _day(text: str) -> str:
    return format_date_long(date.fromisoformat(text), (get_language() or "de")[:2])


SHOWN = {
    Case.Kind.BANK_DETAILS: ShownCase(
        headline=gettext_noop("Ihre neue Bankverbindung ist eingetragen"),
        rows=bank_rows,
        done=gettext_noop("Die neue Bankverbindung ist in unserem Abrechnungssystem gespeichert."),
        undo=withdraw_bank_change,
        undo_label=gettext_noop("Neue Bankverbindung zurücknehmen"),
        undo_hint=gettext_noop("Bis zum %(moment)s können Sie die Änderung zurücknehmen."),
        undone_headline=gettext_noop("Ihre neue Bankverbindung ist zurückgenommen"),
        undone=gettext_noop("Es gilt wieder die Bankverbindung von vorher."),
        more="portal:bank_receipt",
        more_label=gettext_noop("Beleg als PDF"),
    ),
    Case.Kind.MANDATE_REVOCATION: ShownCase(
        headline=gettext_noop("Ihr SEPA-Mandat ist widerrufen"),
        rows=bank_rows,
        done=gettext_noop("Wir buchen nicht mehr ab. Überweisen Sie künftig zu den Terminen in Ihrem Zahlungsplan."),
        more="portal:bank_receipt",
        more_label=gettext_noop("Beleg als PDF"),
    ),
}
