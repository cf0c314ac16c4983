"""The post office of the demo: catches every mail, shows them to people and to programs."""

import email
import email.policy
import json
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from osc.connectors.demo.letters import PrintRoom
from osc.connectors.demo.store import Store

FRAME = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body><h1>{title}</h1>{body}</body></html>"""


class PostOffice:
    """Stores what arrives over SMTP and on paper; nothing leaves this machine."""

    def __init__(self, store: Store, print_room: PrintRoom) -> None:
        self._store = store
        self.print_room = print_room

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Takes every address but those that were ordered to bounce."""
        if address.lower() in self.bouncing():
            return "550 5.1.1 nobody of this name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def bouncing(self) -> list[str]:
        """Addresses whose mails come back."""
        found: list[str] = json.loads(self._store.setting("bouncing", "[]"))
        return found

    def bounce(self, addresses: list[str]) -> list[str]:
        """From now on mails to exactly these addresses come back."""
        self._store.remember("bouncing", json.dumps([address.lower() for address in addresses]))
        return self.bouncing()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the mail before it is acknowledged."""
        now = datetime.now(UTC).isoformat()
        with self._store.transaction() as connection:
            connection.execute(
                "insert into mail (received_at, recipients, raw) values (?, ?, ?)",
                (now, ", ".join(envelope.rcpt_tos), envelope.original_content),
            )
        return "250 kept"

    def open(self, port: int) -> Controller:
        """Starts the SMTP side on 127.0.0.1 in a thread of its own."""
        controller = Controller(self, hostname="127.0.0.1", port=port)
        controller.start()
        return controller

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Every mail, or those to one address, newest first, with headers and both bodies."""
        rows = self._store.rows("select * from mail where ? in ('', recipients) order by id desc", to)
        return [_read(row) for row in rows]

    def mails_after(self, id_: int) -> list[dict[str, Any]]:
        """The next few hundred, oldest first: reading thousands takes a while."""
        return [_read(row) for row in self._store.rows("select * from mail where id > ? order by id limit 300", id_)]

    def clear(self) -> None:
        """Throws all mails away."""
        with self._store.transaction() as connection:
            connection.execute("delete from mail")

    def list_page(self) -> str:
        """All mails and letters for people."""
        rows = "".join(
            f'<li><a href="/demo/post/{mail["id"]}">{escape(mail["subject"])}</a> an {escape(mail["to"])}, '
            f"{escape(mail['date'])}</li>"
            for mail in self.mails()
        )
        letters = "".join(
            f'<li><a href="/demo/post/letters/{letter["name"]}">Brief vom {escape(letter["at"])}</a> '
            f"({escape(letter['state'])}, {letter['bytes']} Bytes)</li>"
            for letter in self.print_room.letters()
        )
        body = (f"<ul>{rows}</ul>" if rows else "<p>Noch keine.</p>") + "<h2>Briefe auf Papier</h2>"
        return FRAME.format(
            title="Aufgefangene Mails", body=body + (f"<ul>{letters}</ul>" if letters else "<p>Noch keine.</p>")
        )

    def mail_page(self, id_: int) -> str | None:
        """One mail for people: the plain text, then the HTML as its own page."""
        for mail in self.mails():
            if mail["id"] == id_:
                body = (
                    f"<p>An {escape(mail['to'])}, von {escape(mail['from'])}</p>"
                    f'<p><a href="/demo/post/{id_}.html">HTML-Fassung ansehen</a></p>'
                    f"<pre>{_linked(mail['text'])}</pre>"
                )
                return FRAME.format(title=escape(mail["subject"]), body=body)
        return None


def _linked(text: str) -> str:
    words = (
        f'<a href="{escape(word)}">{escape(word)}</a>' if word.startswith(("http://", "https://")) else escape(word)
        for word in text.replace("\n", " \n ").split(" ")
    )
    return " ".join(words).replace(" \n ", "\n")


def _read(row: Any) -> dict[str, Any]:
    message = email.message_from_bytes(row["raw"], policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return {
        "id": row["id"], "to": row["recipients"], "from": str(message["From"]), "subject": str(message["Subject"]),
        "date": row["received_at"], "headers": {name: str(value) for name, value in message.items()},
        "text": plain.get_content() if plain else "", "html": html.get_content() if html else "",
    }  # fmt: skip
