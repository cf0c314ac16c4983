"""Changing what the utility knows about a person: phones, addresses and, with a proof, the name (R-DS-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from osc.cases.models import Case
from osc.contracts.queries import PersonAtHand, person_at_hand
from osc.correspondence.actions import queue_letter
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter


class PersonNotFound(Exception):
    """No such business partner among the owners of the user's contract accounts."""


class NothingChanged(Exception):
    """The new values are the old ones."""


class Part(StrEnum):
    """What can be changed in one go."""

    PHONES = "phones"
    ADDRESS = "address"
    BILLING_ADDRESS = "billing_address"
    NAME = "name"


FIELDS = {
    Part.PHONES: ("phone", "mobile"),
    Part.ADDRESS: ("street", "house_number", "postal_code", "city"),
    Part.BILLING_ADDRESS: ("name", "street", "house_number", "postal_code", "city"),
    Part.NAME: ("first_name", "last_name", "company", "reason"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """New values of one part, by the names in FIELDS; "" means none. An empty billing address is the postal one."""

    partner_id: UUID
    part: Part
    values: Mapping[str, str]
    answer_by: date | None


def change_personal_data(*, submitter: Submitter, change: Change, submission_key: UUID, now: datetime) -> Case:
    """Asks the billing system for the change, in the caller's transaction; the same form twice is one case.

    A new postal address is also told by letter to the old one. A name waits for a person at the utility.
    Raises PersonNotFound, NothingChanged, SubmissionKeyReused.
    """
    person = person_at_hand(submitter.scope, partner_id=change.partner_id)
    if person is None:
        raise PersonNotFound
    values: dict[str, str | None] = {name: change.values.get(name) or None for name in FIELDS[change.part]}
    if values == {name: person.known(change.part).get(name) for name in values}:
        raise NothingChanged

    def store_rows(case: Case, _keys: tuple[UUID, ...]) -> None:
        if change.part == Part.ADDRESS:
            _tell_old_address(submitter, person, case, now)

    request = Request(
        kind=Case.Kind.PERSONAL_DATA, owner=person.owner, deed="change_personal_data",
        content={"partner": change.partner_id, "part": change.part, "values": values},
        summary={"part": change.part.value, "values": values}, mail="personal_data_changed",
        outgoing=(Outgoing("personal_data", "person", _payload(person, change.part, values)),),
        answer_by=change.answer_by if change.part == Part.NAME else None,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _payload(person: PersonAtHand, part: Part, values: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "business_partner": person.external_id, "part": part.value, "values": dict(values), "channel": "portal",
    }  # fmt: skip


def _tell_old_address(submitter: Submitter, person: PersonAtHand, case: Case, now: datetime) -> None:
    queue_letter(
        template="address_changed", language=submitter.language, now=now,
        business_partner_id=person.owner.business_partner_id,
        recipient=[
            person.owner.name, f"{person.row['street']} {person.row['house_number']}",
            f"{person.row['postal_code']} {person.row['city']}",
        ],
        context={"name": person.owner.name, "reference": case.reference},
    )  # fmt: skip
