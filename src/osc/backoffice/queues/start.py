"""The first page of staff: every queue with its length and its oldest entry, in one statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.backoffice.access.alerts import shown_alerts
from osc.backoffice.guards import staff_only
from osc.billing.review import DIFFERING_PIECE
from osc.cases.kinds import title_of
from osc.cases.models import Case
from osc.cases.review import WAITING_PIECE
from osc.correspondence.answering import count_unanswered
from osc.correspondence.review import LETTERS_PIECE
from osc.declarations.queries import UNMATCHED_PIECE as DECLARATIONS_PIECE
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.managing.lost_factor import count_factor_resets
from osc.interchange.queries import QUARANTINE_PIECE, UNCONFIRMED_PIECE
from osc.isolation.pages import fetch_for_staff
from osc.metering.review import UNMATCHED_PIECE as READINGS_PIECE
from osc.portal.pages import render_page

PIECES = {
    "cases": WAITING_PIECE,
    "declarations": DECLARATIONS_PIECE,
    "readings": READINGS_PIECE,
    "letters": LETTERS_PIECE,
    "bills": DIFFERING_PIECE,
    "quarantine": QUARANTINE_PIECE,
    "unconfirmed": UNCONFIRMED_PIECE,
}
# these have pages of their own
OWN = frozenset({Case.Kind.BANK_DETAILS, Case.Kind.METER_READING, Case.Kind.INSTALMENT_REQUEST})
Count = Mapping[str, Any]
NOTHING: Count = {"waiting": 0, "oldest": None}


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of the page."""

    title: str
    about: str
    url: str
    waiting: int
    oldest: datetime | None


@staff_only
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What waits comes first, the oldest on top; what is empty says so below."""
    found = fetch_for_staff(PIECES)
    counts = {name: rows[0] for name, rows in found.items() if name != "cases"}
    queues = [*_about_people(request), *_queues(counts, found["cases"])]
    open_ones = sorted((each for each in queues if each.waiting), key=lambda each: each.oldest or request.now)
    return render_page(
        request, "team_start.html", nav="start", open_ones=open_ones, alerts=shown_alerts(),
        empty=[each for each in queues if not each.waiting],
    )  # fmt: skip


def _about_people(request: HttpRequest) -> Iterator[Queue]:
    """Messages, and what needs the second person, for those who may decide it."""
    yield _queue(_("Nachrichten ohne Antwort"), "", "backoffice:messages", count_unanswered())
    if request.staff.is_admin:
        title = _("Zweite Bestätigung zurücksetzen")
        yield _queue(title, _("zwei Personen"), "backoffice:lost_factors", count_factor_resets())


def _queues(counts: Mapping[str, Count], cases: list[Count]) -> Iterator[Queue]:
    by_kind = {row["kind"]: row for row in cases}
    bank = by_kind.get(Case.Kind.BANK_DETAILS, NOTHING)
    yield _queue(_("Bankverbindungen freigeben"), _("zwei Personen"), "backoffice:bank", bank)
    readings = by_kind.get(Case.Kind.METER_READING, NOTHING)
    yield _queue(
        _("Zählerstände prüfen"), _("ungewöhnlich oder nicht zugeordnet"), "backoffice:readings", readings,
        counts["readings"],
    )  # fmt: skip
    instalments = by_kind.get(Case.Kind.INSTALMENT_REQUEST, NOTHING)
    yield _queue(
        title_of(Case.Kind.INSTALMENT_REQUEST), _("außerhalb der Grenzen"), "backoffice:cases", instalments,
        query=f"?art={Case.Kind.INSTALMENT_REQUEST}",
    )  # fmt: skip
    about = _("Kündigung, Widerruf, Umzug")
    yield _queue(_("Erklärungen ohne Vertrag"), about, "backoffice:declarations", counts["declarations"])
    yield _queue(_("Briefe und Rückläufer"), _("zu drucken oder zurück"), "backoffice:letters", counts["letters"])
    yield _queue(_("Abweichende Rechnungen"), _("unsere Rechnung sagt anderes"), "backoffice:bills", counts["bills"])
    for row in cases:
        if row["kind"] not in OWN:
            yield _queue(title_of(row["kind"]), "", "backoffice:cases", row, query=f"?art={row['kind']}")
    about = _("aus dem Abrechnungssystem")
    yield _queue(_("Nicht anwendbare Datensätze"), about, "backoffice:exchange", counts["quarantine"])
    about = _("auf dem Weg ins Abrechnungssystem")
    yield _queue(_("Noch nicht bestätigt"), about, "backoffice:exchange", counts["unconfirmed"])


def _queue(title: str, about: str, name: str, *counts: Count, query: str = "") -> Queue:
    days = [datetime.fromisoformat(each["oldest"]) for each in counts if each["oldest"]]
    waiting = sum(each["waiting"] for each in counts)
    return Queue(title, about, path_to(name) + query, waiting, min(days, default=None))
