"""What one change writes travels together, or not at all."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.audit.actions import record
from osc.audit.models import AuditEntry
from osc.correspondence.models import Mail
from osc.interchange.jobs import put_in_queue
from osc.interchange.tasks import replay_inbound
from osc.isolation.change import one_change, store
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of

pytestmark = pytest.mark.django_db


def mail() -> Mail:
    return Mail(template="email_in_use", to="a@example.net", language="de", context={}, created_at=settings.NOW)


def test_a_submission_writes_in_two_statements() -> None:
    user, meter = make_user("jana"), meter_of("jana")
    with CaptureQueriesContext(connection) as queries:
        hand_in(user, meter, "17925")
    kinds = ("insert into cases_case ", "with w0 as", "procrastinate_defer_jobs")
    writes = [[kind for kind in kinds if kind in each["sql"]] for each in queries]
    assert [each for each in writes if each] == [[kinds[0]], list(kinds[1:])], "the case, then everything else"
    assert not [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE"))]
    assert ProcrastinateJob.objects.count() == 2


def test_an_exception_inside_writes_nothing_and_the_next_row_goes_at_once() -> None:
    with pytest.raises(ZeroDivisionError), one_change():
        store(mail())
        put_in_queue(replay_inbound, record_id=1)
        raise ZeroDivisionError
    assert (Mail.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)
    store(mail())
    assert Mail.objects.count() == 1


def test_rows_of_several_tables_arrive_whole() -> None:
    with one_change():
        store(mail())
        record(at=settings.NOW, actor="test", deed="try", subject="x", business_partner_id=uuid4())
        assert not Mail.objects.exists(), "nothing is written before the end"
    assert (Mail.objects.get().template, AuditEntry.objects.get().deed) == ("email_in_use", "try")


def test_a_reading_keeps_its_turn_until_the_end_of_its_transaction() -> None:
    user, meter = make_user("jana"), meter_of("jana")
    hand_in(user, meter, "17925")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")
        assert cursor.fetchone() == (1,), "the second device waits (BIZ14)"
