"""Staff answer what customers write: queue, thread, inbox and mail without content (ux 6, mail 29)."""

from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.billing.questions import Message, send_message
from osc.cases.models import Case
from osc.correspondence.models import Letter, Mail
from osc.correspondence.sending import write
from osc.identity.models import PortalUser
from tests.support.client import PageClient, visible_text
from tests.support.people import households, make_user
from tests.support.reading import account_ids, hand_in, meter_of, submitter_for
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
NOW = settings.NOW
QUEUE = "/team/nachrichten/"
ANSWER = "Guten Tag,\nIhr Abschlag passt zu Ihrem Verbrauch. Sie müssen nichts tun."


def written_by(user: PortalUser, kind: str, text: str = "Passt mein Abschlag noch?") -> Case:
    return send_message(
        submitter=submitter_for(user), message=Message(min(account_ids(kind)), "instalment", text),
        answer_by=NOW.date(), submission_key=uuid4(), now=NOW,
    )  # fmt: skip


def test_the_answer_reaches_the_inbox_once_and_the_mail_says_nothing_of_it() -> None:
    user, clerk = make_user("B"), enter_staff()
    case = written_by(user, "B")
    assert "Nachrichten ohne Antwort 1" in visible_text(clerk.get("/team/"))
    assert "Passt mein Abschlag noch?" in visible_text(clerk.get(QUEUE))
    thread = f"{QUEUE}{case.id}/"
    assert households()["B"].person.last_name in visible_text(clerk.get(thread))
    key = str(uuid4())
    for _ in range(2):
        assert clerk.post(thread, {"text": ANSWER, "submission_key": key}).headers["Location"] == QUEUE
    assert run_jobs("answer") == 2
    letter = Letter.objects.get(answers=case.reference)
    assert letter.body == ANSWER and str(letter.contract_account_id) in {str(id_) for id_ in account_ids("B")}
    mail = Mail.objects.get(template="new_message")
    sent = write(mail)
    assert mail.to == user.email and "Abschlag" not in sent.body and f"/postfach/{letter.id}/" in sent.body
    customer = PageClient().enter(user)
    page = visible_text(customer.get(f"/postfach/{letter.id}/"))
    assert "Sie müssen nichts tun" in page and case.reference in page
    assert "Ihre Nachricht beantwortet" in visible_text(customer.get("/verwaltung/zugriffe/"))
    assert AuditEntry.objects.filter(deed="answer_message", subject=case.reference).count() == 1
    clerk.get(QUEUE)
    assert "Alles ist beantwortet" in visible_text(clerk.get(QUEUE))
    assert case.reference in visible_text(clerk.get(QUEUE, {"beantwortet": "1"}))
    assert "Sie müssen nichts tun" in visible_text(clerk.get(thread))
    assert PageClient().enter(make_user("A")).get(f"/postfach/{letter.id}/").status_code == 404


def test_a_full_file_of_the_billing_system_keeps_the_answer() -> None:
    user, clerk = make_user("B"), enter_staff()
    case = written_by(user, "B")
    clerk.post(f"{QUEUE}{case.id}/", {"text": ANSWER, "submission_key": str(uuid4())})
    run_jobs("answer")
    assert Letter.objects.get(answers=case.reference).external_id.startswith("osc:")


def test_an_answer_of_the_billing_system_counts() -> None:
    user, clerk = make_user("B"), enter_staff()
    case = written_by(user, "B")
    Letter.objects.filter(contract_account_id=min(account_ids("B"))).update(answers=None)
    letter = Letter.objects.filter(contract_account_id=min(account_ids("B"))).first()
    letter.answers = case.reference
    letter.save()
    assert "Alles ist beantwortet" in visible_text(clerk.get(QUEUE))


@pytest.mark.parametrize("text", ["", "Danke", "x" * 4001])
def test_an_answer_is_a_sentence_and_no_book(text: str) -> None:
    clerk = enter_staff()
    case = written_by(make_user("B"), "B")
    page = clerk.post(f"{QUEUE}{case.id}/", {"text": text, "submission_key": str(uuid4())})
    assert page.status_code == 422
    assert text in page.content.decode(), "what was typed stays"
    assert run_jobs("answer") == 0


def test_only_messages_have_a_thread() -> None:
    clerk = enter_staff()
    case = hand_in(make_user("B"), meter_of("B"), "5")
    assert clerk.get(f"{QUEUE}{case.id}/").status_code == 404
    assert clerk.post(f"{QUEUE}{uuid4()}/", {"text": ANSWER}).status_code == 404


def test_markup_of_customers_and_staff_is_text() -> None:
    """WEB1."""
    user, clerk = make_user("B"), enter_staff()
    case = written_by(user, "B", "<script>alert(1)</script>")
    assert "<script>alert" not in clerk.get(QUEUE).content.decode()
    assert "<script>alert" not in clerk.get(f"{QUEUE}{case.id}/").content.decode()
    clerk.post(f"{QUEUE}{case.id}/", {"text": "<b>Guten Tag, liebe Kundin</b>", "submission_key": str(uuid4())})
    run_jobs("answer")
    letter = Letter.objects.get(answers=case.reference)
    assert "<b>Guten" not in PageClient().enter(user).get(f"/postfach/{letter.id}/").content.decode()


def test_the_customers_language_is_the_language_of_subject_and_mail() -> None:
    user, clerk = make_user("B", language="en"), enter_staff()
    case = written_by(user, "B")
    clerk.post(f"{QUEUE}{case.id}/", {"text": ANSWER, "submission_key": str(uuid4())})
    run_jobs("answer")
    assert "New message in your inbox" in write(Mail.objects.get(template="new_message")).subject
    assert (
        "answer" in Letter.objects.get(answers=case.reference).subject.lower()
        or "reply" in Letter.objects.get(answers=case.reference).subject.lower()
    )
