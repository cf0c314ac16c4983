"""A declaration that found its contracts becomes a case under its own number and goes to the billing system."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from osc.billing.invoices.recipients import language_of
from osc.cases.models import Case
from osc.contracts.lookup import RunningContract
from osc.contracts.rules.terms import Binding, binding_of_contract
from osc.correspondence.actions import queue_mail
from osc.declarations.declared import Declared
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.isolation.scope import Scope
from osc.leaving.rules.ends import How, needs_signature, proposed_end
from osc.leaving.rules.withdrawal import in_time, last_day
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Owner, Request, Submitter


def bind(contract: RunningContract) -> Binding:
    """What binds this contract: its own notice, else what is usual."""
    return binding_of_contract(
        contract.commodity, contract.supply_form, contract.notice, term_ends_on=contract.term_ends_on,
        renewal_months=contract.renewal_months,
    )  # fmt: skip


def open_termination(declaration: Declared, contracts: Sequence[RunningContract], now: datetime) -> UUID:
    """One case, one message per contract; a contract that needs a signature waits for the letter (R-KUE-11)."""
    content, received_on = declaration.content, berlin_today(declaration.received_at)
    how = How(content["how"])
    wish = date.fromisoformat(content["wish_on"]) if content.get("wish_on") else None
    rules, rows = settings.UTILITY.leaving, []
    for each in contracts:
        end = proposed_end(received_on, bind(each), how=how, wish=wish)
        signature = needs_signature(
            each.commodity, water_in_text=rules.water_in_text_form, heat_in_text=rules.heat_in_text_form
        )
        rows.append({**_named(each), "last_day": end.last_day.isoformat(), "later": end.later, "signature": signature})
    told = {"how": how, "reason": content.get("reason", ""), "wish_on": content.get("wish_on") or None}
    case = _open(Case.Kind.TERMINATION, "termination", "terminate", declaration, contracts, rows, told)
    if any(row["signature"] for row in rows):
        _mail("termination_needs_signature", declaration, declaration.email, now, {"contracts": rows})
    return case


def open_withdrawal(declaration: Declared, contracts: Sequence[RunningContract], now: datetime) -> UUID:
    """One case; whether it came in time is judged by the moment it was sent (R-WID-4)."""
    rows = [{**_named(each), "in_time": _in_time(each, declaration.received_at)} for each in contracts]
    return _open(Case.Kind.CONTRACT_WITHDRAWAL, "withdrawal", "withdraw_contract", declaration, contracts, rows, {})


def _in_time(contract: RunningContract, received_at: datetime) -> bool | None:
    """None when nobody knows when the contract was concluded: the billing system decides."""
    if contract.concluded_on is None:
        return None
    holidays = CivilCalendar(settings.UTILITY.portal.land)
    return in_time(received_at, last_day(contract.concluded_on, holidays, instructed=True))


def _named(contract: RunningContract) -> dict[str, Any]:
    return {"contract": contract.external_id, "commodity": contract.commodity, "account": contract.account_number}


def _open(
    kind: Case.Kind, message: str, deed: str, declaration: Declared, contracts: Sequence[RunningContract],
    rows: list[dict[str, Any]], told: dict[str, Any],
) -> UUID:  # fmt: skip
    """Everything counts from the moment the declaration reached us, so that is the time of the case."""
    first, received_at = contracts[0], declaration.received_at
    owner = Owner(first.account_id, first.account_number, first.business_partner_id, first.partner_name)
    told = {"name": declaration.name, "received_at": received_at.isoformat(), **told}
    held = [bool(row.get("signature")) for row in rows]
    outgoing = tuple(
        Outgoing(message, "contract", {**told, **row}, account_number=row["account"], held=waits)
        for row, waits in zip(rows, held, strict=True)
    )
    case = accept(
        submitter=Submitter(
            Scope(declaration.user_id or declaration.id, (), ()), declaration.email, declaration.language
        ),
        request=Request(
            kind=kind, owner=owner, deed=deed, content={"declaration": declaration.id}, mail="",
            summary={**told, "contracts": rows}, outgoing=outgoing, reference=declaration.reference,
            in_review=any(held),
        ),
        submission_key=declaration.id, now=received_at,
    )  # fmt: skip
    on_file = first.email_on_file
    if on_file and on_file.lower() != declaration.email.lower():
        language = language_of(first.account_id, declaration.language)
        _mail("declared_notice", declaration, on_file, received_at, {"kind": kind, "contracts": rows}, language)
    return case.id


def _mail(
    template: str, declaration: Declared, to: str, now: datetime, more: dict[str, Any], language: str = ""
) -> None:  # fmt: skip
    queue_mail(
        template=template, to=to, language=language or declaration.language, now=now,
        context={"name": declaration.name, "reference": declaration.reference, **more},
    )  # fmt: skip
