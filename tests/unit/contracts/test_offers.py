"""What a product is for one contract on one day, and what makes it another offer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from osc.contracts.rules.offers import OrderRules, Product, make_offer, may_take, read_product, steps_of_contract
from osc.foundation.calendars import CivilCalendar
from osc.foundation.effective import vat_percent

TODAY = date(2026, 11, 24)
RULES = OrderRules(lead_days=1, holidays=CivilCalendar("NW"))
VAT = partial(vat_percent, "STROM")
USE = dict.fromkeys(range(1, 13), Decimal(250))
RECORD: dict[str, Any] = {
    "name": "Fest 12", "commodity": "STROM", "supply_form": "SONDERVERTRAG", "price_kind": "FIXED",
    "notice": {"months": 1}, "term_months": 12, "renewal_months": None, "price_guarantee_months": 12,
    "needs_remote_meter": False, "points": [], "risks": None, "price_basis": None,
    "terms": {"title": "AVB", "version": "1", "body": "Text"},
    "prices": [{"from": "2026-01-01", "to": None, "unit_price_ct": "25.70", "base_price_eur": "131.00"}],
}  # fmt: skip


@pytest.fixture
def product() -> Product:
    return read_product("fest-12", RECORD)


def offer(product: Product, **more: Any) -> Any:
    given = {"today": TODAY, "bound_until": None, "early": False, "use": USE, "rules": RULES, "vat_on": VAT}
    return make_offer(product, **{**given, **more})


def test_term_guarantee_and_gross_prices_count_from_the_start(product: Product) -> None:
    found = offer(product)
    assert (found.starts_on, found.bound_until, found.guaranteed_until) == (
        date(2027, 1, 1), date(2027, 12, 31), date(2027, 12, 31),
    )  # fmt: skip
    assert (found.price.unit_ct, found.price.base_eur) == (Decimal("30.58"), Decimal("155.89"))
    assert found.estimate.gross == Decimal("1073.38")  # (771.00 + 131.00) * 1.19


def test_r_wid_9_every_offer_has_its_withdrawal_period(product: Product) -> None:
    assert offer(product).withdrawal_until == date(2026, 12, 8)
    early = offer(product, early=True)
    assert (early.starts_on, early.early) == (date(2026, 12, 1), True)


def test_r_wid_8_an_early_wish_without_effect_is_no_wish(product: Product) -> None:
    bound = offer(product, early=True, bound_until=date(2027, 6, 30))
    assert (bound.starts_on, bound.early) == (date(2027, 7, 1), False)


def test_without_a_price_at_the_start_there_is_no_offer() -> None:
    for prices in (
        [{"from": "2028-01-01", "unit_price_ct": "1", "base_price_eur": "1"}],
        [{"from": "2020-01-01", "to": "2026-12-31", "unit_price_ct": "1", "base_price_eur": "1"}],
        [],
    ):
        assert offer(read_product("x", {**RECORD, "prices": prices})) is None


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Anders"}, {"term_months": 24}, {"notice": {"months": 2}}, {"renewal_months": 12},
        {"price_guarantee_months": 6}, {"risks": "doch"}, {"price_kind": "VARIABLE"},
        {"terms": {"title": "AVB", "version": "2", "body": "Text"}},
        {"terms": {"title": "AVB", "version": "1", "body": "anderer Text"}},
        {"prices": [{"from": "2026-01-01", "unit_price_ct": "25.71", "base_price_eur": "131.00"}]},
    ],
)  # fmt: skip
def test_r_vtr_2_whatever_was_told_otherwise_is_another_offer(product: Product, other: dict[str, Any]) -> None:
    assert offer(product).fingerprint() == offer(read_product("fest-12", RECORD)).fingerprint()
    assert offer(read_product("fest-12", {**RECORD, **other})).fingerprint() != offer(product).fingerprint()
    assert offer(product, early=True).fingerprint() != offer(product).fingerprint()


def test_the_estimate_is_no_part_of_what_is_ordered(product: Product) -> None:
    assert offer(product, use=None).fingerprint() == offer(product).fingerprint()


def test_r_vtr_9_who_may_take_what(product: Product) -> None:
    dynamic = replace(product, code="dyn", needs_remote_meter=True)
    assert may_take(product, tariff_code="basis", remote=False) == "yes"
    assert may_take(product, tariff_code="fest-12", remote=False) == "current"
    assert may_take(dynamic, tariff_code="basis", remote=False) == "needs_remote"
    assert may_take(dynamic, tariff_code="basis", remote=True) == "yes"


def test_prices_of_a_contract_are_net_or_reckoned_back() -> None:
    gross = {"from": "2026-01-01", "unit_price_ct": "119.00", "base_price_eur": "11.90"}
    known = {**gross, "unit_price_net_ct": "99.995", "base_price_net_eur": "10.01"}
    (back,), (exact,) = steps_of_contract([gross], VAT), steps_of_contract([known], VAT)
    assert (back.unit_ct, back.base_eur) == (Decimal(100), Decimal(10))
    assert (exact.unit_ct, exact.base_eur) == (Decimal("99.995"), Decimal("10.01"))
