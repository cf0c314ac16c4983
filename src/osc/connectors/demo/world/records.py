"""From a household to the records of the interchange, in dependency order."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from osc.connectors.demo.world.bill_records import bill_records
from osc.connectors.demo.world.contract_records import contract_record
from osc.connectors.demo.world.households import Household
from osc.connectors.demo.world.instalment_records import plan_records
from osc.connectors.demo.world.interval_records import LONG_HISTORY_UNTIL, interval_records
from osc.connectors.demo.world.metering_records import consumption_records, meter_records
from osc.connectors.demo.world.people import iban

Record = dict[str, Any]


def record(kind: str, id_: str, **data: Any) -> Record:
    """One envelope of version 1."""
    return {"kind": kind, "id": id_, "version": 1, "data": data}


def household_records(household: Household, today: date) -> Iterator[Record]:
    """Everything the billing system knows about a household, parents before children."""
    yield from _partner(household)
    for position, number in enumerate(household.account_numbers):
        yield from _account(household, position, number, today)
    for position, supply in enumerate(household.supplies):
        contract = f"V{household.index:07}-{position}"
        yield contract_record(household, contract, supply, today)
        yield from meter_records(contract, supply, today, requested=household.requests_reading)
        long = household.index < LONG_HISTORY_UNTIL
        yield from consumption_records(contract, supply, today, long=long)
        yield from interval_records(household, f"Z{contract[1:]}-1", supply, today)
        yield from plan_records(contract, supply, today)
    yield from bill_records(household, today)
    yield from _letters(household, today)


def _partner(household: Household) -> Iterator[Record]:
    person = household.person
    place = {
        "street": person.street,
        "house_number": person.house_number,
        "postal_code": "03220",
        "city": "Lindenau",
    }
    yield record(
        "business_partner", person.id, first_name=person.first_name, last_name=person.last_name,
        company=person.company, email=person.email, phone=person.phone, mobile=None,
        birth_date=None if person.company else f"{1950 + household.index % 50}-03-14", **place,
    )  # fmt: skip
    yield record("premise", f"VS{household.index:07}", business_partner=person.id, **place)


def _account(household: Household, position: int, number: str, today: date) -> Iterator[Record]:
    id_ = f"VK-{number}"
    yield record(
        "contract_account", id_, business_partner=household.person.id, number=number, paperless=False,
        payment_method="direct_debit" if household.by_debit else "transfer",
    )  # fmt: skip
    if household.by_debit:
        person = household.person
        yield record(
            "mandate", f"M-{number}", contract_account=id_, reference=f"MR-{number}", iban=iban(household.index),
            holder=person.company or f"{person.first_name} {person.last_name}", signed_on="2021-03-01",
            last_used_on=str(today.replace(day=1)),
        )  # fmt: skip


def _letters(household: Household, today: date) -> Iterator[Record]:
    for number in household.account_numbers[:1]:
        yield record(
            "letter", f"B-{number}-1", contract_account=f"VK-{number}", sent_on=str(today - timedelta(days=40)),
            subject="Willkommen im neuen Online-Service-Center",
            body="Guten Tag,\n\nab jetzt erledigen Sie vieles selbst: Zählerstände mitteilen, Verträge ansehen und "
            "Ihre Vorgänge verfolgen.\n\nIhre Stadtwerke Lindenau",
        )  # fmt: skip
        if household.index % 3 == 0:
            yield record(
                "letter", f"B-{number}-2", contract_account=f"VK-{number}", sent_on=str(today - timedelta(days=9)),
                subject="Neue Preise ab 1. Januar",
                body="Guten Tag,\n\nzum 1. Januar ändern sich die Preise. Mit einem Zählerstand zum Jahreswechsel "
                "rechnen wir genau ab, ohne Schätzung.\n\nIhre Stadtwerke Lindenau",
            )  # fmt: skip
