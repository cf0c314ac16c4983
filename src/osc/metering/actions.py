"""Handing in a reading and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from osc.cases.actions import NotUndoable
from osc.cases.models import Case
from osc.contracts.queries import owner_of_account
from osc.isolation.change import store
from osc.metering.models import SubmittedReading
from osc.metering.queries import RegisterAtHand, registers_of_meter
from osc.submissions.actions import accept, withdraw
from osc.submissions.messages import Outgoing, Owner, Request, Submitter

Registers = Mapping[UUID, RegisterAtHand]


class RemoteMeter(Exception):
    """The meter is read remotely: nobody needs to hand in anything (R-ABL-2)."""


class MeterNotFound(Exception):
    """No such meter among the user's contract accounts."""


class RegistersIncomplete(Exception):
    """All registers of a meter are handed in together (R-ABL-6)."""


def submit_reading(
    *,
    submitter: Submitter,
    meter_id: UUID,
    values: Mapping[UUID, Decimal],
    read_on: date,
    plausibility: str,
    undo_until: datetime | None,
    submission_key: UUID,
    now: datetime,
) -> Case:
    """Takes a reading in, in the caller's transaction, and returns its case; the same form twice is one case.

    `values` maps register to value in the register's unit. Raises MeterNotFound, RemoteMeter,
    RegistersIncomplete, SubmissionKeyReused.
    """
    registers = registers_of_meter(submitter.scope, meter_id=meter_id)
    if not registers:
        raise MeterNotFound
    about = next(iter(registers.values()))
    if about.remote:
        raise RemoteMeter
    if set(values) != set(registers):
        raise RegistersIncomplete

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        for id_, value in values.items():
            store(SubmittedReading(
                business_partner_id=about.business_partner_id, case=case, register_id=id_, value=value,
                read_on=read_on, message_key=keys[0], plausibility=plausibility,
            ))  # fmt: skip

    request = Request(
        kind=Case.Kind.METER_READING,
        owner=Owner(about.account_id, about.account_number, about.business_partner_id, about.partner_name),
        deed="submit_reading",
        content={"meter": meter_id, "values": sorted((str(k), str(v)) for k, v in values.items()), "read_on": read_on},
        summary=_summary(meter_id, registers, values, read_on),
        mail="reading_received",
        outgoing=(Outgoing("meter_reading", "reading", _payload(registers, values, read_on)),),
        undo_until=undo_until,
    )
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _summary(meter_id: UUID, registers: Registers, values: Mapping[UUID, Decimal], read_on: date) -> dict[str, object]:
    about = next(iter(registers.values()))
    return {
        "commodity": about.commodity, "meter": about.meter_number, "meter_id": str(meter_id),
        "read_on": read_on.isoformat(),
        "registers": [
            {"obis": registers[id_].obis, "label": registers[id_].label, "unit": registers[id_].unit,
             "value": str(value)} for id_, value in values.items()
        ],
    }  # fmt: skip


def _payload(registers: Registers, values: Mapping[UUID, Decimal], read_on: date) -> dict[str, object]:
    about = next(iter(registers.values()))
    return {
        "meter": about.meter_number, "meter_id": about.meter_external_id, "read_on": read_on.isoformat(),
        "channel": "portal",
        "registers": [
            {"register_id": registers[id_].external_id, "obis": registers[id_].obis, "value": str(value)}
            for id_, value in values.items()
        ],
    }  # fmt: skip


def withdraw_reading(*, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case:
    """Takes a reading back until its undo time; the withdrawal is a case of its own. Raises NotUndoable."""
    reading = case.readings.first()
    if case.kind != Case.Kind.METER_READING or reading is None:
        raise NotUndoable
    owner = owner_of_account(submitter.scope, contract_account_id=case.contract_account_id)
    counter = Outgoing("reading_withdrawn", "reading", {"withdraws": str(reading.message_key)})
    return withdraw(
        submitter=submitter, case=case, owner=owner, submission_key=submission_key, now=now,
        mail="reading_withdrawn", counter=counter,
    )  # fmt: skip
