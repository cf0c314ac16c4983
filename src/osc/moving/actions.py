"""Reporting a move, keeping its draft, reminding of the readings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from osc.cases.models import Case
from osc.contracts.lookup import RunningContract, own_running_contracts
from osc.correspondence.actions import queue_mail
from osc.foundation.clock import berlin_today
from osc.isolation.change import store
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope
from osc.moving.models import AwaitedReading, MoveDraft
from osc.moving.orders import Ending, Move, beginning_of, ending_of
from osc.moving.rules.dates import counter_offer_until
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Owner, Request, Submitter


class NothingToMove(Exception):
    """None of the contracts is the user's and runs."""


def save_draft(scope: Scope, *, content: Mapping[str, Any], now: datetime) -> None:
    """Keeps what was filled in so far; the newest wins."""
    MoveDraft.objects.update_or_create(
        user_id=scope.user_id,
        defaults={"business_partner_id": scope.partner_ids[0], "content": dict(content), "saved_at": now},
    )


def drop_draft(scope: Scope) -> None:
    """The move is reported: its draft has done its work."""
    MoveDraft.objects.filter(user_id=scope.user_id).delete()


def report_move(
    *, submitter: Submitter, contract_ids: Sequence[UUID], move: Move, submission_key: UUID, now: datetime
) -> list[Case]:
    """Takes a move in, in the caller's transaction: one case for leaving, one for arriving; the same form twice is one
    move. Raises NothingToMove, SubmissionKeyReused."""
    contracts = own_running_contracts(submitter.scope, ids=contract_ids, on=berlin_today(now))
    if not contracts:
        raise NothingToMove
    return open_cases(submitter=submitter, contracts=contracts, move=move, key=submission_key, now=now)


def open_cases(
    *, submitter: Submitter, contracts: Sequence[RunningContract], move: Move, key: UUID, now: datetime,
    reference: str = "", confirmed: bool = False,
) -> list[Case]:  # fmt: skip
    """The cases of a move for these contracts. `reference` is the number told before; `confirmed`: so was the mail."""
    first = contracts[0]
    owner = Owner(first.account_id, first.account_number, first.business_partner_id, first.partner_name)
    today, keep = berlin_today(now), bool(move.into and move.into.keep)
    cases = []
    if move.out:
        endings = [ending_of(each, move.out.moves_on, today, keep=keep) for each in contracts]
        request = _leaving(owner, move, endings, today, reference, "" if confirmed else "move_received")
        cases.append(_accept(submitter, request, key, now, move))
    if move.into:
        number = "" if cases else reference
        request = _arriving(owner, move, today, number, "" if cases or confirmed else "move_received")
        cases.append(accept(submitter=submitter, request=request, submission_key=uuid5(key, "in"), now=now))
    return cases


def _accept(submitter: Submitter, request: Request, key: UUID, now: datetime, move: Move) -> Case:
    def await_reading(case: Case, _keys: tuple[UUID, ...]) -> None:
        if move.out and not move.out.readings_complete and move.out.moves_on >= berlin_today(now):
            store(AwaitedReading(
                business_partner_id=case.business_partner_id, case=case, moves_on=move.out.moves_on,
            ))  # fmt: skip

    return accept(submitter=submitter, request=request, submission_key=key, now=now, store_rows=await_reading)


def _leaving(owner: Owner, move: Move, endings: Sequence[Ending], today: date, number: str, mail: str) -> Request:
    """One message per contract: every Sparte has its own earliest day and its own answer (R-UMZ-3)."""
    assert move.out is not None, "asked for"
    rows = [each.row() for each in endings]
    told = {
        "moves_on": move.out.moves_on.isoformat(), "final_address": dict(move.final_address),
        "successor": move.out.successor, "readings": [dict(each) for each in move.out.readings],
    }  # fmt: skip
    outgoing = tuple(Outgoing("move_out", "contract", {**told, **row}, account_number=row["account"]) for row in rows)
    return Request(
        kind=Case.Kind.MOVE_OUT, owner=owner, deed="report_move_out", content=move.content(), mail=mail,
        summary={**told, "contracts": rows, "keep": bool(move.into and move.into.keep)}, outgoing=outgoing,
        reference=number, answer_by=counter_offer_until(today),
    )  # fmt: skip


def _arriving(owner: Owner, move: Move, today: date, number: str, mail: str) -> Request:
    assert move.into is not None, "asked for"
    begins = [
        {"commodity": each, "starts_on": beginning.on.isoformat(), "moved": beginning.moved}
        for each in move.into.commodities
        for beginning in (beginning_of(each, move.into.moves_on, today),)
    ]
    told = {
        "moves_on": move.into.moves_on.isoformat(), "address": dict(move.into.address), "meter": move.into.meter,
        "market_location": move.into.market_location, "keep": move.into.keep, "begins": begins,
    }  # fmt: skip
    return Request(
        kind=Case.Kind.MOVE_IN, owner=owner, deed="report_move_in", content=move.content(), summary=told, mail=mail,
        outgoing=(Outgoing("move_in", "contract", told),), reference=number,
    )  # fmt: skip


@unscoped(reason="the worker reminds whoever moves today")
def remind_of_readings(*, now: datetime) -> int:
    """Asks for the readings that are still missing, on the day of the move (R-UMZ-6); returns how many."""
    due = AwaitedReading.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
    rows = list(due.filter(reminded_at=None, moves_on__lte=berlin_today(now))[:500])
    for row in rows:
        queue_mail(
            template="move_reading_due", to=row.case.email, language=row.case.language, now=now,
            context={"reference": row.case.reference, "moves_on": row.moves_on.isoformat()},
        )  # fmt: skip
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return len(rows)
