"""Handing in a reading as a customer does, without a browser."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.conf import settings

from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.identity.models import PortalUser
from osc.isolation.scope import Scope
from osc.metering.actions import Reading, submit_reading
from osc.metering.models import Meter
from osc.submissions.messages import Submitter
from tests.support.people import households


def submitter_for(user: PortalUser) -> Submitter:
    links = list(user.links.all())
    partners = tuple({link.business_partner_id for link in links})
    scope = Scope(user.id, partners, tuple(link.contract_account_id for link in links))
    return Submitter(scope, user.email, user.language)


def meter_of(kind: str, number: int = 0) -> Meter:
    """The meter of the household's supply with this number."""
    return Meter.objects.get(number=households()[kind].supplies[number].meter_number)


def hand_in(
    user: PortalUser,
    meter: Meter,
    value: str,
    *,
    key: UUID | None = None,
    undo_until: datetime | None = None,
    read_on: date = date(2026, 11, 24),
    plausibility: str = "fits",
    replaces: UUID | None = None,
) -> Case:
    """One value for every register of the meter, read today unless another day is named."""
    reading = Reading(
        meter_id=meter.id, values={register.id: Decimal(value) for register in meter.registers.all()},
        read_on=read_on, plausibility=plausibility, replaces=replaces,
    )  # fmt: skip
    return submit_reading(
        submitter=submitter_for(user), reading=reading, undo_until=undo_until or settings.NOW.replace(year=2027),
        submission_key=key or uuid4(), now=settings.NOW,
    )  # fmt: skip


def account_ids(kind: str) -> set[UUID]:
    """The contract accounts of a household."""
    return set(
        ContractAccount.objects.filter(number__in=households()[kind].account_numbers).values_list("id", flat=True)
    )
