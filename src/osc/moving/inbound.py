"""A move reported without sign-in that found its contracts; and the start of supply once it is confirmed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from osc.billing.invoices.recipients import language_of
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.contracts.lookup import RunningContract
from osc.correspondence.actions import queue_mail
from osc.declarations.declared import Declared, Kind
from osc.declarations.matched import on_match
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.results import on_result
from osc.isolation.scope import Scope
from osc.moving.actions import open_cases
from osc.moving.orders import Move, MoveIn, MoveOut
from osc.submissions.messages import Submitter


def open_declared_move(declaration: Declared, contracts: Sequence[RunningContract], now: datetime) -> UUID:
    """Counts from the moment it was reported; returns the first case."""
    submitter = Submitter(Scope(declaration.id, (), ()), declaration.email, declaration.language)
    cases = open_cases(
        submitter=submitter, contracts=contracts, move=move_of(declaration.content), key=declaration.id,
        now=declaration.received_at, reference=declaration.reference, confirmed=True,
    )  # fmt: skip
    on_file = contracts[0].email_on_file
    if on_file and on_file.lower() != declaration.email.lower():
        rows = [{"commodity": each.commodity, "account": each.account_number} for each in contracts]
        queue_mail(
            template="declared_notice", to=on_file, now=now,
            language=language_of(contracts[0].account_id, declaration.language),
            context={
                "name": declaration.name, "reference": declaration.reference, "kind": "move", "contracts": rows,
            },
        )  # fmt: skip
    return cases[0].id


def move_of(content: Mapping[str, Any]) -> Move:
    """The move in a stored declaration."""
    out, into = content.get("out"), content.get("in")
    return Move(
        out=MoveOut(date.fromisoformat(out["moves_on"]), out["readings"], out["successor"]) if out else None,
        into=MoveIn(
            date.fromisoformat(into["moves_on"]), into["address"], into["commodities"], into["keep"], into["meter"],
            into["market_location"],
        ) if into else None,
        final_address=content.get("final_address") or {},
    )  # fmt: skip


def tell_start(message: OutboundMessage, now: datetime) -> None:
    """A confirmed move is told with the start of supply, in text form (§ 20a (1), R-UMZ-9)."""
    if message.kind != "move_in":
        return
    case = Case.objects.filter(id=message.case_id, state=CaseState.CONFIRMED).first()
    if case is not None:
        queue_mail(
            template="move_confirmed", to=case.email, language=case.language, now=now,
            context={
                "reference": case.reference, "begins": case.summary["begins"], "address": case.summary["address"],
            },
        )  # fmt: skip


def register() -> None:
    on_match(Kind.MOVE, open_declared_move)
    on_result(tell_start)
