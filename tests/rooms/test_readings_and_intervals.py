"""Corrections travel to the billing system and back; days of quarter-hours come in, once and in order."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ProgrammingError

from osc.cases.actions import NotUndoable
from osc.cases.models import Case
from osc.foundation.retention import Kept, keep_until
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.imports.run import apply_batch
from osc.interchange.models import InboundRecord, OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.metering.actions import (
    MeterNotFound,
    ReadingConflict,
    RemoteMeter,
    object_to_reading,
    withdraw_objection,
    withdraw_reading,
)
from osc.metering.models import IntervalDay, MeterReading, SubmittedReading
from osc.metering.retention import forget_old_days
from osc.metering.rules.plausibility import Fit
from tests.support.door import RunningUtility
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of, submitter_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def jana() -> PortalUser:
    return make_user("jana")


def deliver(case: Case, utility: RunningUtility) -> Case:
    for message in OutboundMessage.objects.filter(case_id=case.id):
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    case.refresh_from_db()
    return case


def booked() -> list[int]:
    return [
        int(value) for value in MeterReading.objects.filter(submission_key__isnull=False, missing_since=None)
        .order_by("external_id").values_list("value", flat=True)
    ]  # fmt: skip


def feed(utility: RunningUtility) -> None:
    pull(door=utility.door, source="t", now=settings.NOW)


def test_r_abl_13_the_billing_system_books_the_newest_version_only(jana: PortalUser, utility: RunningUtility) -> None:
    first = deliver(hand_in(jana, meter_of("jana"), "17925"), utility)
    feed(utility)
    assert booked() == [17925]
    second = deliver(hand_in(jana, meter_of("jana"), "17930", replaces=first.id), utility)
    feed(utility)
    assert booked() == [17930] and second.state == first.state == "confirmed"
    withdrawal = withdraw_reading(
        submitter=submitter_for(jana), case=second, submission_key=first.id, now=settings.NOW + timedelta(minutes=1)
    )
    deliver(withdrawal, utility)
    feed(utility)
    assert booked() == [17925], "what the withdrawn correction had replaced counts again"


def test_r_abl_13_versions_are_kept_and_counted(jana: PortalUser) -> None:
    cases = [hand_in(jana, meter_of("jana"), "17925")]
    for value in ("17930", "17940"):
        cases.append(hand_in(jana, meter_of("jana"), value, replaces=cases[-1].id))
    assert list(SubmittedReading.objects.order_by("version").values_list("version", "value")) == [
        (1, 17925), (2, 17930), (3, 17940),
    ]  # fmt: skip


def test_biz_14_who_has_not_seen_the_other_value_does_not_replace_it(jana: PortalUser) -> None:
    first = hand_in(jana, meter_of("jana"), "17925")
    with pytest.raises(ReadingConflict) as conflict:
        hand_in(jana, meter_of("jana"), "17930")
    assert conflict.value.live.case_id == first.id
    withdraw_reading(submitter=submitter_for(jana), case=first, submission_key=first.id, now=settings.NOW)
    assert hand_in(jana, meter_of("jana"), "17930").summary["version"] == 2


def test_r_abl_9_an_unusual_value_is_not_lost_and_people_look(jana: PortalUser, utility: RunningUtility) -> None:
    case = deliver(hand_in(jana, meter_of("jana"), "18900", plausibility=Fit.HIGH), utility)
    assert case.state == "needs_clarification"
    (entry,) = utility.utility.book.ledger()
    assert entry["status"] == "needs_clarification" and entry["data"]["plausibility"] == "high"


def test_r_abl_3_an_objection_is_booked_and_can_be_taken_back(jana: PortalUser, utility: RunningUtility) -> None:
    case = object_to_reading(
        submitter=submitter_for(jana), meter_id=meter_of("jana").id, reason="HEALTH", answer_by=date(2026, 12, 1),
        undo_until=settings.NOW + timedelta(days=14), submission_key=jana.id, now=settings.NOW,
    )  # fmt: skip
    assert deliver(case, utility).state == "confirmed" and case.reference.startswith("AN-")
    undone = withdraw_objection(submitter=submitter_for(jana), case=case, submission_key=case.id, now=settings.NOW)
    assert deliver(undone, utility).state == "confirmed"
    with pytest.raises(NotUndoable):
        withdraw_objection(
            submitter=submitter_for(jana), case=hand_in(jana, meter_of("jana"), "17925"), submission_key=jana.id,
            now=settings.NOW,
        )  # fmt: skip


@pytest.mark.parametrize(("kind", "wrong"), [("B", MeterNotFound), ("smart", RemoteMeter)])
def test_no_objection_for_foreign_or_remote_meters(kind: str, wrong: type[Exception]) -> None:
    user = make_user("jana" if kind == "B" else kind)
    with pytest.raises(wrong):
        object_to_reading(
            submitter=submitter_for(user), meter_id=meter_of(kind).id, reason="OTHER", answer_by=date(2026, 12, 1),
            undo_until=settings.NOW, submission_key=user.id, now=settings.NOW,
        )  # fmt: skip


def line(day: date, values: list[int | None], version: int = 1, **more: object) -> bytes:
    data = {"meter": meter_of("smart").external_id, "day": str(day), "watt_hours": values, **more}
    return json.dumps({"kind": "interval_day", "id": f"T-{day}", "version": version, "data": data}).encode() + b"\n"


def bring(*lines: bytes) -> dict[str, int]:
    return apply_batch(lines, now=settings.NOW, brake=True)["interval_day"]


DAY = date(2028, 10, 29)


def test_biz_16_days_come_in_once_with_their_own_length() -> None:
    values: list[int | None] = [250] * 99
    report = bring(line(DAY, [*values, None]), line(date(2028, 2, 29), [1] * 96))
    assert (report["new"], report["set_aside"]) == (2, 0)
    stored = IntervalDay.objects.get(meter=meter_of("smart"), day=DAY)
    assert (len(stored.watt_hours), stored.watt_hours[99], stored.total) == (100, None, 99 * 250)
    assert bring(line(DAY, [*values, None], version=2))["unchanged"] == 1
    assert bring(line(DAY, [300] * 100, version=3, status="M" * 99 + "E"))["changed"] == 1
    assert bring(line(DAY, [1] * 100, version=2))["changed"] == 0
    assert IntervalDay.objects.get(meter=meter_of("smart"), day=DAY).total == 30000


@pytest.mark.parametrize(
    "bad",
    [line.__name__, "short", "negative", "orphan", "status"],
)
def test_what_cannot_be_a_day_is_set_aside(bad: str) -> None:
    values: list[int | None] = [1] * 100
    lines = {
        "line": line(date(2026, 3, 29), values), "short": line(DAY, values[:96]), "negative": line(DAY, [-1] * 100),
        "status": line(DAY, values, status="X" * 100),
        "orphan": line(DAY, values).replace(meter_of("smart").external_id.encode(), b"Z-nobody"),
    }  # fmt: skip
    report = bring(lines[bad])
    assert report["set_aside"] == 1 and InboundRecord.objects.filter(state="quarantined").count() == 1


def test_the_web_role_sees_its_own_days_and_cannot_make_partitions() -> None:
    meter, foreign = meter_of("smart"), meter_of("jana").business_partner_id
    with connection.cursor() as cursor:
        cursor.execute("set role osc_app")
        cursor.execute("select set_config('osc.partners', %s, true)", ["{" + str(foreign) + "}"])
        cursor.execute("select count(*) from metering_intervalday")
        assert cursor.fetchone() == (0,)
        cursor.execute("select set_config('osc.partners', %s, true)", ["{" + str(meter.business_partner_id) + "}"])
        cursor.execute("select count(distinct meter_id) from metering_intervalday")
        assert cursor.fetchone() == (1,)
        cursor.execute("savepoint try")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("select metering_interval_month('2031-01-01')")
        cursor.execute("rollback to savepoint try")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("select count(*) from metering_intervalday_202610")
        cursor.execute("rollback to savepoint try")
        cursor.execute("reset role")


def test_r_inf_7_days_are_forgotten_after_three_years() -> None:
    old, kept = date(2022, 12, 31), date(2023, 1, 1)
    bring(line(old, [1] * 96), line(kept, [1] * 96))
    assert keep_until(Kept.METERED, old) < date(2026, 11, 24) < keep_until(Kept.METERED, kept)
    assert forget_old_days(now=settings.NOW) == 1
    days = IntervalDay.objects.filter(day__lte=kept).values_list("day", flat=True)
    assert list(days) == [kept]
