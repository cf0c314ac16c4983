"""Handing in a reading, correcting it, taking it back, and saying that one can't read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from osc.cases.actions import NotUndoable
from osc.cases.models import Case
from osc.contracts.queries import owner_of_account
from osc.isolation.change import store
from osc.metering.models import ReadingObjection, SubmittedReading
from osc.metering.queries import LiveReading, RegisterAtHand, readings_of_day, registers_in_turn, registers_of_meter
from osc.metering.rules.plausibility import IN_REVIEW
from osc.submissions.actions import accept, withdraw
from osc.submissions.messages import Outgoing, Owner, Request, Submitter

Registers = Mapping[UUID, RegisterAtHand]


class RemoteMeter(Exception):
    """The meter is read remotely: nobody needs to hand in anything (R-ABL-2)."""


class MeterNotFound(Exception):
    """No such meter among the user's contract accounts."""


class RegistersIncomplete(Exception):
    """All registers of a meter are handed in together (R-ABL-6)."""


class ReadingConflict(Exception):
    """Another device handed in other values for the same meter and day; `live` has them (BIZ14)."""

    def __init__(self, live: LiveReading) -> None:
        super().__init__("other values for this day")
        self.live = live


@dataclass(frozen=True, slots=True)
class Reading:
    """What is handed in: values by register in the register's unit, the day, and what was said about them.

    `replaces` is the case whose values the customer has seen and corrects (R-ABL-13). `channel` is "portal" or
    "anonymous"; `reference` is given when the customer has been told the number already.
    """

    meter_id: UUID
    values: Mapping[UUID, Decimal]
    read_on: date
    plausibility: str
    remark: str = ""
    reason: str = "ZWISCHEN"
    replaces: UUID | None = None
    channel: str = "portal"
    reference: str = ""


def submit_reading(
    *, submitter: Submitter, reading: Reading, undo_until: datetime | None, submission_key: UUID, now: datetime
) -> Case:
    """Takes a reading in, in the caller's transaction, and returns its case; the same form twice is one case.

    The same values from a second device are the same case, too; other values for a day that has one are a new
    version, if the customer has seen the old one. Raises MeterNotFound, RemoteMeter, RegistersIncomplete,
    ReadingConflict, SubmissionKeyReused.
    """
    registers = registers_in_turn(submitter.scope, meter_id=reading.meter_id, read_on=reading.read_on)
    about = _about(registers)
    if about.remote:
        raise RemoteMeter
    if set(reading.values) != set(registers):
        raise RegistersIncomplete
    highest, live = readings_of_day(submitter.scope, meter_id=reading.meter_id, read_on=reading.read_on)
    if live is not None and live.submission_key != submission_key:
        if live.values == dict(reading.values):
            return Case.objects.get(id=live.case_id)
        if live.case_id != reading.replaces:
            raise ReadingConflict(live)

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        for id_, value in reading.values.items():
            store(SubmittedReading(
                business_partner_id=about.business_partner_id, case=case, register_id=id_, value=value,
                read_on=reading.read_on, message_key=keys[0], plausibility=reading.plausibility,
                remark=reading.remark, version=highest + 1,
            ))  # fmt: skip

    request = Request(
        kind=Case.Kind.METER_READING,
        owner=_owner(about),
        deed="submit_reading",
        content={
            "meter": reading.meter_id, "values": sorted((str(k), str(v)) for k, v in reading.values.items()),
            "read_on": reading.read_on,
        },
        summary=_summary(registers, reading, highest + 1),
        mail="reading_received",
        outgoing=(Outgoing("meter_reading", "reading", _payload(registers, reading, live, submission_key)),),
        undo_until=undo_until,
        reference=reading.reference,
        in_review=reading.plausibility in IN_REVIEW,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _about(registers: Registers) -> RegisterAtHand:
    if not registers:
        raise MeterNotFound
    return next(iter(registers.values()))


def _owner(about: RegisterAtHand) -> Owner:
    return Owner(about.account_id, about.account_number, about.business_partner_id, about.partner_name)


def _summary(registers: Registers, reading: Reading, version: int) -> dict[str, object]:
    about = _about(registers)
    return {
        "commodity": about.commodity, "meter": about.meter_number, "meter_id": str(reading.meter_id),
        "read_on": reading.read_on.isoformat(), "version": version, "channel": reading.channel,
        "registers": [
            {"obis": registers[id_].obis, "label": registers[id_].label, "unit": registers[id_].unit,
             "value": str(value)} for id_, value in reading.values.items()
        ],
    }  # fmt: skip


def _payload(registers: Registers, reading: Reading, live: LiveReading | None, form: UUID) -> dict[str, object]:
    about = _about(registers)
    corrects = live is not None and live.submission_key != form
    return {
        "meter": about.meter_number, "meter_id": about.meter_external_id, "read_on": reading.read_on.isoformat(),
        "channel": reading.channel, "source": "KUNDE", "reason": reading.reason,
        "plausibility": reading.plausibility, "in_review": reading.plausibility in IN_REVIEW,
        "remark": reading.remark, "replaces": str(live.message_key) if corrects and live is not None else None,
        "registers": [
            {"register_id": registers[id_].external_id, "obis": registers[id_].obis, "value": str(value)}
            for id_, value in reading.values.items()
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


def object_to_reading(
    *,
    submitter: Submitter,
    meter_id: UUID,
    reason: str,
    answer_by: date,
    undo_until: datetime,
    submission_key: UUID,
    now: datetime,
) -> Case:
    """The customer can't read the meter: the utility does it free of charge and asks no more (R-ABL-3).

    Raises MeterNotFound, RemoteMeter, SubmissionKeyReused.
    """
    about = _about(registers_of_meter(submitter.scope, meter_id=meter_id))
    if about.remote:
        raise RemoteMeter

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        store(ReadingObjection(
            business_partner_id=about.business_partner_id, case=case, meter_id=meter_id, reason=reason,
        ))  # fmt: skip

    what = {"commodity": about.commodity, "meter": about.meter_number, "reason": reason}
    request = Request(
        kind=Case.Kind.READING_OBJECTION,
        owner=_owner(about),
        deed="object_to_reading",
        content={"meter": meter_id, **what},
        summary={**what, "meter_id": str(meter_id)},
        mail="reading_objection",
        outgoing=(
            Outgoing(
                "reading_objection", "reading",
                {"meter": about.meter_number, "meter_id": about.meter_external_id, "reason": reason,
                 "fee": "0.00"},
            ),
        ),
        undo_until=undo_until,
        answer_by=answer_by,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def withdraw_objection(*, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case:
    """The customer reads after all; possible until the message is handed over. Raises NotUndoable."""
    if case.kind != Case.Kind.READING_OBJECTION:
        raise NotUndoable
    owner = owner_of_account(submitter.scope, contract_account_id=case.contract_account_id)
    counter = Outgoing("reading_objection_withdrawn", "reading", {"withdraws_case": case.reference})
    return withdraw(
        submitter=submitter, case=case, owner=owner, submission_key=submission_key, now=now, counter=counter
    )
