"""Paper or no paper: the choice, the announcement of a bill, and what happens when a mail comes back."""

import json
import re
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from osc.billing.invoices.notices import announce_fresh
from osc.billing.models import BillNotice, Invoice, PaperlessChoice
from osc.billing.paperless import choose_paperless, is_paperless
from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.correspondence.bounces import bounce
from osc.correspondence.letters import write_letter
from osc.correspondence.models import Mail, PaperLetter
from osc.correspondence.sending import send, write
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.imports.run import apply_batch
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user
from tests.support.reading import submitter_for

pytestmark = pytest.mark.django_db
GAS = "IR10284425"
NOW = settings.NOW  # a Tuesday


def account() -> ContractAccount:
    return ContractAccount.objects.get(number=GAS)


def choose(user: PortalUser, *, paperless: bool = True, key: Any = None, now: datetime = NOW) -> Case:
    return choose_paperless(
        submitter=submitter_for(user), contract_account_id=account().id, paperless=paperless, yearly_paper=False,
        text_version="2026-11", submission_key=key or uuid4(), now=now,
    )  # fmt: skip


def fresh_bill(issued_on: date = date(2026, 11, 24), due_on: date = date(2026, 12, 10)) -> Invoice:
    row = Invoice.objects.get(number="R-2026-10284425")
    row.issued_on, row.due_on, row.prepaid = issued_on, due_on, 0
    row.save()
    return row


def bounced_mail(mail: Mail) -> None:
    bounce(mail_id=mail.id, reason="550 nobody here", now=NOW + timedelta(days=1))


def test_r_zug_3_the_choice_holds_at_once_and_can_be_taken_back_any_time() -> None:
    user = make_user("jana")
    case = choose(user, key=(key := uuid4()))
    assert case == choose(user, key=key), "the same form is the same case"
    assert case.reference.startswith("PL-")
    assert is_paperless(contract_account_id=account().id, at_billing_system=False)
    choose(user, paperless=False, now=NOW + timedelta(hours=1))
    assert not is_paperless(contract_account_id=account().id, at_billing_system=False)
    fresh_bill()
    assert announce_fresh(now=NOW + timedelta(hours=2)) == 0, "the next bill is printed by the utility"
    assert [choice.text_version for choice in PaperlessChoice.objects.all()] == ["2026-11"] * 2, (
        "R-ER-3: a versioned consent"
    )
    assert Mail.objects.filter(template="paperless_chosen").count() == 2


def test_a_refused_choice_does_not_hold() -> None:
    case = choose(make_user("jana"))
    Case.objects.filter(id=case.id).update(state="rejected")
    assert not is_paperless(contract_account_id=account().id, at_billing_system=False)


def test_the_choice_goes_to_the_billing_system_and_comes_back(utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    case = choose(make_user("jana"))
    message = OutboundMessage.objects.get(case_id=case.id)
    assert (message.kind, message.payload["paperless"], message.payload["text_version"]) == (
        "paperless",
        True,
        "2026-11",
    )
    deliver_message(key=message.id, door=utility.door, now=NOW)
    pull(door=utility.door, source="test", now=NOW)
    assert account().paperless and Case.objects.get(id=case.id).state == "confirmed"


def test_mail_21_announces_a_paperless_bill_without_any_amount() -> None:
    """R-ZUG-1, R-ZUG-5, R-ZUG-6: notified, received the next working day; the mail carries no content."""
    choose(make_user("jana"))
    bill = fresh_bill()
    assert announce_fresh(now=NOW) == 1 and announce_fresh(now=NOW) == 0, "once"
    notice = BillNotice.objects.get(invoice=bill)
    assert (notice.state, notice.delivered_on, notice.due_on) == ("notified", date(2026, 11, 25), date(2026, 12, 10))
    mail = Mail.objects.get(id=notice.mail_id)
    message = write(mail)
    assert message.subject == "Ihre Rechnung Gas ist da"
    assert (
        "€" not in message.body and "IR … 4425" in message.body and f"/verwaltung/zahlungen/{bill.id}/" in message.body
    )


def test_r_er_7_a_gutschrift_is_announced_by_its_name_and_so_is_its_letter() -> None:
    choose(make_user("jana"))
    note = fresh_bill()
    note.detail, note.gross, note.net, note.vat = {**note.detail, "kind": "credit_note"}, -100, -100, 0
    note.save()
    assert announce_fresh(now=NOW) == 1
    mail = Mail.objects.get(id=BillNotice.objects.get(invoice=note).mail_id)
    message = write(mail)
    assert message.subject == "Ihre Gutschrift ist da" and f"/verwaltung/zahlungen/{note.id}/" in message.body
    bounced_mail(mail)
    words = str(write_letter(PaperLetter.objects.get()).blocks)
    assert "100,00" in words and "-" not in words.split("Betrag")[1][:20] and "Gutschrift" in words


def test_r_re_9_a_day_to_pay_that_is_too_early_moves() -> None:
    choose(make_user("jana"))
    bill = fresh_bill(due_on=date(2026, 12, 1))
    announce_fresh(now=NOW)
    assert BillNotice.objects.get(invoice=bill).due_on == date(2026, 12, 10), "two weeks after 25 November, and a day"


def test_post_on_paper_and_old_bills_are_not_announced() -> None:
    make_user("jana")
    fresh_bill()
    assert announce_fresh(now=NOW) == 0, "the utility prints it"
    choose(PortalUser.objects.get())
    fresh_bill(issued_on=date(2026, 10, 1))
    assert announce_fresh(now=NOW) == 0, "a first import announces nothing"


def test_r_zug_2_a_mail_that_comes_back_becomes_a_letter_and_the_day_to_pay_moves() -> None:
    choose(make_user("jana"))
    bill = fresh_bill(due_on=date(2026, 12, 10))
    announce_fresh(now=NOW)
    mail = Mail.objects.get(template="bill_ready")
    bounced_mail(mail)
    bounced_mail(mail)
    notice, letter = BillNotice.objects.get(invoice=bill), PaperLetter.objects.get()
    assert notice.state == "on_paper" and notice.letter_id == letter.id
    assert (notice.delivered_on, notice.due_on) == (date(2026, 11, 30), date(2026, 12, 15))
    assert letter.recipient[0] == "Jana Albrecht" and letter.recipient[1].startswith("Ahornweg 12")
    assert "15.\\xa0Dezember\\xa02026" in str(write_letter(letter).blocks), "the letter says the day that holds"
    assert letter.created_at - mail.created_at <= timedelta(days=3)


def test_r_zug_4_after_a_bounce_the_next_bill_comes_on_paper_at_once() -> None:
    choose(make_user("jana"))
    fresh_bill()
    announce_fresh(now=NOW)
    bounced_mail(Mail.objects.get(template="bill_ready"))
    other = Invoice.objects.get(number="R-2025-10284425")
    other.issued_on = date(2026, 11, 24)
    other.save()
    announce_fresh(now=NOW + timedelta(days=2))
    assert BillNotice.objects.get(invoice=other).state == "on_paper" and PaperLetter.objects.count() == 2


def test_r_zug_7_a_locked_log_in_means_paper() -> None:
    user = make_user("jana")
    choose(user)
    fresh_bill()
    PortalUser.objects.filter(id=user.id).update(is_active=False)
    announce_fresh(now=NOW)
    assert BillNotice.objects.get().state == "on_paper" and not Mail.objects.filter(template="bill_ready").exists()


def test_a_permanent_refusal_of_the_mail_server_is_a_bounce(monkeypatch: pytest.MonkeyPatch) -> None:
    choose(make_user("jana"))
    fresh_bill()
    announce_fresh(now=NOW)
    mail = Mail.objects.get(template="bill_ready")
    answers = iter([451, 550])

    def refuse(self: EmailMultiAlternatives) -> int:
        raise SMTPRecipientsRefused({mail.to: (next(answers), b"no")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    with pytest.raises(SMTPRecipientsRefused):
        send(mail_id=mail.id, now=NOW)
    assert Mail.objects.get(id=mail.id).state == "waiting", "a temporary refusal is tried again"
    send(mail_id=mail.id, now=NOW)
    assert Mail.objects.get(id=mail.id).state == "bounced" and PaperLetter.objects.count() == 1


def test_a_late_bounce_comes_as_a_record() -> None:
    choose(make_user("jana"))
    fresh_bill()
    announce_fresh(now=NOW)
    mail = Mail.objects.get(template="bill_ready")
    data = {"mail": str(mail.id), "at": "2026-11-25T08:00:00+00:00", "reason": "5.1.1"}
    line = json.dumps({"kind": "mail_bounce", "id": "MB-1", "version": 1, "data": data}).encode()
    for _ in range(2):
        apply_batch([line], now=NOW, brake=False)
    assert Mail.objects.get(id=mail.id).state == "bounced" and PaperLetter.objects.count() == 1


def test_the_page_saves_at_once_and_says_the_number(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    response = portal.get("/verwaltung/post/")
    text = visible_text(response)
    assert text.count("Papierlos im Postfach") == 3 and "Ich bin einverstanden" in text and "Fassung 2026-11" in text
    key = re.search(r'name="submission_key" value="([^"]+)"', response.content.decode())
    assert key
    path = f"/verwaltung/post/{account().id}/"
    for _ in range(2):
        saved = portal.post(path, {"submission_key": key[1], "wish": "yearly"}, follow=True)
    case = Case.objects.get()
    assert f"Gespeichert. Vorgangsnummer {case.reference}." in visible_text(saved)
    assert PaperlessChoice.objects.get().yearly_paper, "R-RE-8: once a year on paper, also for paperless"
    assert "einmal im Jahr auch auf Papier" in visible_text(portal.get(f"/verwaltung/vorgaenge/{case.id}/"))


def test_the_page_refuses_strangers_and_stale_forms(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    path = f"/verwaltung/post/{account().id}/"
    assert portal.post(path, {"submission_key": str(uuid4()), "wish": "paper"}).status_code == 404
    stale = portal.post(path, {"submission_key": "x", "wish": "paper"}, follow=True)
    assert "veraltet" in visible_text(stale) and not Case.objects.exists()


def test_the_hint_after_a_bounce(portal: PageClient) -> None:
    user = make_user("jana")
    choose(user)
    bill = fresh_bill()
    announce_fresh(now=NOW)
    bounced_mail(Mail.objects.get(template="bill_ready"))
    portal.enter(user)
    assert "Unsere letzte E-Mail an Sie kam zurück" in visible_text(portal.get("/verwaltung/post/"))
    text = visible_text(portal.get(f"/verwaltung/zahlungen/{bill.id}/"))
    assert "Unsere E-Mail zu dieser Rechnung kam zurück" in text and "15.\u00a0Dezember\u00a02026" in text


def test_r_fw_1_heat_bills_come_electronically_for_nothing(portal: PageClient) -> None:
    user = make_user("waerme")
    portal.enter(user)
    response = portal.get("/verwaltung/post/")
    assert "Beides kostet nichts." in visible_text(response).replace("\u00a0", " ")
    heat = Invoice.objects.filter(
        contract_account_id__in=user.links.values("contract_account_id"), detail__commodities__contains="FERNWAERME"
    ).first()
    assert heat is not None
    path = f"/verwaltung/post/{heat.contract_account_id}/"
    form = response.content.decode().split(f'action="{path}"')[1]
    key = re.search(r'name="submission_key" value="([^"]+)"', form)
    assert key
    portal.post(path, {"submission_key": key[1], "wish": "paperless"})
    assert PaperlessChoice.objects.get().paperless
    assert not [line for line in heat.lines if "Porto" in line["text"] or line["kind"] == "other"]
