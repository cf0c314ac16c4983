"""The file door: a shared folder with a billing system that works in batches, here the demo utility's."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.connectors.demo.batches import Batches
from osc.connectors.files.folder import FolderDoor
from osc.contracts.queries import owner_of_account
from osc.interchange.door import Answer, DoorClosed, DoorRefused, Verdict
from osc.interchange.imports.feed import pull
from osc.interchange.imports.run import import_file
from osc.interchange.models import FeedCursor, ImportRun, OutboundMessage
from osc.interchange.outbound.delivery import deliver_message, reopen
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request
from tests.support.door import RunningUtility
from tests.support.people import make_user
from tests.support.reading import submitter_for

pytestmark = pytest.mark.django_db
NOW = settings.NOW
SOURCE = "files"
State = OutboundMessage.State
WORDS = {"topic": "bill", "text": "Eine Frage", "bill": "", "name": "Jana"}


@pytest.fixture
def batches(utility: RunningUtility, tmp_path: Path) -> Batches:
    made = Batches(utility.utility, tmp_path / "exchange")
    made.prepare()
    return made


@pytest.fixture
def door(batches: Batches) -> FolderDoor:
    return FolderDoor(batches.folder)


def submitted(person: str = "jana") -> OutboundMessage:
    """A case with one message, as a room makes it."""
    submitter = submitter_for(make_user(person))
    owner = owner_of_account(submitter.scope, contract_account_id=submitter.scope.contract_account_ids[0])
    request = Request(
        kind=Case.Kind.MESSAGE, owner=owner, deed="ask", content={"n": 1}, summary={}, mail="request_withdrawn",
        mail_context={}, outgoing=(Outgoing("message", "talk", WORDS),),
    )  # fmt: skip
    case = accept(submitter=submitter, request=request, submission_key=uuid4(), now=NOW)
    return OutboundMessage.objects.get(case_id=case.id)


def deliver(message: OutboundMessage, door: FolderDoor) -> str:
    deliver_message(key=message.id, door=door, now=NOW)
    message.refresh_from_db()
    return message.state


def read(door: FolderDoor) -> None:
    """The feed to its end; the file that has not come yet ends it."""
    with pytest.raises(DoorClosed, match="has not come yet"):
        pull(door=door, source=SOURCE, now=NOW)


def files(batches: Batches, place: str) -> list[str]:
    return sorted(path.name for path in (batches.folder / place).iterdir() if path.is_file())


def test_the_export_in_the_folder_is_a_whole_file(door: FolderDoor) -> None:
    run = import_file(door.export(), source="folder", clock=settings.CLOCK)
    assert run.state == ImportRun.State.APPLIED


def test_a_submission_is_done_only_when_a_later_file_says_so(door: FolderDoor, batches: Batches) -> None:
    message = submitted()
    assert deliver(message, door) == State.RECEIVED
    assert Case.objects.get(id=message.case_id).state == CaseState.ACCEPTED
    assert [name.endswith(f"-{message.id}.json") for name in files(batches, "to-billing")] == [True]
    batches.run(NOW)
    assert files(batches, "to-billing") == [] and files(batches, "from-billing") == ["0000000001.ndjson"]
    read(door)
    message.refresh_from_db()
    assert (message.state, Case.objects.get(id=message.case_id).state) == (State.BOOKED, CaseState.CONFIRMED)
    with pytest.raises(DoorClosed):
        door.read_feed(after=1, limit=1)
    assert files(batches, "from-billing/done") == ["0000000001.ndjson"]


def test_a_crash_after_the_file_was_written_makes_no_second_one(door: FolderDoor, batches: Batches) -> None:
    message = submitted()
    door.submit(message.id, kind=message.kind, version=1, payload=message.payload)
    OutboundMessage.objects.filter(id=message.id).update(attempts=1)
    assert deliver(message, door) == State.RECEIVED
    assert len(files(batches, "to-billing")) == 1
    batches.run(NOW)
    door.submit(message.id, kind=message.kind, version=1, payload=message.payload)
    assert files(batches, "to-billing") == []


def test_the_word_of_the_billing_system_may_come_before_ours(door: FolderDoor, batches: Batches) -> None:
    message = submitted()

    class Quick(FolderDoor):
        def ask(self, key: UUID) -> Answer | None:
            batches.run(NOW)
            read(door)
            return super().ask(key)

    assert deliver(message, Quick(batches.folder)) == State.BOOKED


def test_the_same_key_with_other_content_is_for_a_person(door: FolderDoor) -> None:
    key = uuid4()
    door.submit(key, kind="message", version=1, payload={"text": "a"})
    door.submit(key, kind="message", version=1, payload={"text": "a"})
    with pytest.raises(DoorRefused, match=str(key)):
        door.submit(key, kind="message", version=1, payload={"text": "b"})


def test_staff_can_send_once_more_what_was_never_answered(door: FolderDoor, batches: Batches) -> None:
    message = submitted()
    deliver(message, door)
    for path in (batches.folder / "to-billing").glob("*.json"):
        path.unlink()
    assert reopen(key=message.id) is not None
    assert deliver(message, door) == State.RECEIVED
    assert len(files(batches, "to-billing")) == 1


@pytest.mark.parametrize("keep", [0, 20, -2])
def test_a_cut_file_is_refused_with_its_reason_until_a_whole_one_comes(
    door: FolderDoor, batches: Batches, keep: int
) -> None:
    deliver(message := submitted(), door)
    batches.run(NOW)
    path = batches.folder / "from-billing/0000000001.ndjson"
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])
    with pytest.raises(DoorClosed, match="0000000001"):
        pull(door=door, source=SOURCE, now=NOW)
    assert FeedCursor.objects.get(source=SOURCE).position == 0
    assert (path.parent / "0000000001.ndjson.refused.txt").read_text()
    path.write_bytes(whole)
    read(door)
    message.refresh_from_db()
    assert message.state == State.BOOKED
    assert not (path.parent / "0000000001.ndjson.refused.txt").exists()


def test_files_are_read_in_order_and_a_missing_one_is_waited_for(door: FolderDoor, batches: Batches) -> None:
    for person in ("jana", "A"):
        deliver(submitted(person), door)
        batches.run(NOW)
    first = batches.folder / "from-billing/0000000001.ndjson"
    late = first.rename(batches.folder / "late")
    read(door)
    assert FeedCursor.objects.get(source=SOURCE).position == 0
    late.rename(first)
    read(door)
    assert FeedCursor.objects.get(source=SOURCE).position == 2


def test_without_a_new_file_the_pages_go_on_saying_from_when_they_are(door: FolderDoor, batches: Batches) -> None:
    deliver(submitted(), door)
    batches.run(NOW)
    read(door)
    with pytest.raises(DoorClosed):
        pull(door=door, source=SOURCE, now=NOW + timedelta(hours=9))
    assert FeedCursor.objects.get(source=SOURCE).read_at == NOW


def test_a_kill_of_the_billing_system_sends_the_same_file_again(door: FolderDoor, batches: Batches) -> None:
    deliver(submitted(), door)
    batches.run(NOW)
    path = batches.folder / "from-billing/0000000001.ndjson"
    sent = path.read_bytes()
    path.unlink()
    Batches(batches.utility, batches.folder).run(NOW)
    assert path.read_bytes() == sent


def test_a_share_that_is_away_is_a_closed_door(tmp_path: Path) -> None:
    with pytest.raises(DoorClosed):
        FolderDoor(tmp_path / "away").submit(uuid4(), kind="message", version=1, payload={})


def test_documents_come_by_their_bare_name(door: FolderDoor, batches: Batches) -> None:
    (batches.folder / "documents/R-1.pdf").write_bytes(b"%PDF")
    assert (door.document("R-1.pdf"), door.document("R-2.pdf")) == (b"%PDF", None)
    with pytest.raises(DoorRefused):
        door.document("../export.ndjson")


def test_what_lies_in_the_folder_has_the_shape_of_the_interchange(door: FolderDoor, batches: Batches) -> None:
    key = uuid4()
    door.submit(key, kind="message", version=1, payload={"text": "Grüße"})
    (name,) = files(batches, "to-billing")
    lying = json.loads((batches.folder / "to-billing" / name).read_bytes())
    assert lying == {"key": str(key), "kind": "message", "version": 1, "data": {"text": "Grüße"}}
    assert door.ask(key) == Answer(Verdict.RECEIVED)
    assert door.ask(uuid4()) is None
