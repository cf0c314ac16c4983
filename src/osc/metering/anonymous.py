"""Readings without sign-in: taken in by anybody, matched by the worker, told to nobody but the owner (R-ABL-14)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection, transaction

from osc.audit.actions import record
from osc.cases.actions import SubmissionKeyReused
from osc.contracts.queries import FoundAccount, find_account_by_number
from osc.foundation.clock import berlin_today
from osc.foundation.german_input import InputRefused, parse_reading
from osc.foundation.identifiers import match_meter_number
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import insert_statement
from osc.isolation.markers import unscoped
from osc.isolation.scope import Scope
from osc.metering.actions import MeterNotFound, Reading, ReadingConflict, RemoteMeter, submit_reading
from osc.metering.models import AnonymousReading, Meter, MeterReading, Register
from osc.metering.rules.dates import check_read_on
from osc.metering.rules.plausibility import Fit
from osc.metering.tasks import match_reading
from osc.submissions.messages import Submitter

Outcome = AnonymousReading.Outcome
# which register the first and the second field of the form mean
ORDER = ("HT", "TOTAL", "NT", "FEED_IN")
UNDO_DAYS = 14


@dataclass(frozen=True, slots=True)
class Entered:
    """What the form says: canonical numbers, values as typed (first and second field), the day."""

    account_number: str
    meter_number: str
    values: tuple[str, ...]
    read_on: date
    language: str


def leave_reading(*, entered: Entered, reference: str, submission_key: UUID, now: datetime) -> None:
    """Stores the form once, in the caller's transaction; whether the numbers are right is found out later."""
    row = AnonymousReading(
        id=uuid4(), reference=reference, account_number=entered.account_number, meter_number=entered.meter_number,
        values=list(entered.values), read_on=entered.read_on, language=entered.language,
        submission_key=submission_key, received_at=now,
    )  # fmt: skip
    statement, values = insert_statement(row)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} on conflict do nothing", values)
        stored = cursor.rowcount
    if stored:
        # in the order of receipt, also when the worker dies over one of them (I5)
        line = hashlib.sha256(row.account_number.encode()).hexdigest()[:32]
        put_in_queue(match_reading, lock=f"read:{line}", reading_id=str(row.id))


@unscoped(reason="the worker matches readings that nobody signed in for")
@transaction.atomic
def match(*, reading_id: UUID, oldest_days: int, now: datetime) -> None:
    """Finds the meter of one reading and hands it in for its owner; what does not fit stays with its reason."""
    row = AnonymousReading.objects.select_for_update().get(id=reading_id)
    if row.outcome != Outcome.OPEN:
        return
    account = find_account_by_number(row.account_number)
    meter = _meter(account, row) if account else None
    if account is None or meter is None:
        row.outcome = Outcome.NO_MATCH
    else:
        values = _values(meter, row.values)
        fits = values is not None and _day_fits(meter, row, oldest_days, now)
        row.outcome = _hand_in(row, account, meter, values, now) if values and fits else Outcome.UNREADABLE
    row.save()


@unscoped(reason="staff say which meter a reading without sign-in means")
@transaction.atomic
def assign(*, reading_id: UUID, meter_id: UUID, staff: str, reason: str, oldest_days: int, now: datetime) -> None:
    """Hands the values in as they were typed, for the owner of this meter, under the number that was told and dated
    with the receipt. What does not fit the meter stays in the queue; a second click changes nothing."""
    row = _unsettled(reading_id)
    meter = Meter.objects.filter(id=meter_id, missing_since=None).select_related("contract__contract_account").first()
    account = find_account_by_number(meter.contract.contract_account.number) if meter else None
    values = _values(meter, row.values) if row and meter else None
    if row is None or meter is None or account is None or values is None:
        return
    if not _day_fits(meter, row, oldest_days, row.received_at):
        return
    row.outcome = _hand_in(row, account, meter, values, now)
    if row.outcome == Outcome.MATCHED:
        row.settled_by, row.note = staff, reason
        record(
            at=now, actor=staff, deed="assign_reading", subject=row.reference, reason=reason,
            business_partner_id=account.business_partner_id, meter=meter.number,
        )  # fmt: skip
    row.save()


@unscoped(reason="staff end what belongs to nobody")
@transaction.atomic
def close(*, reading_id: UUID, staff: str, reason: str) -> None:
    """Ends a reading that fits no meter of ours, once. Nobody left an address, so nobody is told."""
    row = _unsettled(reading_id)
    if row is not None:
        row.outcome, row.settled_by, row.note = Outcome.CLOSED, staff, reason
        row.save()


def _unsettled(reading_id: UUID) -> AnonymousReading | None:
    waiting = (Outcome.NO_MATCH, Outcome.UNREADABLE)
    return AnonymousReading.objects.select_for_update().filter(id=reading_id, outcome__in=waiting).first()


def _meter(account: FoundAccount, row: AnonymousReading) -> Meter | None:
    hanging = Meter.objects.filter(
        contract__contract_account_id=account.id, missing_since=None, removed_on=None, contract__missing_since=None
    )
    number = match_meter_number(row.meter_number, tuple(hanging.values_list("number", flat=True)))
    return hanging.filter(number=number).first() if number else None


def _values(meter: Meter, typed: Sequence[str]) -> dict[UUID, Decimal] | None:
    """Values by register; None when the form and the meter have not the same number of them."""
    registers = sorted(meter.registers.filter(missing_since=None), key=lambda each: ORDER.index(each.label))
    if meter.remote or not registers or len(registers) != len(typed):
        return None
    try:
        return {register.id: _value(register, text) for register, text in zip(registers, typed, strict=True)}
    except InputRefused:
        return None


def _value(register: Register, text: str) -> Decimal:
    return parse_reading(text, digits=register.digits, decimals=register.decimals).value


def _day_fits(meter: Meter, row: AnonymousReading, oldest_days: int, now: datetime) -> bool:
    billed = _newest(meter, billed=True)
    last = _newest(meter)
    problem = check_read_on(
        row.read_on, today=berlin_today(now), installed_on=meter.installed_on, last_day=meter.removed_on,
        last_billed_on=billed.read_on if billed else None, last_read_on=last.read_on if last else None,
        oldest_days=oldest_days,
    )  # fmt: skip
    return problem is None


def _newest(meter: Meter, **more: object) -> MeterReading | None:
    readings = MeterReading.objects.filter(register__meter=meter, missing_since=None, **more)
    return readings.order_by("-read_on").first()


def _hand_in(
    row: AnonymousReading, account: FoundAccount, meter: Meter, values: Mapping[UUID, Decimal], now: datetime
) -> Outcome:
    scope = Scope(row.id, (account.business_partner_id,), (account.id,))
    reading = Reading(
        meter_id=meter.id, values=values, read_on=row.read_on, plausibility=_fit(values), channel="anonymous",
        reference=row.reference,
    )  # fmt: skip
    try:
        case = submit_reading(
            submitter=Submitter(scope, account.email_on_file or "", row.language), reading=reading,
            undo_until=now + timedelta(days=UNDO_DAYS), submission_key=row.submission_key, now=now,
        )  # fmt: skip
    except (MeterNotFound, RemoteMeter, ReadingConflict, SubmissionKeyReused):
        return Outcome.UNREADABLE
    row.case_id = case.id
    return Outcome.MATCHED


def _fit(values: Mapping[UUID, Decimal]) -> Fit:
    """Nobody was there to ask: a value below the last one goes to people, others to the billing system's eye."""
    for id_, value in values.items():
        last = MeterReading.objects.filter(register_id=id_, missing_since=None).order_by("-read_on").first()
        if last is not None and value < last.value:
            return Fit.BELOW_LAST
    return Fit.UNKNOWN
