"""A change of price: the earliest day, who must be told, what changes part by part; and which way the news goes."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.billing.rules.bills.dates import INTERVALS, next_billing_period
from osc.billing.rules.delivery import LETTER_REQUIRED, MAIL_TEXT, Document, MailText, ways
from osc.contracts.rules.price_changes import changed_parts, holds_at_the_earliest, needs_notice
from osc.correspondence.rules.subjects import check_subject
from osc.foundation.terms import add_months

D = Decimal
PRICES = [
    {"from": "2026-01-01", "to": "2027-01-01", "unit_price_ct": "10.59", "base_price_eur": "179.93",
     "components": [{"name": "Netz", "unit_price_ct": "2.50"}, {"name": "Alt", "unit_price_ct": "1.00"}]},
    {"from": "2027-01-01", "to": None, "unit_price_ct": "11.66", "base_price_eur": "182.07",
     "components": [{"name": "Netz", "unit_price_ct": "3.03"}, {"name": "Messung", "base_price_eur": "20.00"}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("supply_form", "announced", "earliest"),
    [
        ("GRUNDVERSORGUNG", date(2026, 11, 19), date(2027, 1, 1)),
        ("GRUNDVERSORGUNG", date(2026, 11, 20), date(2027, 2, 1)),
        ("SONDERVERTRAG", date(2026, 11, 30), date(2026, 12, 31)),
        ("SONDERVERTRAG", date(2026, 12, 1), date(2027, 1, 2)),
    ],
)
def test_r_vtr_4_r_vtr_3_ex_17_the_earliest_day_of_a_new_price(
    supply_form: str, announced: date, earliest: date
) -> None:
    assert holds_at_the_earliest(supply_form, announced) == earliest


@given(st.dates(date(2024, 1, 1), date(2032, 1, 1)), st.sampled_from(["GRUNDVERSORGUNG", "SONDERVERTRAG"]))
def test_a_month_always_passes_and_basic_supply_starts_with_a_month(announced: date, supply_form: str) -> None:
    found = holds_at_the_earliest(supply_form, announced)
    assert add_months(announced, 1) < found
    assert supply_form == "SONDERVERTRAG" or (found.day == 1 and (found - announced).days > 42)


def test_r_vtr_5_r_vtr_7_who_need_not_be_told() -> None:
    assert needs_notice("SONDERVERTRAG", pass_through=False) and needs_notice("GRUNDVERSORGUNG", pass_through=False)
    assert not needs_notice("SONDERVERTRAG", pass_through=True)
    assert not needs_notice("ERSATZVERSORGUNG", pass_through=False)


def test_r_vtr_3_old_and_new_stand_side_by_side_for_every_part() -> None:
    parts = {each.name: (each.unit, each.old, each.new) for each in changed_parts(PRICES, date(2027, 1, 1))}
    assert parts == {
        "unit_price": ("ct", D("10.59"), D("11.66")), "base_price": ("EUR", D("179.93"), D("182.07")),
        "Netz": ("ct", D("2.50"), D("3.03")), "Alt": ("ct", D("1.00"), None), "Messung": ("EUR", None, D("20.00")),
    }  # fmt: skip
    assert changed_parts(PRICES[1:], date(2027, 1, 1)) == [], "nothing is compared with what is not known"


@pytest.mark.parametrize(("document", "paperless", "reachable"), list(product(Document, [True, False], [True, False])))
def test_r_zug_4_the_matrix_of_documents_and_ways(document: Document, paperless: bool, reachable: bool) -> None:
    found = ways(document, paperless=paperless, reachable=reachable)
    assert found.letter == (document in LETTER_REQUIRED or not (paperless and reachable))
    assert (found.mail != MailText.NOTHING) == (paperless and reachable)
    assert found.letter or found.mail != MailText.NOTHING, "every document goes out somehow"


def test_r_zug_5_two_kinds_of_mail() -> None:
    assert MAIL_TEXT[Document.BILL] == MailText.NOTIFICATION
    assert MAIL_TEXT[Document.PRICE_CHANGE] == MAIL_TEXT[Document.BASIC_PRICE_CHANGE] == MailText.FULL


def test_r_vtr_3_a_subject_that_hides_the_change_is_refused() -> None:
    check_subject("price_change", "Preisänderung: Gas ab 1. Januar 2027")
    check_subject("bill_ready", "Aktuelles zu Ihrem Vertrag")
    with pytest.raises(ValueError, match="must begin with Preisänderung:"):
        check_subject("price_change", "Aktuelles zu Ihrem Vertrag")


@pytest.mark.parametrize(("months", "last"), [(1, date(2026, 2, 1)), (3, date(2026, 4, 1)), (12, date(2027, 1, 1))])
def test_r_re_8_the_next_bill_covers_what_was_chosen(months: int, last: date) -> None:
    assert next_billing_period(date(2026, 1, 1), months).end == last
    with pytest.raises(ValueError, match="not offered"):
        next_billing_period(date(2026, 1, 1), 2)
    assert INTERVALS == (12, 6, 3, 1)
