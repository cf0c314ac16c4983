"""How a delivery result moves the case it belongs to."""

from datetime import datetime

from osc.cases.actions import move_case, reopen_decision
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.actions import messages_under_way
from osc.interchange.outbound.results import on_result

State = OutboundMessage.State
TARGETS = {
    State.BOOKED: CaseState.CONFIRMED,
    State.NEEDS_CLARIFICATION: CaseState.NEEDS_CLARIFICATION,
    State.REJECTED: CaseState.REJECTED,
    # the customer sees that a person is looking; staff see why
    State.SET_ASIDE: CaseState.NEEDS_CLARIFICATION,
}


def follow_result(message: OutboundMessage, now: datetime) -> None:
    """Called in the transaction that stores the result."""
    target = TARGETS.get(State(message.state))
    decision = message.kind == "case_decision"
    if target == CaseState.NEEDS_CLARIFICATION or (decision and target == CaseState.REJECTED):
        reopen_decision(case_id=message.case_id)
    if decision:
        return  # the word on the message that was decided ends the case
    # two messages of one case may be answered at the same moment: the second sees what the first has left
    case = Case.objects.select_for_update().filter(id=message.case_id).first()
    if target == CaseState.CONFIRMED and messages_under_way(case_id=message.case_id):
        return  # one form may concern several contract accounts: done is when all are
    if target is not None and case is not None:
        move_case(case=case, target=target, now=now, reason=message.last_error)


def register() -> None:
    on_result(follow_result)
