"""When messages leave: at once, when their time has come, or when a person lets them go."""

from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from osc.cases.actions import NotUndoable
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.contracts.queries import owner_of_account
from osc.correspondence.models import Mail
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.actions import hand_over_due, release
from osc.interchange.outbound.delivery import deliver_message
from osc.interchange.tasks import retry_stalled
from osc.submissions.actions import accept, withdraw
from osc.submissions.messages import Outgoing, Owner, Request, Submitter
from tests.support.door import RunningUtility
from tests.support.people import make_user
from tests.support.reading import submitter_for

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = settings.NOW


@pytest.fixture
def somebody() -> tuple[Submitter, Owner]:
    submitter = submitter_for(make_user("jana"))
    account = submitter.scope.contract_account_ids[0]
    return submitter, owner_of_account(submitter.scope, contract_account_id=account)


def ask(somebody: tuple[Submitter, Owner], *outgoing: Outgoing, in_review: bool = False) -> Case:
    submitter, owner = somebody
    request = Request(
        kind=Case.Kind.MESSAGE, owner=owner, deed="ask", content={"n": 1}, summary={"undone_kind": "message"},
        mail="request_withdrawn", mail_context={}, outgoing=outgoing, undo_until=NOW + HOUR, in_review=in_review,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=uuid4(), now=NOW)


def billing_jobs() -> int:
    return ProcrastinateJob.objects.filter(queue_name="billing").count()


def take_back(somebody: tuple[Submitter, Owner], case: Case) -> Case:
    submitter, owner = somebody
    return withdraw(submitter=submitter, case=case, owner=owner, submission_key=uuid4(), now=NOW)


def test_a_message_with_a_time_waits_for_it(somebody: tuple[Submitter, Owner]) -> None:
    case = ask(somebody, Outgoing("message", "talk", {}, not_before=NOW + HOUR))
    assert case.hand_over_at == NOW + HOUR
    assert (billing_jobs(), hand_over_due(now=NOW)) == (0, 0)
    assert (hand_over_due(now=NOW + HOUR), hand_over_due(now=NOW + HOUR), billing_jobs()) == (1, 0, 1)


def test_i5_what_waited_for_the_same_time_leaves_as_it_was_accepted(somebody: tuple[Submitter, Owner]) -> None:
    minutes = [4, 1, 3, 0, 2]
    for minute in minutes:
        case = ask(somebody, Outgoing("message", "talk", {}, not_before=NOW + HOUR))
        OutboundMessage.objects.filter(case_id=case.id).update(accepted_at=NOW + timedelta(minutes=minute))
    hand_over_due(now=NOW + HOUR)
    jobs = ProcrastinateJob.objects.filter(queue_name="billing").order_by("id")
    accepted = [OutboundMessage.objects.get(id=job.args["key"]).accepted_at for job in jobs]
    assert len(accepted) == 5 and accepted == sorted(accepted)


def test_a_held_message_waits_for_a_person_and_then_for_its_time(somebody: tuple[Submitter, Owner]) -> None:
    case = ask(somebody, Outgoing("message", "talk", {}, not_before=NOW + HOUR, held=True), in_review=True)
    assert case.state == CaseState.NEEDS_CLARIFICATION
    key = OutboundMessage.objects.get(case_id=case.id).id
    assert hand_over_due(now=NOW + 2 * HOUR) == 0
    assert release(key=key, now=NOW) and not release(key=key, now=NOW)
    assert (hand_over_due(now=NOW), hand_over_due(now=NOW + HOUR)) == (0, 1)


@pytest.mark.parametrize("held", [True, False])
def test_what_was_not_handed_over_is_taken_back_without_a_trace_outside(
    somebody: tuple[Submitter, Owner], held: bool
) -> None:
    case = ask(somebody, Outgoing("message", "talk", {}, not_before=NOW + HOUR, held=held))
    undo = take_back(somebody, case)
    case.refresh_from_db()
    assert (case.state, undo.state, undo.reference[:2]) == (CaseState.UNDONE, CaseState.CONFIRMED, "AN")
    assert hand_over_due(now=NOW + 2 * HOUR) == 0
    assert OutboundMessage.objects.get(case_id=case.id).state == OutboundMessage.State.CANCELLED


def test_what_is_on_its_way_and_has_no_counter_message_stays(somebody: tuple[Submitter, Owner]) -> None:
    case = ask(somebody, Outgoing("message", "talk", {}), Outgoing("message", "talk", {}, not_before=NOW + HOUR))
    OutboundMessage.objects.filter(case_id=case.id, not_before=None).update(attempts=1)
    with pytest.raises(NotUndoable):
        take_back(somebody, case)
    assert Case.objects.get(id=case.id).state == CaseState.ACCEPTED
    assert not Case.objects.filter(undoes=case).exists()
    assert not OutboundMessage.objects.filter(state=OutboundMessage.State.CANCELLED).exists()


def test_a_form_about_two_accounts_is_done_when_both_are(
    somebody: tuple[Submitter, Owner], utility: RunningUtility
) -> None:
    lost = {"withdraws": str(uuid4())}
    case = ask(somebody, Outgoing("reading_withdrawn", "a", lost), Outgoing("reading_withdrawn", "b", lost))
    keys = list(OutboundMessage.objects.filter(case_id=case.id).values_list("id", flat=True))
    deliver_message(key=keys[0], door=utility.door, now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.REJECTED
    assert Mail.objects.filter(template="case_rejected", to=somebody[0].email).count() == 1


def test_jobs_of_a_dead_worker_are_put_back_though_one_of_them_has_ended_by_now(
    somebody: tuple[Submitter, Owner], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was only slow may end its job between the look and the putting back; the others still wait."""
    for number in range(3):
        ask(somebody, Outgoing("message", f"talk-{number}", {}))
    jobs = ProcrastinateJob.objects.filter(queue_name="billing").order_by("id")
    first, *others = list(jobs)
    with connection.cursor() as cursor:
        cursor.execute(
            "with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
            " returning id) update procrastinate_jobs set status = 'doing', worker_id = (select id from dead)"
            " where queue_name = 'billing'"
        )
    manager, found = app.job_manager, list[Job]()

    async def and_then_one_ends(**criteria: float) -> list[Job]:
        found.extend(await look(**criteria))
        await manager.finish_job(
            next(job for job in found if job.id == first.id), status=Status.SUCCEEDED, delete_job=False
        )
        return found

    async def alone(job: Job) -> None:
        """The worker has no transaction around; the test has one that must survive the refusal."""
        before = await sync_to_async(transaction.savepoint)()
        try:
            await put_back(job)
        except ConnectorException:
            await sync_to_async(transaction.savepoint_rollback)(before)
            raise

    look, put_back = manager.get_stalled_jobs, manager.retry_job
    monkeypatch.setattr(manager, "get_stalled_jobs", and_then_one_ends)
    monkeypatch.setattr(manager, "retry_job", alone)
    async_to_sync(retry_stalled.func)(None, timestamp=0)
    assert {job.id for job in found} == {first.id, *(job.id for job in others)}
    assert [job.status for job in jobs.all()] == ["succeeded", "todo", "todo"]
