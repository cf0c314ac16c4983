"""The kinds of case: the prefix of their number and what customers call them."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from osc.cases.models import Case
from osc.design.language import gettext


@dataclass(frozen=True, slots=True)
class KindOfCase:
    """Prefix of the Vorgangsnummer (ux 3.6) and the title in German, to be translated when shown."""

    prefix: str
    title: str


Kind = Case.Kind
KINDS = {
    Kind.METER_READING: KindOfCase("ZS", gettext_noop("Zählerstand mitgeteilt")),
    Kind.READING_OBJECTION: KindOfCase("AN", gettext_noop("Ablesung durch uns gewünscht")),
    Kind.INSTALMENT_CHANGE: KindOfCase("AB", gettext_noop("Abschlag geändert")),
    Kind.INSTALMENT_REQUEST: KindOfCase("AB", gettext_noop("Anderer Abschlag angefragt")),
    Kind.BANK_DETAILS: KindOfCase("BV", gettext_noop("Bankverbindung geändert")),
    Kind.MANDATE_REVOCATION: KindOfCase("BV", gettext_noop("SEPA-Mandat widerrufen")),
    Kind.PERSONAL_DATA: KindOfCase("PD", gettext_noop("Persönliche Daten geändert")),
    Kind.EMAIL_CHANGE: KindOfCase("PD", gettext_noop("E-Mail-Adresse geändert")),
    Kind.ACCOUNT_ADDED: KindOfCase("VK", gettext_noop("Vertragskonto hinzugefügt")),
    Kind.ACCOUNT_REMOVED: KindOfCase("VK", gettext_noop("Vertragskonto entfernt")),
    Kind.TARIFF_CHANGE: KindOfCase("VK", gettext_noop("Tarif gewechselt")),
    Kind.MOVE_OUT: KindOfCase("UM", gettext_noop("Auszug gemeldet")),
    Kind.MOVE_IN: KindOfCase("UM", gettext_noop("Einzug gemeldet")),
    Kind.TERMINATION: KindOfCase("KD", gettext_noop("Kündigung erklärt")),
    Kind.CONTRACT_WITHDRAWAL: KindOfCase("KD", gettext_noop("Widerruf erklärt")),
    Kind.PAPERLESS: KindOfCase("PL", gettext_noop("Post papierlos oder auf Papier")),
    Kind.MESSAGE: KindOfCase("AN", gettext_noop("Nachricht an uns")),
    Kind.BILL_OBJECTION: KindOfCase("RE", gettext_noop("Frage zur Rechnung")),
    Kind.BILLING_INTERVAL: KindOfCase("RE", gettext_noop("Abrechnungszeitraum geändert")),
    Kind.WITHDRAWAL: KindOfCase("", gettext_noop("Änderung zurückgenommen")),
}


def title_of(kind: str) -> str:
    """What the customer asked for, in the language being spoken."""
    return gettext(KINDS[Kind(kind)].title)
