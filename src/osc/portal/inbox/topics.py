"""What messages can be about."""

from osc.design.language import gettext as _


def topic_label(topic: str) -> str:
    """The topic for people."""
    return {
        "bill": _("Frage zur Rechnung"),
        "bill_explanation": _("Rechnung erläutern"),
        "meter_check": _("Zähler nachprüfen"),
        "credit_note_objection": _("Der Gutschrift widersprechen"),
        "instalment": _("Abschlag"),
        "contract": _("Vertrag"),
        "meter": _("Zähler und Zählerstand"),
        "payment": _("Zahlung zuordnen oder erklären"),
        "accessibility": _("Barriere melden"),
        "own_data": _("Auskunft über meine Daten"),
        "other": _("Etwas anderes"),
    }[topic]
