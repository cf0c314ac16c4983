"""Ordering another tariff: what was told is what is ordered, or nothing is."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from osc.cases.models import Case
from osc.contracts.models import TariffOrder
from osc.contracts.queries import ContractAtHand, contract_at_hand, find_product
from osc.contracts.rules.offers import Offer, OrderRules, make_offer, may_take
from osc.foundation.clock import berlin_today
from osc.foundation.effective import vat_percent
from osc.isolation.change import store
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter


class ContractNotFound(Exception):
    """No such running contract among the user's contract accounts."""


class NotOffered(Exception):
    """The product is not offered for this contract (any more)."""


class ToldOtherwise(Exception):
    """What the customer was told before ordering is not what holds now: it must be read again (R-VTR-2)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the customer ordered. `told` is the fingerprint of the offer on the check page, `texts` are the texts
    shown there (name: version and body), `estimate_eur` the gross estimate they saw."""

    contract_id: UUID
    code: str
    early: bool
    remote: bool
    told: str
    texts: Mapping[str, tuple[str, str]]
    estimate_eur: str | None


def order_tariff(*, submitter: Submitter, order: Order, rules: OrderRules, submission_key: UUID, now: datetime) -> Case:
    """Orders a tariff, in the caller's transaction; the same form twice is one case.

    Raises ContractNotFound, NotOffered, ToldOtherwise, SubmissionKeyReused.
    """
    today = berlin_today(now)
    contract = contract_at_hand(submitter.scope, contract_id=order.contract_id)
    if contract is None or contract.ends_on is not None:
        raise ContractNotFound
    product = find_product(order.code, commodity=contract.commodity, today=today)
    if product is None or may_take(product, tariff_code=contract.tariff_code, remote=order.remote) != "yes":
        raise NotOffered
    offer = make_offer(
        product, today=today, bound_until=contract.bound_until(today), early=order.early, use=None, rules=rules,
        vat_on=partial(vat_percent, contract.commodity),
    )  # fmt: skip
    if offer is None:
        raise NotOffered
    if offer.fingerprint() != order.told:
        raise ToldOtherwise
    summary = _summary(contract, offer, order)
    texts = {
        name: {"version": version, "sha256": hashlib.sha256(body.encode()).hexdigest()}
        for name, (version, body) in order.texts.items()
    }

    def store_rows(case: Case, _keys: tuple[UUID, ...]) -> None:
        store(TariffOrder(
            business_partner_id=contract.owner.business_partner_id, case=case, contract_id=contract.id,
            tariff_code=order.code, concluded_at=now, starts_on=offer.starts_on,
            withdrawal_until=offer.withdrawal_until, early_start=offer.early, texts=texts, summary=summary,
        ))  # fmt: skip

    request = Request(
        kind=Case.Kind.TARIFF_CHANGE, owner=contract.owner, deed="order_tariff",
        content={"contract": order.contract_id, "tariff": order.code, "early": order.early, "told": order.told},
        summary=summary, mail="tariff_ordered",
        mail_context={"terms": dict(product.terms), "concluded_on": today.isoformat()},
        outgoing=(Outgoing("tariff_change", "contract", _payload(contract, offer, texts)),),
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _summary(contract: ContractAtHand, offer: Offer, order: Order) -> dict[str, Any]:
    return {
        "commodity": contract.commodity, "contract_account": contract.owner.number, "old_tariff": contract.tariff,
        "tariff": offer.product.name, "starts_on": offer.starts_on.isoformat(),
        "prices": [
            {"since": each.since.isoformat(), "unit_ct": str(each.unit_ct), "base_eur": str(each.base_eur)}
            for each in offer.prices
        ],
        "price_kind": offer.product.price_kind, "notice": dict(offer.product.notice),
        "bound_until": offer.bound_until.isoformat() if offer.bound_until else None,
        "renewal_months": offer.product.renewal_months,
        "guaranteed_until": offer.guaranteed_until.isoformat() if offer.guaranteed_until else None,
        "withdrawal_until": offer.withdrawal_until.isoformat(), "early": offer.early, "estimate": order.estimate_eur,
        "place": contract.place, "risks": offer.product.risks,
        "texts": {name: version for name, (version, _body) in order.texts.items()},
    }  # fmt: skip


def _payload(contract: ContractAtHand, offer: Offer, texts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        "contract": contract.external_id, "tariff": offer.product.code, "starts_on": offer.starts_on.isoformat(),
        "early_start_demanded": offer.early, "withdrawal_until": offer.withdrawal_until.isoformat(),
        "texts": {name: dict(text) for name, text in texts.items()}, "channel": "portal",
    }  # fmt: skip
