"""Letters, bills and messages as one list, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_noop

from osc.billing.messages import CREDIT_NOTE
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import in_berlin
from osc.foundation.german_output import format_money
from osc.foundation.money import Money
from osc.portal.bills.words import row_title
from osc.portal.inbox.topics import topic_label

Row = Mapping[str, Any]
# id of the filter, its name, and which kinds it shows
FILTERS = (
    ("", gettext_noop("Alle"), frozenset({"bill", "letter", "message", "contract", "sent"})),
    ("rechnungen", gettext_noop("Rechnungen"), frozenset({"bill"})),
    ("nachrichten", gettext_noop("Nachrichten"), frozenset({"letter", "message", "sent"})),
    ("vertraege", gettext_noop("Verträge"), frozenset({"contract"})),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line: `day` is a civil day as ISO text, `icon` a name of the sprite."""

    kind: str
    url: str
    icon: str
    subject: str
    preview: str
    day: str
    unread: bool


def items_of(data: Mapping[str, list[Row]]) -> list[Item]:
    """Everything in the inbox, newest first; what is unread before what was read on the same day."""
    found = [*_letters(data["letters"]), *_bills(data["bills"]), *_sent(data["sent"])]
    return sorted(found, key=lambda item: (item.day, item.unread), reverse=True)


def chosen(items: list[Item], wanted: str, year: str, words: str) -> list[Item]:
    """Narrowed by filter, year and search; unknown filters show all."""
    kinds = next((kinds for id_, _name, kinds in FILTERS if id_ == wanted), FILTERS[0][2])
    found = [item for item in items if item.kind in kinds and item.day.startswith(year)]
    return [item for item in found if words.lower() in f"{item.subject} {item.preview}".lower()]


def _letters(rows: list[Row]) -> Iterator[Item]:
    for row in rows:
        url = path_to("portal:letter", row["id"])
        icon = "mail" if row["category"] == "message" else "file-text"
        yield Item(row["category"], url, icon, row["subject"], row["preview"], row["sent_on"], row["unread"])


def _bills(rows: list[Row]) -> Iterator[Item]:
    language = (get_language() or "de")[:2]
    for row in rows:
        result = Decimal(row["result"])
        amount = format_money(Money(abs(result)), language)
        preview = _("Guthaben %(amount)s") if result < 0 else _("Bezahlt: %(amount)s")
        if row["kind"] == CREDIT_NOTE:
            preview = _("Gutschrift %(amount)s")
        if row["open"]:
            preview = _("Zu zahlen: %(amount)s")
        url = path_to("portal:bill", row["id"])
        yield Item("bill", url, "receipt-text", row_title(row), preview % {"amount": amount}, row["issued_on"],
                   row["unread"])  # fmt: skip


def _sent(rows: list[Row]) -> Iterator[Item]:
    for row in rows:
        day = in_berlin(datetime.fromisoformat(row["accepted_at"])).date().isoformat()
        subject = _("Von Ihnen: %(topic)s") % {"topic": topic_label(row["summary"]["topic"])}
        url = path_to("portal:case", row["id"])
        yield Item("sent", url, "mail", subject, row["summary"]["text"][:90], day, False)
