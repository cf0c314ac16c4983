"""What crosses the fence, in the words of staff."""

from django.utils.translation import gettext_noop

from osc.design.language import gettext

KINDS = {
    "message": gettext_noop("Nachricht"),
    "paperless": gettext_noop("Papierlos oder Papier"),
    "meter_reading": gettext_noop("Zählerstand"),
    "reading_withdrawn": gettext_noop("Zählerstand zurückgenommen"),
    "reading_objection": gettext_noop("Ablesung gewünscht"),
    "reading_objection_withdrawn": gettext_noop("Ablesung nicht mehr gewünscht"),
    "instalment_change": gettext_noop("Abschlag"),
    "tariff_change": gettext_noop("Tarif"),
    "personal_data": gettext_noop("Persönliche Daten"),
    "contact_data": gettext_noop("E-Mail-Adresse"),
    "termination": gettext_noop("Kündigung"),
    "withdrawal": gettext_noop("Widerruf"),
    "move_out": gettext_noop("Auszug"),
    "move_in": gettext_noop("Einzug"),
    "case_decision": gettext_noop("Unsere Entscheidung"),
    "mandate": gettext_noop("SEPA-Mandat"),
    "mandate_revoked": gettext_noop("SEPA-Mandat widerrufen"),
    "bank_details": gettext_noop("Konto für Guthaben"),
}
STATES = {
    "waiting": gettext_noop("wird übertragen"),
    "held": gettext_noop("wartet auf Freigabe"),
    "cancelled": gettext_noop("gestoppt"),
    "booked": gettext_noop("eingetragen"),
    "needs_clarification": gettext_noop("Rückfrage vom Abrechnungssystem"),
    "rejected": gettext_noop("abgelehnt vom Abrechnungssystem"),
    "set_aside": gettext_noop("nicht lesbar, zurückgestellt"),
}
RUNS = {
    "running": gettext_noop("läuft"),
    "applied": gettext_noop("übernommen"),
    "refused": gettext_noop("abgewiesen"),
    "held": gettext_noop("wartet auf Freigabe"),
}


def kind_of(kind: str) -> str:
    """What is handed over; a kind that is not named here by its technical name."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


def state_of(state: str) -> str:
    """How far a message has come."""
    return gettext(STATES[state])


def run_state_of(state: str) -> str:
    """What became of an import."""
    return gettext(RUNS[state])
