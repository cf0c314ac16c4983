"""Handing in a reading and taking it back: change, trace, message and mail in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from osc.audit.actions import record
from osc.cases.actions import NotUndoable, move_case, open_case
from osc.cases.models import Case
from osc.cases.rules.states import UNDOABLE, CaseState
from osc.contracts.queries import name_of_partner
from osc.correspondence.actions import queue_mail
from osc.interchange.outbound.actions import cancel, enqueue
from osc.isolation.change import one_change, store
from osc.isolation.scope import Scope
from osc.metering.models import SubmittedReading
from osc.metering.queries import registers_of_meter


class RemoteMeter(Exception):
    """The meter is read remotely: nobody needs to hand in anything (R-ABL-2)."""


class MeterNotFound(Exception):
    """No such meter among the user's contract accounts."""


class RegistersIncomplete(Exception):
    """All registers of a meter are handed in together (R-ABL-6)."""


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who hands in: scope, address for the receipt, language of the receipt."""

    scope: Scope
    email: str
    language: str


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
    opened = open_case(
        kind=Case.Kind.METER_READING, business_partner_id=about.business_partner_id,
        contract_account_id=about.account_id, submitted_by=submitter.scope.user_id, submission_key=submission_key,
        content={"meter": meter_id, "values": sorted((str(k), str(v)) for k, v in values.items()), "read_on": read_on},
        summary={
            "commodity": about.commodity, "meter": about.meter_number, "meter_id": str(meter_id),
            "read_on": read_on.isoformat(),
            "registers": [
                {"obis": registers[id_].obis, "label": registers[id_].label, "unit": registers[id_].unit,
                 "value": str(value)} for id_, value in values.items()
            ],
        },
        now=now, undo_until=undo_until,
    )  # fmt: skip
    if not opened.new:
        return opened.case
    with one_change():
        key = enqueue(
            kind="meter_reading", case_id=opened.case.id, business_partner_id=about.business_partner_id,
            lane=f"{about.account_number}:reading", now=now,
            payload={
                "case": opened.case.reference, "contract_account": about.account_number, "meter": about.meter_number,
                "meter_id": about.meter_external_id, "read_on": read_on.isoformat(), "submitted_at": now.isoformat(),
                "channel": "portal",
                "registers": [
                    {"register_id": registers[id_].external_id, "obis": registers[id_].obis, "value": str(value)}
                    for id_, value in values.items()
                ],
            },
        )  # fmt: skip
        for id_, value in values.items():
            store(SubmittedReading(
                business_partner_id=about.business_partner_id, case=opened.case, register_id=id_, value=value,
                read_on=read_on, message_key=key, plausibility=plausibility,
            ))  # fmt: skip
        _trace(submitter, opened.case, "submit_reading", now)
        _tell(submitter, opened.case, "reading_received", about.partner_name, now)
    return opened.case


def withdraw_reading(*, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case:
    """Takes a reading back until its undo time; the withdrawal is a case of its own. Raises NotUndoable."""
    reading = case.readings.first()
    if case.kind != Case.Kind.METER_READING or reading is None:
        raise NotUndoable
    known = Case.objects.filter(business_partner_id=case.business_partner_id, submission_key=submission_key).first()
    if known is not None:
        return known
    if CaseState(case.state) not in UNDOABLE or case.undo_until is None or case.undo_until <= now:
        raise NotUndoable
    opened = open_case(
        kind=Case.Kind.READING_WITHDRAWAL, business_partner_id=case.business_partner_id,
        contract_account_id=case.contract_account_id, submitted_by=submitter.scope.user_id,
        submission_key=submission_key, content={"undoes": case.id},
        summary={**case.summary, "undoes": case.reference}, now=now, undoes=case,
    )  # fmt: skip
    if not opened.new:
        return opened.case
    move_case(case=case, target=CaseState.UNDONE, now=now)
    cancelled = cancel(key=reading.message_key, now=now)
    if cancelled:
        move_case(case=opened.case, target=CaseState.CONFIRMED, now=now)
    name = name_of_partner(submitter.scope, business_partner_id=case.business_partner_id)
    with one_change():
        if not cancelled:
            account = reading.register.meter.contract.contract_account
            enqueue(
                kind="reading_withdrawn", case_id=opened.case.id, business_partner_id=case.business_partner_id,
                lane=f"{account.number}:reading", now=now,
                payload={
                    "case": opened.case.reference, "withdraws": str(reading.message_key),
                    "contract_account": account.number, "submitted_at": now.isoformat(),
                },
            )  # fmt: skip
        _trace(submitter, opened.case, "withdraw_reading", now)
        _tell(submitter, opened.case, "reading_withdrawn", name, now)
    return opened.case


def _trace(submitter: Submitter, case: Case, deed: str, now: datetime) -> None:
    record(
        at=now, actor=f"user:{submitter.scope.user_id}", deed=deed, subject=case.reference,
        business_partner_id=case.business_partner_id, **case.summary,
    )  # fmt: skip


def _tell(submitter: Submitter, case: Case, template: str, name: str, now: datetime) -> None:
    queue_mail(
        template=template, to=submitter.email, language=submitter.language, now=now,
        context={
            "name": name, "reference": case.reference, "summary": case.summary,
            "undo_until": case.undo_until.isoformat() if case.undo_until else None,
        },
    )  # fmt: skip
