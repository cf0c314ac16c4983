"""A reading on its way: one case, one message, one booking; honest states whatever the far side does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.audit.models import AuditEntry
from osc.cases.actions import NotUndoable, SubmissionKeyReused
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.identity.models import PortalUser
from osc.interchange.door import DoorClosed
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message, reopen
from osc.metering.actions import (
    MeterNotFound,
    Reading,
    RegistersIncomplete,
    RemoteMeter,
    submit_reading,
    withdraw_reading,
)
from osc.metering.models import SubmittedReading
from tests.support.door import RunningUtility
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of, submitter_for

pytestmark = pytest.mark.django_db
State = OutboundMessage.State


@pytest.fixture
def jana() -> PortalUser:
    return make_user("jana")


def message_of(case: Case) -> OutboundMessage:
    return OutboundMessage.objects.get(case_id=case.id)


def deliver(case: Case, utility: RunningUtility, later: timedelta = timedelta()) -> None:
    deliver_message(key=message_of(case).id, door=utility.door, now=settings.NOW + later)


def test_one_transaction_writes_case_reading_trace_message_mail_and_jobs(jana: PortalUser) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    assert case.state == CaseState.ACCEPTED
    assert case.reference.startswith("ZS-")
    assert SubmittedReading.objects.get(case=case).value == 17925
    assert AuditEntry.objects.get(subject=case.reference).deed == "submit_reading"
    assert message_of(case).payload["registers"][0]["value"] == "17925"
    assert Mail.objects.get(to=jana.email).template == "reading_received"
    assert set(ProcrastinateJob.objects.values_list("queue_name", flat=True)) == {"billing", "mail"}


def test_the_same_form_again_is_the_same_case(jana: PortalUser) -> None:
    key = uuid4()
    first = hand_in(jana, meter_of("jana"), "17925", key=key)
    again = hand_in(jana, meter_of("jana"), "17925", key=key)
    assert again.id == first.id
    assert (OutboundMessage.objects.count(), Mail.objects.count(), SubmittedReading.objects.count()) == (1, 1, 1)


def test_the_same_form_with_other_content_is_refused(jana: PortalUser) -> None:
    key = uuid4()
    hand_in(jana, meter_of("jana"), "17925", key=key)
    with pytest.raises(SubmissionKeyReused):
        hand_in(jana, meter_of("jana"), "17926", key=key)


def test_somebody_elses_meter_does_not_exist(jana: PortalUser) -> None:
    with pytest.raises(MeterNotFound):
        hand_in(jana, meter_of("B"), "1")


def test_r_abl_2_nobody_reads_a_remote_meter() -> None:
    with pytest.raises(RemoteMeter):
        hand_in(make_user("smart"), meter_of("smart"), "1")


def test_r_abl_6_all_registers_together() -> None:
    user, meter = make_user("ht_nt"), meter_of("ht_nt")
    one = meter.registers.first()
    assert one is not None
    with pytest.raises(RegistersIncomplete):
        submit_reading(
            submitter=submitter_for(user),
            reading=Reading(meter.id, {one.id: one.factor}, settings.NOW.date(), "fits"),
            undo_until=None, submission_key=uuid4(), now=settings.NOW,
        )  # fmt: skip


def test_delivered_read_back_and_only_then_confirmed(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    deliver(case, utility)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED
    assert [event.state for event in case.events.all()] == ["confirmed"]
    (entry,) = utility.utility.book.ledger()
    assert (entry["deliveries"], entry["bookings"], entry["key"]) == (1, 1, str(message_of(case).id))


def test_a_second_delivery_does_nothing(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    deliver(case, utility)
    deliver(case, utility)
    assert [entry["deliveries"] for entry in utility.utility.book.ledger()] == [1]


def test_a_lost_answer_is_asked_for_not_sent_again(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    utility.utility.switch.set({"lose_answers": 1})
    with pytest.raises(DoorClosed):
        deliver(case, utility)
    assert message_of(case).state == State.WAITING
    deliver(case, utility, later=timedelta(seconds=1))
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED
    (entry,) = utility.utility.book.ledger()
    assert (entry["deliveries"], entry["bookings"]) == (1, 1)


@pytest.mark.parametrize("fault", [{"down": True}, {"error_rate": 1}])
def test_while_the_far_side_is_down_the_case_waits_and_drains_later(
    jana: PortalUser, utility: RunningUtility, fault: dict[str, bool]
) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    utility.utility.switch.set(fault)
    with pytest.raises(DoorClosed) as closed:
        deliver(case, utility)
    assert closed.value.retry_after == 1
    case.refresh_from_db()
    assert case.state == CaseState.ACCEPTED
    utility.utility.switch.set({"down": False, "error_rate": 0})
    deliver(case, utility)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def test_a_lease_keeps_a_second_worker_out_until_it_runs_out(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    OutboundMessage.objects.update(leased_until=settings.NOW + timedelta(seconds=20), attempts=1)
    with pytest.raises(DoorClosed, match="lease"):
        deliver(case, utility)
    deliver(case, utility, later=timedelta(seconds=21))
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def test_rejected_for_ever_is_shown_and_not_repeated(jana: PortalUser, utility: RunningUtility) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    utility.utility.switch.set({"reject_next": 1})
    deliver(case, utility)
    case.refresh_from_db()
    assert (case.state, case.state_reason) == (CaseState.REJECTED, "told to reject")


def test_what_needs_a_person_is_needs_clarification_until_the_billing_system_decides(
    jana: PortalUser, utility: RunningUtility
) -> None:
    case = hand_in(jana, meter_of("jana"), "179251")
    deliver(case, utility)
    case.refresh_from_db()
    assert case.state == CaseState.NEEDS_CLARIFICATION
    status = {"kind": "case_status", "id": "late", "version": 2,
              "data": {"key": str(message_of(case).id), "status": "booked", "at": settings.NOW.isoformat()}}  # fmt: skip
    import json

    with utility.utility.store.transaction() as connection:
        connection.execute("insert into feed (line) values (?)", (json.dumps(status),))
    pull(door=utility.door, source="t", now=settings.NOW)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def test_an_answer_that_makes_no_sense_is_set_aside_and_can_be_replayed(
    jana: PortalUser, utility: RunningUtility
) -> None:
    case = hand_in(jana, meter_of("jana"), "17925")
    key = message_of(case).id
    utility.utility.book.submit(str(key), {"kind": "meter_reading", "data": {"registers": []}}, settings.NOW)
    deliver(case, utility)
    assert message_of(case).state == State.SET_ASIDE
    case.refresh_from_db()
    assert case.state == CaseState.NEEDS_CLARIFICATION
    assert reopen(key=key) is not None
    assert reopen(key=key) is None
    deliver(case, utility)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


def test_r_mko_3_the_booked_reading_comes_back_and_replaces_the_submitted_one(
    jana: PortalUser, utility: RunningUtility
) -> None:
    from osc.metering.models import MeterReading

    case = hand_in(jana, meter_of("jana"), "17925")
    deliver(case, utility)
    pull(door=utility.door, source="t", now=settings.NOW)
    booked = MeterReading.objects.get(submission_key=message_of(case).id)
    assert (booked.value, booked.source) == (17925, "KUNDE")


class TestWithdrawal:
    def test_r_abl_13_before_hand_over_nothing_is_sent(self, jana: PortalUser, utility: RunningUtility) -> None:
        case = hand_in(jana, meter_of("jana"), "17925")
        undo = withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
        assert (case.state, undo.state) == (CaseState.UNDONE, CaseState.CONFIRMED)
        deliver(case, utility)
        assert utility.utility.book.ledger() == []

    def test_r_abl_13_after_hand_over_the_billing_system_is_told(
        self, jana: PortalUser, utility: RunningUtility
    ) -> None:
        from osc.metering.models import MeterReading

        case = hand_in(jana, meter_of("jana"), "17925")
        deliver(case, utility)
        case.refresh_from_db()
        undo = withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
        deliver(undo, utility)
        pull(door=utility.door, source="t", now=settings.NOW)
        undo.refresh_from_db()
        case.refresh_from_db()
        assert (case.state, undo.state) == (CaseState.UNDONE, CaseState.CONFIRMED)
        assert MeterReading.objects.get(submission_key=message_of(case).id).missing_since is not None

    def test_twice_is_once(self, jana: PortalUser) -> None:
        case, key = hand_in(jana, meter_of("jana"), "17925"), uuid4()
        first = withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=key, now=settings.NOW)
        again = withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=key, now=settings.NOW)
        assert again.id == first.id
        with pytest.raises(NotUndoable):
            withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)

    def test_not_after_the_bill_run(self, jana: PortalUser) -> None:
        case = hand_in(jana, meter_of("jana"), "17925", undo_until=settings.NOW)
        with pytest.raises(NotUndoable):
            withdraw_reading(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
