"""Staff print letters, note what came back, and look at bills that differ (R-ZUG-2, R-GEN-9); and the first page."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from osc.audit.models import AuditEntry
from osc.billing.invoices.checking import check_all
from osc.billing.models import BillCheck, BillNotice, Invoice
from osc.correspondence.actions import queue_letter
from osc.correspondence.bounces import bounce
from osc.correspondence.models import Mail, PaperLetter
from osc.correspondence.tray import put_into_tray
from osc.identity.models import PortalUser
from tests.rooms.test_bank import account_of
from tests.rooms.test_bills import bill
from tests.support.client import PageClient, visible_text
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
NOW = settings.NOW
NOTE = "Neue Anschrift beim Amt erfragt"


@pytest.fixture
def clerk() -> PageClient:
    return enter_staff()


def a_letter(template: str = "address_changed") -> PaperLetter:
    """A letter in the tray, set by the worker."""
    context = {"reference": "PD-7K4M-2Q9P", "account": "IR10284417", "code": "ABCD-EFGH", "days": 14}
    id_ = queue_letter(
        template=template, recipient=["Jana Albrecht", "Ahornweg 12", "03220 Lindenau"], context=context,
        language="de", business_partner_id=account_of().business_partner_id, now=NOW,
    )  # fmt: skip
    put_into_tray(letter_id=id_, now=NOW)
    return PaperLetter.objects.get(id=id_)


def test_a_letter_is_opened_printed_and_posted(clerk: PageClient) -> None:
    letter = a_letter()
    text = visible_text(clerk.get("/team/briefe/"))
    assert "Neue Postanschrift, Jana Albrecht" in text and "spätestens am 27.11.2026" in text, "R-ZUG-2: three days"
    pdf = clerk.get(f"/team/briefe/{letter.id}/pdf/")
    assert pdf.content[:5] == b"%PDF-" and pdf.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get(deed="open_letter").business_partner_id == letter.business_partner_id
    assert clerk.post("/team/briefe/gedruckt/", {"letter": "x"}).status_code == 422
    for _ in range(2):
        clerk.post("/team/briefe/gedruckt/", {"letter": str(letter.id)})
        run_jobs("note_printed")
    letter.refresh_from_db()
    assert (letter.state, letter.content) == ("printed", None)
    assert AuditEntry.objects.filter(deed="print_letter").count() == 1
    assert "Kein Brief wartet auf den Druck" in visible_text(clerk.get("/team/briefe/"))
    assert clerk.get(f"/team/briefe/{letter.id}/pdf/").status_code == 404


def test_the_print_room_does_not_print_it_again(
    clerk: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(settings, "LETTER_TRAY", str(tmp_path))
    letter = a_letter()
    assert (tmp_path / f"{letter.id}.pdf").exists()
    clerk.post("/team/briefe/gedruckt/", {"letter": str(letter.id)})
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs("note_printed")
    assert not (tmp_path / f"{letter.id}.pdf").exists()


def test_staff_never_see_a_code_where_a_print_room_prints_it(
    clerk: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """security 6.6: staff may trigger, never see; without a print room somebody has to print it, and that is noted."""
    monkeypatch.setattr(settings, "LETTER_TRAY", str(tmp_path))
    letter = a_letter("letter_code")
    assert "Enthält einen Code" in visible_text(clerk.get("/team/briefe/"))
    assert clerk.get(f"/team/briefe/{letter.id}/pdf/").status_code == 404
    monkeypatch.setattr(settings, "LETTER_TRAY", "")
    assert clerk.get(f"/team/briefe/{letter.id}/pdf/").status_code == 200
    assert AuditEntry.objects.filter(deed="open_letter", subject="letter_code").count() == 1


def test_returned_post_waits_until_somebody_has_cared(clerk: PageClient) -> None:
    letter = a_letter()
    clerk.post(f"/team/briefe/{letter.id}/zurueck/")
    run_jobs("note_returned")
    letter.refresh_from_db()
    assert letter.state == "in_tray", "what was not posted can't come back"
    clerk.post("/team/briefe/gedruckt/", {"letter": str(letter.id)})
    clerk.post(f"/team/briefe/{letter.id}/zurueck/")
    run_jobs("note_printed", "note_returned")
    assert "zurück seit" in visible_text(clerk.get("/team/briefe/"))
    address = f"/team/briefe/{letter.id}/erledigt/"
    assert clerk.post(address, {"note": "so"}).status_code == 422
    for _ in range(2):
        clerk.post(address, {"note": NOTE})
        run_jobs("note_settled")
    letter.refresh_from_db()
    assert (letter.state, letter.note) == ("returned", NOTE) and letter.handled_at
    assert AuditEntry.objects.filter(deed="settle_returned_letter").count() == 1
    assert "Kein Brief kam zurück" in visible_text(clerk.get("/team/briefe/"))


def test_r_zug_2_a_mail_that_came_back_is_shown_with_the_letter_in_its_place(clerk: PageClient) -> None:
    mails = [
        Mail.objects.create(template="bill_ready", language="de", to=to, context={}, created_at=NOW, state="sent")
        for to in ("weg@example.net", "fort@example.net")
    ]  # fmt: skip
    invoice = bill()
    BillNotice.objects.create(
        invoice=invoice, business_partner_id=invoice.business_partner_id, mail_id=mails[0].id, notified_at=NOW,
        delivered_on=NOW.date(), due_on=NOW.date(),
    )  # fmt: skip
    for mail in mails:
        bounce(mail_id=mail.id, reason="550 nobody here", now=NOW)
    text = visible_text(clerk.get("/team/briefe/"))
    assert "weg@example.net 24.11.2026, 550 nobody here Brief geht raus" in text
    assert "fort@example.net 24.11.2026, 550 nobody here" in text and text.count("Brief geht raus") == 1


def differing() -> Invoice:
    check_all(now=NOW)
    row = bill()
    row.prepaid += 1
    row.content_hash = "changed"
    row.save()
    check_all(now=NOW)
    return row


def test_r_gen_9_both_figures_and_a_note(clerk: PageClient) -> None:
    invoice = differing()
    assert f"{invoice.number} Summe der Abschläge" in visible_text(clerk.get("/team/rechnungen/"))
    address = f"/team/rechnungen/{invoice.id}/"
    text = visible_text(clerk.get(address))
    assert "1.651,00" in text and "1.650,00" in text and "1,00" in text
    assert AuditEntry.objects.filter(deed="open_case", subject=invoice.number).exists()
    assert clerk.post(address + "gesehen/", {"note": ""}).status_code == 422
    for _ in range(2):
        clerk.post(address + "gesehen/", {"note": NOTE})
    run_jobs("note_look")
    assert BillCheck.objects.get(invoice=invoice).note == NOTE
    assert AuditEntry.objects.filter(deed="look_at_bill").count() == 1
    assert "auf den Cent" in visible_text(clerk.get("/team/rechnungen/"))
    assert "schon entschieden" in visible_text(clerk.get(address, follow=True))


def test_a_bill_that_changes_again_is_a_new_question(clerk: PageClient) -> None:
    invoice = differing()
    clerk.post(f"/team/rechnungen/{invoice.id}/gesehen/", {"note": NOTE})
    invoice.prepaid += 1
    invoice.content_hash = "changed again"
    invoice.save()
    check_all(now=NOW)
    run_jobs("note_look")
    assert BillCheck.objects.get(invoice=invoice).looked_at is None, "the note was about other figures"
    assert invoice.number in visible_text(clerk.get("/team/rechnungen/"))


def test_the_first_page_counts_every_queue_in_one_statement(clerk: PageClient) -> None:
    calm = visible_text(clerk.get("/team/"))
    assert "Im Moment wartet nichts auf Sie" in calm and "Nichts offen" in calm
    a_letter()
    differing()
    with CaptureQueriesContext(connection) as captured:
        text = visible_text(clerk.get("/team/"))
    assert "Briefe und Rückläufer 1" in text and "Abweichende Rechnungen 1" in text
    assert "ältester vom 24.11.2026" in text
    counting = [each["sql"] for each in captured.captured_queries if "metering_anonymousreading" in each["sql"]]
    assert len(counting) == 1 and len(captured.captured_queries) <= 10


@pytest.mark.parametrize("path", ["/team/", "/team/briefe/", "/team/rechnungen/"])
def test_in_english(clerk: PageClient, path: str) -> None:
    a_letter()
    invoice = differing()
    PortalUser.objects.filter(is_staff=True).update(language="en")
    text = visible_text(clerk.get(path))
    assert "What is waiting" in text or "To print" in text or "Bills that differ" in text
    assert "Recomputed" in visible_text(clerk.get(f"/team/rechnungen/{invoice.id}/"))
