"""Taking a declaration in, whatever was entered, and what staff do with one that nobody could match."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from osc.audit.actions import record
from osc.contracts.lookup import running_contracts_of
from osc.correspondence.actions import queue_mail
from osc.declarations.declared import Kind
from osc.declarations.matched import settle
from osc.declarations.models import Declaration
from osc.declarations.receipts import Receipt, find_receipt, name_receipt
from osc.declarations.rules.matching import fold_street
from osc.declarations.tasks import judge_declaration
from osc.foundation.clock import berlin_today
from osc.foundation.reference import new_reference
from osc.interchange.jobs import put_in_queue
from osc.isolation.change import insert_statement
from osc.isolation.markers import unscoped
from osc.limits.counters import Limit, count_or_refuse, source_of

# generous: many people share a line, and a declaration that is refused may come too late
SOURCE_LIMITS = (
    Limit("declare-source", 20, timedelta(minutes=10)),
    Limit("declare-source", 100, timedelta(days=1)),
)
PREFIXES = {Kind.TERMINATION: "KD", Kind.WITHDRAWAL: "KD", Kind.MOVE: "UM"}


class FormReused(Exception):
    """The same form key came with other content: the form must be opened anew, with what was typed."""


class NotOpen(Exception):
    """The declaration was settled already, or there is none."""


class NoSuchContract(Exception):
    """The contract account has no running contract that could be meant."""


@dataclass(frozen=True, slots=True)
class Declarer:
    """Who declares: name and address for the receipt as typed; `user_id` and `chosen` only when signed in."""

    name: str
    email: str
    language: str
    address: str
    user_id: UUID | None = None
    chosen: Sequence[UUID] = ()


def declare(
    *, kind: Kind, declarer: Declarer, content: Mapping[str, Any], form_key: UUID, now: datetime
) -> tuple[Receipt, bool]:
    """Stores the declaration in the caller's transaction and returns its receipt, and whether it is new: the same
    form twice is one declaration. Constant work: nothing is looked up. Raises FormReused, LimitReached."""
    count_or_refuse(SOURCE_LIMITS, source_of(declarer.address), now=now)
    digest = hashlib.sha256(
        json.dumps([kind, declarer.name, declarer.email, list(declarer.chosen), content], sort_keys=True, default=str)
        .encode()
    ).hexdigest()  # fmt: skip
    row = Declaration(
        id=uuid4(), reference=new_reference(PREFIXES[kind], secrets.token_bytes), kind=kind,
        form_hash=name_receipt(form_key), content_hash=digest, content=dict(content), name=declarer.name,
        email=declarer.email, language=declarer.language, user_id=declarer.user_id,
        chosen_contracts=[str(each) for each in declarer.chosen], received_at=now,
    )  # fmt: skip
    statement, values = insert_statement(row)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} on conflict (form_hash) do nothing", values)
        new = cursor.rowcount == 1
    receipt = find_receipt(form_key=form_key, now=now)
    assert receipt is not None, "a receipt exists as soon as its row does"
    if receipt.content_hash != digest:
        raise FormReused
    if new:
        put_in_queue(judge_declaration, lock=_line_of(row), declaration_id=str(row.id))
    return receipt, new


def _line_of(declaration: Declaration) -> str:
    """Declarations of one customer are judged in the order of their receipt (I5), also when a worker dies in between;
    who stays anonymous is known by what was typed."""
    typed = declaration.content
    number = "".join(filter(str.isalnum, typed.get("contract_account", ""))).upper()
    place = fold_street(f"{typed.get('postal_code', '')} {typed.get('street', '')}")
    who = declaration.user_id or number or place or declaration.id
    return f"declared:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"


@unscoped(reason="staff settle what belongs to nobody yet")
@transaction.atomic
def assign_declaration(
    *, declaration_id: UUID, account_number: str, commodities: Sequence[str], staff: str, reason: str, now: datetime
) -> UUID:
    """Staff say whose contracts are meant: the running ones of the account, of these Sparten (none named: all).
    Opens the case under the declaration's number, dated with its receipt, and returns it (R-KUE-7).
    Raises NotOpen, NoSuchContract."""
    declaration = _unmatched(declaration_id)
    contracts = [
        each for each in running_contracts_of(account_number, on=berlin_today(now))
        if not commodities or each.commodity in commodities
    ]  # fmt: skip
    if not contracts:
        raise NoSuchContract
    declaration.note = reason
    declaration.save(update_fields=["note"])
    record(
        at=now, actor=staff, deed="assign_declaration", subject=declaration.reference,
        business_partner_id=contracts[0].business_partner_id, reason=reason, doubt=declaration.doubt,
        account=account_number, commodities=list(commodities),
    )  # fmt: skip
    return settle(declaration, contracts, by=staff, now=now)


@unscoped(reason="staff settle what belongs to nobody yet")
@transaction.atomic
def close_declaration(*, declaration_id: UUID, answer: str, staff: str, reason: str, now: datetime) -> None:
    """Staff end a declaration that concerns no contract of ours; the answer goes out by mail. Who and why stays
    with the declaration: there is no customer whose trace it could be in. Raises NotOpen."""
    declaration = _unmatched(declaration_id)
    declaration.state, declaration.answer, declaration.note = Declaration.State.CLOSED, answer, reason
    declaration.settled_at, declaration.settled_by = now, staff
    declaration.save(update_fields=["state", "answer", "note", "settled_at", "settled_by"])
    queue_mail(
        template="declaration_answered", to=declaration.email, language=declaration.language, now=now,
        context={"name": declaration.name, "reference": declaration.reference, "answer": answer},
    )  # fmt: skip


def _unmatched(declaration_id: UUID) -> Declaration:
    found = (
        Declaration.objects.select_for_update()
        .filter(id=declaration_id, state=Declaration.State.UNMATCHED)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotOpen
    return found
