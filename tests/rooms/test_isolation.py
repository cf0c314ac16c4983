"""Row-level security in the real database: what happens when somebody forgets a filter."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from osc.audit.models import AuditEntry
from osc.contracts.models import BusinessPartner
from osc.isolation.change import one_change, store
from osc.metering.models import MeterReading, SubmittedReading
from tests.support.people import households

pytestmark = pytest.mark.django_db


@contextmanager
def web_role(*partners: object) -> Iterator[None]:
    """The rights of the web process, pinned to these partners."""
    with connection.cursor() as cursor:
        cursor.execute("set role osc_app")
        cursor.execute("select set_config('osc.partners', %s, true)", ["{" + ",".join(map(str, partners)) + "}"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")


def partner_of(kind: str) -> BusinessPartner:
    return BusinessPartner.objects.get(external_id=households()[kind].person.id)


def test_a_query_that_forgets_its_filter_sees_only_its_own_rows() -> None:
    jana = partner_of("jana")
    with web_role(jana.id):
        owners = set(MeterReading.objects.values_list("business_partner_id", flat=True))
    assert owners == {jana.id}


def test_even_a_filter_for_somebody_else_finds_nothing() -> None:
    other = partner_of("B")
    with web_role(partner_of("jana").id):
        assert not MeterReading.objects.filter(business_partner_id=other.id).exists()


def test_without_anybody_signed_in_there_is_nothing() -> None:
    with web_role():
        assert MeterReading.objects.count() == 0


def test_rows_for_others_cannot_be_written() -> None:
    jana, other = partner_of("jana"), partner_of("B")
    with web_role(jana.id), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        reading = SubmittedReading(
            business_partner_id=other.id, case_id=uuid4(), register_id=uuid4(), value=1, read_on="2026-11-24",
            message_key=uuid4(), plausibility="fits",
        )  # fmt: skip
        reading.save(force_insert=True)


def test_a_foreign_row_among_ones_own_is_refused_with_all_of_them() -> None:
    jana, other = partner_of("jana"), partner_of("B")
    traces = [
        AuditEntry(at=settings.NOW, actor="t", deed="t", subject="t", business_partner_id=each.id, detail={})
        for each in (jana, other)
    ]
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with web_role(jana.id), refused, transaction.atomic(), one_change():
        for each in traces:
            store(each)
    assert not AuditEntry.objects.exists()


def test_the_web_role_cannot_change_what_the_billing_system_says() -> None:
    with (
        web_role(partner_of("jana").id),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        MeterReading.objects.update(value=0)


def test_the_web_role_cannot_read_mails() -> None:
    from osc.correspondence.models import Mail

    with web_role(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Mail.objects.count()
