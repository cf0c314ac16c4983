"""What a case says to its customer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from osc.cases.actions import QUESTION
from osc.cases.kinds import title_of
from osc.cases.models import Case
from osc.cases.rules.states import UNDOABLE, CaseState
from osc.design.language import gettext
from osc.design.language import gettext as _
from osc.foundation.clock import in_berlin
from osc.foundation.german_output import format_date_long
from osc.portal.cases.shown import ShownCase, shown_cases


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its page shows it."""

    id: str
    reference: str
    title: str
    headline: str
    state: str
    state_label: str
    rows: tuple[tuple[str, str], ...]
    next_steps: tuple[str, ...]
    undo_label: str
    more: str
    more_label: str
    steps: tuple[Step, ...]
    # what a person of the utility says to the customer
    answer: str


def state_label(state: str) -> str:
    """The state in the customer's words; "bestätigt" only after the billing system was read back."""
    return {
        CaseState.ACCEPTED: _("angekommen, wird übertragen"),
        CaseState.UNDONE: _("zurückgenommen"),
        CaseState.CONFIRMED: _("erledigt"),
        CaseState.NEEDS_CLARIFICATION: _("in Prüfung, wir melden uns"),
        CaseState.REJECTED: _("nicht übernommen, wir melden uns"),
    }[CaseState(state)]


def present_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the list."""
    return {
        **row,
        "title": title_of(row["kind"]),
        "state_label": state_label(row["state"]),
        "accepted_at": datetime.fromisoformat(row["accepted_at"]),
    }


def present_case(case: Case, *, now: datetime) -> CaseView:
    """The page of one case; undo is offered only while the table of states and the clock allow it."""
    taken_back = case.kind == Case.Kind.WITHDRAWAL
    shown = shown_cases()[case.summary["undone_kind"] if taken_back else case.kind]
    undoable = shown.undo is not None and not taken_back and _undoable(case, now)
    rows = list(shown.rows(case.summary))
    if taken_back:
        rows.append((_("Nimmt zurück"), case.summary["undoes"]))
    steps = [Step(case.accepted_at, _("Bei uns angekommen"))]
    for event in sorted(case.events.all(), key=lambda e: e.at):
        steps.append(
            Step(event.at, _("Frage von uns an Sie") if event.reason == QUESTION else state_label(event.state))
        )
    return CaseView(
        id=str(case.id),
        reference=case.reference,
        title=title_of(case.kind),
        headline=gettext(shown.undone_headline if taken_back else shown.headline),
        state=case.state,
        state_label=state_label(case.state),
        rows=tuple(rows),
        next_steps=tuple(_next_steps(case, shown, taken_back, undoable)),
        undo_label=gettext(shown.undo_label) if undoable else "",
        more=shown.more,
        more_label=gettext(shown.more_label) if shown.more else "",
        steps=tuple(steps),
        answer=case.answer,
    )


def _undoable(case: Case, now: datetime) -> bool:
    return CaseState(case.state) in UNDOABLE and case.undo_until is not None and case.undo_until > now


def _next_steps(case: Case, shown: ShownCase, taken_back: bool, undoable: bool) -> Iterator[str]:
    """What happens next, when and by whom."""
    if case.state == CaseState.ACCEPTED and case.hand_over_at is not None:
        yield _("Wir übertragen Ihre Angaben am %(moment)s in unser Abrechnungssystem.") % {
            "moment": _moment(case.hand_over_at)
        }
    elif case.state == CaseState.ACCEPTED:
        yield _("Wir übertragen Ihre Angaben gerade in unser Abrechnungssystem. Sie müssen nichts tun.")
    elif case.state == CaseState.CONFIRMED:
        yield gettext(shown.undone if taken_back else shown.done)
    elif case.state == CaseState.UNDONE:
        yield _("Sie haben diesen Vorgang zurückgenommen.")
    else:
        yield _in_review(case)
    if undoable and case.undo_until is not None:
        last = case.undo_until - timedelta(microseconds=1)
        yield gettext(shown.undo_hint) % {"day": format_date_long(in_berlin(last).date(), _language()),
                                          "moment": _moment(case.undo_until)}  # fmt: skip


def _in_review(case: Case) -> str:
    if case.answer_by is not None:
        return _("Ihre Angabe ist nicht verloren. Sie bekommen bis zum %(day)s eine Antwort.") % {
            "day": format_date_long(case.answer_by, _language())
        }
    return _("Ihre Angabe ist nicht verloren. Jemand von uns prüft sie und meldet sich in %(days)s Werktagen.") % {
        "days": settings.UTILITY.contact.answer_days
    }


def _moment(at: datetime) -> str:
    local = in_berlin(at)
    return _("%(day)s um %(time)s Uhr") % {
        "day": format_date_long(local.date(), _language()),
        "time": local.strftime("%H:%M"),
    }


def _language() -> str:
    return (get_language() or "de")[:2]
