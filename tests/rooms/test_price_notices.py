"""Customers hear of a change of price: by mail in full, on paper where the law or the customer wants it, once."""

from datetime import timedelta

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.billing.models import PriceNotice
from osc.billing.prices.announcing import announce_price_changes
from osc.contracts.models import Contract, ContractAccount
from osc.correspondence.bounces import bounce
from osc.correspondence.letters import write_letter
from osc.correspondence.models import Letter, Mail, PaperLetter
from osc.correspondence.sending import write
from osc.identity.models import AccountLink
from tests.pages.test_contracts import contract_of
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
NOW, NBSP = settings.NOW, "\u00a0"


def gas(*, supply_form: str = "SONDERVERTRAG", paperless: bool = True) -> Contract:
    contract = contract_of("jana", "GAS")
    Contract.objects.filter(id=contract.id).update(supply_form=supply_form)
    ContractAccount.objects.filter(id=contract.contract_account_id).update(paperless=paperless)
    contract.refresh_from_db()
    assert contract.price_change["effective_on"] == "2027-01-01"
    return contract


def announce() -> int:
    return announce_price_changes(now=NOW)


def test_r_vtr_3_mail_23_says_everything_in_its_own_text() -> None:
    contract = gas()
    make_user("jana")
    assert announce() == 1 and announce() == 0, "once"
    mail = write(Mail.objects.get(template="price_change"))
    assert mail.subject == f"Preisänderung: Gas ab 1.{NBSP}Januar{NBSP}2027" and len(mail.subject) <= 50
    for words in ("Arbeitspreis", "10,59", "11,66", "Grundpreis", "Netzentgelte und Messung", contract.price_change["reason"],
                  "ohne Frist kündigen", f"bis zum 31.{NBSP}Dezember{NBSP}2026", "Verträge hier kündigen", "IR … 4425"):  # fmt: skip
        assert words in mail.body, words
    assert f"Arbeitspreis 10,59{NBSP}ct/kWh 11,66{NBSP}ct/kWh\n" in mail.body, (
        "a line for each part in the plain text too"
    )
    assert "IBAN" not in mail.body and not PaperLetter.objects.exists()
    notice = PriceNotice.objects.get()
    assert (str(notice.delivered_on), notice.late) == ("2026-11-25", False)


def test_r_zug_5_the_inbox_has_a_copy(portal: PageClient) -> None:
    gas()
    user = make_user("jana")
    announce()
    letter = Letter.objects.get(subject__startswith="Preisänderung")
    text = visible_text(portal.enter(user).get(f"/postfach/{letter.id}/"))
    assert "Arbeitspreis: bisher 10,59" in text and "Warum?" in text


def test_r_vtr_4_r_zug_4_basic_supply_gets_a_letter_whatever_was_chosen() -> None:
    gas(supply_form="GRUNDVERSORGUNG")
    make_user("jana")
    announce()
    letter = PaperLetter.objects.get()
    assert ProcrastinateJob.objects.filter(task_name__endswith="set_letter").exists(), "it goes to the print queue"
    words = str(write_letter(letter).blocks)
    assert "10,59" in words and "11,66" in words and "ohne Frist kündigen" in words
    assert Mail.objects.filter(template="price_change").count() == 1, "and the mail besides"


def test_post_on_paper_gets_a_letter_and_no_mail() -> None:
    gas(paperless=False)
    make_user("jana")
    announce()
    assert PaperLetter.objects.count() == 1 and not Mail.objects.filter(template="price_change").exists()
    assert str(PriceNotice.objects.get().delivered_on) == "2026-11-27", "the third day"


def test_r_zug_2_a_mail_that_comes_back_becomes_a_letter_and_may_be_too_late() -> None:
    gas()
    make_user("jana")
    announce()
    mail = Mail.objects.get(template="price_change")
    for _ in range(2):
        bounce(mail_id=mail.id, reason="550", now=NOW + timedelta(days=8))
    notice = PriceNotice.objects.get()
    assert PaperLetter.objects.count() == 1 and notice.letter_id
    assert (str(notice.delivered_on), notice.late) == ("2026-12-07", True), "less than a month before 1 January"


@pytest.mark.parametrize(
    "change", [{"pass_through": True}, {"announced_on": "2026-10-01"}, {"effective_on": "2026-11-24"}]
)
def test_r_vtr_5_nobody_is_told_of_what_needs_no_notice_or_is_long_past(change: dict[str, object]) -> None:
    contract = gas()
    Contract.objects.filter(id=contract.id).update(price_change={**contract.price_change, **change})
    make_user("jana")
    assert announce() == 0


def test_people_without_a_log_in_are_told_by_the_billing_system_and_delegates_by_nobody() -> None:
    gas()
    assert announce() == 0
    user = make_user("jana")
    AccountLink.objects.filter(user=user).update(read_only=True)
    assert announce() == 0 and not PriceNotice.objects.exists()


def test_english() -> None:
    gas()
    make_user("jana", language="en")
    announce()
    mail = write(Mail.objects.get(template="price_change"))
    assert mail.subject == f"Price change: Gas from 1{NBSP}January{NBSP}2027"
