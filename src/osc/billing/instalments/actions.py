"""Changing an instalment, asking for another one, taking it back. Staff decide requests like all cases."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from osc.billing.instalments.outlook import Outlook, look
from osc.billing.instalments.queries import INSTALMENT_PIECE, INSTALMENT_ROWS
from osc.billing.instalments.rows import ContractRow
from osc.billing.models import InstalmentChange
from osc.billing.rules.instalments.limits import Refusal
from osc.cases.models import Case
from osc.cases.queries import find_by_form
from osc.contracts.queries import OWNER_PIECE, owner_of_account
from osc.foundation.clock import berlin_today
from osc.isolation.change import store
from osc.isolation.pages import fetch_page
from osc.isolation.statements import run
from osc.submissions.actions import accept, withdraw
from osc.submissions.messages import Outgoing, Owner, Request, Submitter


class ContractNotFound(Exception):
    """No running contract with instalments like this among the user's."""


class ChangeRefused(Exception):
    """Nothing can be changed now; `refusal` says why (R-ABS-11), None when no due day is left to change."""

    def __init__(self, refusal: Refusal | None) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class OutsideLimits(Exception):
    """Only a request with a reason can ask for this amount (R-ABS-1, R-ABS-2)."""


class TermsMoved(Exception):
    """The first due day in reach is another one by now: the customer must see the new one first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer wants: gross EUR from a due day on; a reason makes it a request for staff."""

    contract_id: UUID
    amount: Decimal
    first_due: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """Until when it can be taken back and then goes out, and by when staff answer a request."""

    hand_over_at: datetime
    answer_by: date


def change_instalment(
    *, submitter: Submitter, wish: Wish, rules_on: Any, times: Times, submission_key: UUID, now: datetime
) -> Case:
    """Takes a change or a request in, in the caller's transaction; the same form twice is one case.

    Only this contract's instalment moves (R-ABS-9). Raises ContractNotFound, ChangeRefused, OutsideLimits,
    TermsMoved, SubmissionKeyReused.
    """
    today = berlin_today(now)
    _one_at_a_time(wish.contract_id)
    pieces = {"contracts": INSTALMENT_PIECE, "owners": OWNER_PIECE}
    data = fetch_page(submitter.scope, today=today, pieces=pieces, shapes=INSTALMENT_ROWS, contract=wish.contract_id)
    if not data["contracts"]:
        raise ContractNotFound
    row, owner = data["contracts"][0], Owner.from_row(data["owners"][0])
    outlook = look(row, rules=rules_on(row.commodity, today), today=today)
    problem = _problem(outlook, wish)
    # the first sending of a form may itself have used up what is allowed: its second one is the same case
    if problem is not None and find_by_form(submitter.scope, submission_key=submission_key) is None:
        raise problem
    request = _request(owner, row, outlook, wish, times)

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        store(InstalmentChange(
            business_partner_id=owner.business_partner_id, case=case, contract_id=wish.contract_id,
            amount=wish.amount, previous=outlook.booked, first_due=wish.first_due, message_key=keys[0],
            requested=bool(wish.reason), reason=wish.reason, shown=request.summary["result"],
        ))  # fmt: skip

    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _one_at_a_time(contract_id: UUID) -> None:
    """Two forms about one contract are judged one after the other, so that counts hold."""
    run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"instalment:{contract_id}"])


def _problem(outlook: Outlook, wish: Wish) -> ChangeRefused | TermsMoved | OutsideLimits | None:
    """Why a new form can't be taken."""
    if outlook.reach is None:
        return ChangeRefused(None)
    if outlook.refusal is not None and not (outlook.refusal is Refusal.TOO_MANY and wish.reason):
        return ChangeRefused(outlook.refusal)
    if outlook.reach.first.on != wish.first_due:
        return TermsMoved()
    if not wish.reason and (outlook.limits is None or not outlook.limits.allows(wish.amount)):
        return OutsideLimits()
    return None


def _request(owner: Owner, row: ContractRow, outlook: Outlook, wish: Wish, times: Times) -> Request:
    asks = bool(wish.reason)
    return Request(
        kind=Case.Kind.INSTALMENT_REQUEST if asks else Case.Kind.INSTALMENT_CHANGE,
        owner=owner,
        deed="request_instalment" if asks else "change_instalment",
        content={
            "contract": wish.contract_id, "amount": wish.amount, "first_due": wish.first_due, "reason": wish.reason,
        },
        summary=_summary(row, outlook, wish),
        mail="instalment_requested" if asks else "instalment_changed",
        mail_context={"answer_by": times.answer_by.isoformat(), "hand_over_at": times.hand_over_at.isoformat()},
        outgoing=(
            Outgoing(
                "instalment_change", "instalment", held=asks, not_before=None if asks else times.hand_over_at,
                payload={
                    "contract": row.external_id, "commodity": row.commodity, "amount": str(wish.amount),
                    "previous": str(outlook.booked), "first_due": wish.first_due.isoformat(), "requested": asks,
                },
            ),
        ),
        undo_until=times.hand_over_at,
        answer_by=times.answer_by if asks else None,
        in_review=asks,
    )  # fmt: skip


def _summary(row: ContractRow, outlook: Outlook, wish: Wish) -> dict[str, Any]:
    result = outlook.result(wish.amount)
    return {
        "commodity": row.commodity, "contract_id": str(wish.contract_id), "account_number": row.number,
        "previous": str(outlook.current), "amount": str(wish.amount), "first_due": wish.first_due.isoformat(),
        "by_debit": row.payment_method == "direct_debit", "reason": wish.reason,
        "result": None if result is None or outlook.reach is None else {
            "expected": str(result.expected), "worst": str(result.worst), "best": str(result.best),
            "on": outlook.reach.first.billing.last_day.isoformat(),
        },
    }  # fmt: skip


def withdraw_instalment(*, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case:
    """Takes a change or a request back until its hand-over; everything stays as it was. Raises NotUndoable."""
    owner = owner_of_account(submitter.scope, contract_account_id=case.contract_account_id)
    return withdraw(submitter=submitter, case=case, owner=owner, submission_key=submission_key, now=now)
