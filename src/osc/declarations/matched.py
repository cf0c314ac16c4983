"""From a declaration to the contracts it means, and to the room that acts on it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.contracts.lookup import RunningContract, contracts_at, contracts_by_id, running_contracts_of
from osc.declarations.declared import Declared, Kind
from osc.declarations.models import Declaration
from osc.declarations.rules.matching import Candidate, Doubt, fold_street, judge, split_house_number
from osc.foundation.clock import berlin_today
from osc.foundation.identifiers import IdentifierRefused, canonical_contract_account
from osc.isolation.markers import unscoped

# what a form says when all contracts of the number or address are meant
ALL = "ALLE"
Handler = Callable[[Declared, Sequence[RunningContract], datetime], UUID]
_handlers: dict[str, Handler] = {}


def on_match(kind: Kind, handler: Handler) -> None:
    """The room above that opens the case of this kind; it returns the id of the case."""
    _handlers[kind] = handler


@unscoped(reason="the worker finds out whose contract is meant")
@transaction.atomic
def judge_stored(*, declaration_id: UUID, now: datetime) -> None:
    """Judges one declaration once: opens its case, or puts it before a person. The page never learns which."""
    declaration = Declaration.objects.select_for_update().get(id=declaration_id)
    if declaration.state != Declaration.State.OPEN:
        return
    meant, doubt = _meant(declaration, now)
    if doubt is None and meant:
        settle(declaration, meant, by="worker", now=now)
        return
    declaration.state, declaration.doubt = Declaration.State.UNMATCHED, doubt or Doubt.NOTHING_FOUND
    declaration.save(update_fields=["state", "doubt"])


def settle(declaration: Declaration, contracts: Sequence[RunningContract], *, by: str, now: datetime) -> UUID:
    """Hands the declaration to its room and notes the case, in the caller's transaction."""
    declaration.case_id = _handlers[declaration.kind](declaration.declared(), contracts, now)
    declaration.state, declaration.settled_at, declaration.settled_by = Declaration.State.MATCHED, now, by
    declaration.save(update_fields=["case_id", "state", "settled_at", "settled_by"])
    return declaration.case_id


def _meant(declaration: Declaration, now: datetime) -> tuple[list[RunningContract], Doubt | None]:
    on = berlin_today(now)
    if declaration.chosen_contracts:
        # chosen from the customer's own list: the page has checked that
        return contracts_by_id([UUID(each) for each in declaration.chosen_contracts], on=on), None
    content = declaration.content
    found = _by_number(content.get("contract_account", ""), on) or _by_address(content, on)
    everything = content.get("commodity", "") == ALL
    match = judge(
        [Candidate(each.id, each.business_partner_id, each.commodity, each.partner_name) for each in found],
        name=declaration.name, commodity="" if everything else content.get("commodity", ""),
        everything=everything,
    )  # fmt: skip
    chosen = {each.contract_id for each in match.contracts}
    return [each for each in found if each.id in chosen], match.doubt


def _by_number(typed: str, on: date) -> list[RunningContract]:
    pattern = settings.UTILITY.contract_account
    try:
        number = canonical_contract_account(typed, prefix=pattern.prefix, digits=pattern.digits)
    except IdentifierRefused:
        return []
    return running_contracts_of(number, on=on)


def _by_address(content: dict[str, str], on: date) -> list[RunningContract]:
    street, house_number = split_house_number(content.get("street", ""))
    postal_code = content.get("postal_code", "")
    if not (street and house_number and postal_code):
        return []
    wanted = fold_street(street)
    return [
        each for each in contracts_at(postal_code, house_number, on=on) if fold_street(each.street) == wanted
    ]  # fmt: skip
