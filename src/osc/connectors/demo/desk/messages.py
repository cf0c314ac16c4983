"""The clerk for messages: files them and answers into the inbox."""

import sqlite3

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement, announce

ANSWERS = {
    "bill_explanation": "gern erläutern wir Ihre Rechnung. Arbeitspreis mal Verbrauch und der Grundpreis für jeden Tag "
    "ergeben die Kosten. Davon ziehen wir Ihre Abschläge ab. Den Rechenweg finden Sie auf der Seite der Rechnung.",
    "credit_note_objection": "Ihr Widerspruch ist bei uns. Die Gutschrift gilt damit nicht mehr als Rechnung. Wir "
    "prüfen sie und melden uns mit einer neuen.",
    "meter_check": "wir haben die Nachprüfung Ihres Zählers beauftragt. Zeigt er zu viel, zahlen wir die Prüfung.",
}
OTHERWISE = "danke für Ihre Nachricht. Wir haben sie gelesen und kümmern uns darum."


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    return BOOKED if data["text"].strip() else ("rejected", "an empty message")


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    words = ANSWERS.get(data["topic"], OTHERWISE)
    announce(
        connection, "letter", f"A-{key}", contract_account=f"VK-{data['contract_account']}", category="message",
        subject="Antwort auf Ihre Nachricht", sent_on=data["submitted_at"][:10], answers=data["case"],
        body=f"Guten Tag, {data['name']},\n\n{words}\n\nIhre Stadtwerke Lindenau",
    )  # fmt: skip


CLERKS = {"message": Clerk(_judge, _book)}
