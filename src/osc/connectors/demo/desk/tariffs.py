"""The clerk for tariffs: the new product takes over on its day, the old prices end the day before."""

import sqlite3
from datetime import date, timedelta
from decimal import Decimal

from osc.connectors.demo.desk.clerk import BOOKED, Clerk, Data, Judgement
from osc.connectors.demo.desk.records import change, current
from osc.connectors.demo.world.prices import gross_of
from osc.foundation.effective import vat_percent
from osc.foundation.terms import add_months


def _judge(connection: sqlite3.Connection, data: Data) -> Judgement:
    contract, product = current(connection, "contract", data["contract"]), current(connection, "tariff", data["tariff"])
    if contract is None or contract["contract_account"] != f"VK-{data['contract_account']}":
        return "rejected", "contract and contract account do not belong together"
    if product is None or product["commodity"] != contract["commodity"]:
        return "rejected", "no such product for this contract"
    return BOOKED


def _book(connection: sqlite3.Connection, key: str, data: Data) -> None:
    contract, product = current(connection, "contract", data["contract"]), current(connection, "tariff", data["tariff"])
    assert contract is not None and product is not None, "judged before"
    start = date.fromisoformat(data["starts_on"])
    until = {
        name: str(add_months(start, months) - timedelta(days=1)) if months else None
        for name, months in (
            ("term_ends_on", product.get("term_months", 0)),
            ("price_guarantee_until", product.get("price_guarantee_months", 0)),
        )
    }
    old = [_ended(each, data["starts_on"]) for each in contract["prices"] if each["from"] < data["starts_on"]]
    change(
        connection, "contract", data["contract"], tariff_code=data["tariff"], prices=[*old, *_new(product, start)],
        supply_form=product.get("supply_form", "SONDERVERTRAG"), price_kind=product.get("price_kind", "VARIABLE"),
        notice=product["notice"], renewal_months=product.get("renewal_months"), price_change=None,
        concluded_on=data["submitted_at"][:10], **until,
    )  # fmt: skip


def _ended(period: Data, start: str) -> Data:
    return {**period, "to": min(period.get("to") or start, start)}


def _new(product: Data, start: date) -> list[Data]:
    periods = []
    for each in product["prices"]:
        if each.get("to") and each["to"] <= str(start):
            continue
        rate = vat_percent(product["commodity"], start)
        unit, base = Decimal(each["unit_price_ct"]), Decimal(each["base_price_eur"])
        periods.append({
            "from": max(each["from"], str(start)), "to": each.get("to"), "tariff": product["name"],
            "unit_price_ct": str(gross_of(unit, rate)), "base_price_eur": str(gross_of(base, rate)),
            "unit_price_net_ct": str(unit), "base_price_net_eur": str(base),
        })  # fmt: skip
    return periods


CLERKS = {"tariff_change": Clerk(_judge, _book)}
