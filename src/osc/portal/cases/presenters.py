"""What a case says to its customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from osc.cases.models import Case
from osc.cases.rules.states import UNDOABLE, CaseState


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its page shows it; `summary` as stored when it was opened."""

    id: str
    reference: str
    kind: str
    title: str
    state: str
    state_label: str
    accepted_at: datetime
    summary: Mapping[str, Any]
    read_on: date | None
    undo_until: datetime | None
    steps: tuple[Step, ...]
    email: str


def kind_label(kind: str) -> str:
    """What the customer asked for."""
    return {
        Case.Kind.METER_READING: _("Zählerstand mitgeteilt"),
        Case.Kind.READING_WITHDRAWAL: _("Zählerstand zurückgenommen"),
    }[Case.Kind(kind)]


def headline(kind: str) -> str:
    """The thanks on a fresh receipt."""
    return {
        Case.Kind.METER_READING: _("Danke, Ihr Zählerstand ist angekommen"),
        Case.Kind.READING_WITHDRAWAL: _("Ihr Zählerstand ist zurückgenommen"),
    }[Case.Kind(kind)]


def register_label(label: str) -> str:
    """The name of a register for people."""
    return {
        "TOTAL": _("Zählerstand"),
        "HT": _("Hochtarif"),
        "NT": _("Niedertarif"),
        "FEED_IN": _("Eingespeist"),
    }[label]


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
        "title": kind_label(row["kind"]),
        "state_label": state_label(row["state"]),
        "accepted_at": datetime.fromisoformat(row["accepted_at"]),
    }


def present_case(case: Case, *, now: datetime, email: str) -> CaseView:
    """The page of one case; undo is offered only while the table of states and the clock allow it."""
    undoable = (
        case.kind == Case.Kind.METER_READING
        and CaseState(case.state) in UNDOABLE
        and case.undo_until is not None
        and case.undo_until > now
    )
    steps = [Step(case.accepted_at, _("Bei uns angekommen"))]
    steps += [Step(event.at, state_label(event.state)) for event in sorted(case.events.all(), key=lambda e: e.at)]
    read_on = case.summary.get("read_on")
    return CaseView(
        id=str(case.id),
        reference=case.reference,
        kind=case.kind,
        title=kind_label(case.kind),
        state=case.state,
        state_label=state_label(case.state),
        accepted_at=case.accepted_at,
        summary=case.summary,
        read_on=date.fromisoformat(read_on) if read_on else None,
        undo_until=case.undo_until if undoable else None,
        steps=tuple(steps),
        email=email,
    )
