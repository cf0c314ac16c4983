"""What a member of staff decides: once, carried out for what waits for a person, and told to the customer."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.actions import hand_over_due
from osc.interchange.outbound.delivery import deliver_message, finish
from osc.submissions.actions import accept
from osc.submissions.deciding import Decision, ask_customer, decide_case
from osc.submissions.messages import Outgoing, Request
from tests.rooms.test_submissions import deliver, message_of
from tests.support.door import RunningUtility
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of, submitter_for

pytestmark = pytest.mark.django_db
NOW = settings.NOW
State = OutboundMessage.State
QUESTION = "Haben Sie die rote Stelle mit abgelesen?"


@pytest.fixture
def jana() -> PortalUser:
    return make_user("jana")


def decide(case: Case, *, accept: bool, answer: str = "") -> None:
    decision = Decision(accept=accept, reason="Am Telefon geklärt", staff_id=uuid4(), answer=answer)
    decide_case(case_id=case.id, decision=decision, now=NOW)
    case.refresh_from_db()


def waiting_request(jana: PortalUser, *outgoing: Outgoing) -> Case:
    """A case that a person must look at, as the rooms open it."""
    from osc.contracts.queries import owner_of_account

    submitter = submitter_for(jana)
    owner = owner_of_account(submitter.scope, contract_account_id=submitter.scope.contract_account_ids[0])
    content: dict[str, Any] = {"undoes": "x", "undone_kind": "message"}
    request = Request(
        kind=Case.Kind.MESSAGE, owner=owner, deed="t", content=content, summary=content, mail="", outgoing=outgoing,
        in_review=True, undo_until=NOW + timedelta(days=2), answer_by=date(2026, 12, 1),
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=uuid4(), now=NOW)


def states(case: Case) -> list[str]:
    return list(OutboundMessage.objects.filter(case_id=case.id).order_by("lane").values_list("state", flat=True))


def test_what_was_accepted_is_not_stopped_by_a_second_person(jana: PortalUser) -> None:
    case = waiting_request(jana, Outgoing("message", "a", {}, held=True))
    decide(case, accept=True)
    decide(case, accept=False)
    assert (case.state, states(case)) == (CaseState.NEEDS_CLARIFICATION, [State.WAITING])
    assert hand_over_due(now=NOW) == 1
    assert AuditEntry.objects.filter(subject=case.reference, deed__endswith="_case").count() == 1


def test_a_refusal_stops_what_waits_for_a_person_and_nothing_else(jana: PortalUser) -> None:
    case = waiting_request(jana, Outgoing("message", "a", {}), Outgoing("message", "b", {}, held=True))
    decide(case, accept=False)
    assert (case.state, states(case)) == (CaseState.REJECTED, [State.WAITING, State.CANCELLED])


def test_a_decision_arrives_after_what_it_decides_when_the_billing_system_was_down(
    jana: PortalUser, utility: RunningUtility
) -> None:
    case = hand_in(jana, meter_of("jana"), "99999", plausibility="high")
    assert case.state == CaseState.NEEDS_CLARIFICATION
    decide(case, accept=True)
    decide(case, accept=True)
    reading, decision = OutboundMessage.objects.filter(case_id=case.id).order_by("kind").reverse()
    assert (reading.kind, decision.kind, reading.lane) == ("meter_reading", "case_decision", decision.lane)
    for message in (reading, decision):
        deliver_message(key=message.id, door=utility.door, now=NOW)
    pull(door=utility.door, source="t", now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def test_the_billing_system_may_ask_for_a_second_decision(jana: PortalUser) -> None:
    case = waiting_request(jana, Outgoing("message", "a", {}, held=True))
    decide(case, accept=True)
    finish(key=message_of(case).id, state=State.NEEDS_CLARIFICATION, reason="unknown tariff", now=NOW)
    case.refresh_from_db()
    assert case.decided_at is None
    decide(case, accept=False)
    assert OutboundMessage.objects.get(case_id=case.id, kind="case_decision").payload["accept"] is False


def test_what_was_set_aside_is_tried_again_when_staff_accept(jana: PortalUser) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    case = waiting_request(jana, Outgoing("message", "a", {}))
    finish(key=message_of(case).id, state=State.SET_ASIDE, reason="422", now=NOW)
    decide(case, accept=True)
    assert case.state == CaseState.NEEDS_CLARIFICATION
    assert ProcrastinateJob.objects.filter(task_name__endswith=".replay").count() == 1


@pytest.mark.parametrize(("accept_it", "mail"), [(True, "case_done"), (False, "case_rejected")])
def test_where_nothing_goes_out_the_decision_is_the_end(jana: PortalUser, accept_it: bool, mail: str) -> None:
    case = waiting_request(jana)
    decide(case, accept=accept_it, answer="Das haben wir für Sie erledigt.")
    assert case.state == (CaseState.CONFIRMED if accept_it else CaseState.REJECTED)
    assert "Das haben wir für Sie erledigt." in write(Mail.objects.get(template=mail)).body


def test_a_question_is_put_once_and_the_case_goes_on_waiting(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "99999", plausibility="high")
    for _ in range(2):
        ask_customer(case_id=case.id, question=QUESTION, staff_id=uuid4(), now=NOW)
    case.refresh_from_db()
    assert (case.state, case.answer) == (CaseState.NEEDS_CLARIFICATION, QUESTION)
    assert QUESTION in write(Mail.objects.get(template="case_question")).body
    assert AuditEntry.objects.get(deed="ask_customer").detail["reason"] == QUESTION
    deliver(case, utility)
    decide(case, accept=True)
    ask_customer(case_id=case.id, question="Zu spät", staff_id=uuid4(), now=NOW)
    case.refresh_from_db()
    assert case.answer == ""
