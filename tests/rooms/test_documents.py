"""Documents: stored once, never changed, downloaded by their owner alone; letters on paper."""

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from osc.connectors.demo.letters import PrintRoom
from osc.contracts.models import ContractAccount
from osc.correspondence.actions import queue_letter
from osc.correspondence.letters import write_letter
from osc.correspondence.models import PaperLetter
from osc.correspondence.tray import look_into_tray, put_into_tray
from osc.documents.actions import DocumentTooLarge, store_document
from osc.documents.models import Document
from osc.documents.rendering import render_pdf
from tests.support.pdf_rules import broken_rules
from tests.support.people import households, make_user

pytestmark = pytest.mark.django_db
BILL = {
    "name": "Jana Albrecht", "account": "IR … 4417", "number": "R-2025-1", "period_from": "2025-01-01",
    "last_day": "2025-12-31", "credit": False, "amount": "217.12", "due_on": "2026-12-08",
}  # fmt: skip


def accounts_of(kind: str) -> list[ContractAccount]:
    return list(ContractAccount.objects.filter(number__in=households()[kind].account_numbers).order_by("number"))


def stored(kind: str = "jana", content: bytes = b"%PDF-1.7 bill", name: str = "Rechnung Straße.pdf") -> Document:
    account = accounts_of(kind)[0]
    id_ = store_document(
        content=content, media_type="application/pdf", file_name=name, contract_account_id=account.id,
        business_partner_id=account.business_partner_id, now=settings.NOW,
    )  # fmt: skip
    return Document.objects.get(id=id_)


def letter(language: str = "de") -> PaperLetter:
    id_ = queue_letter(
        template="bill_ready", recipient=["Jana Albrecht", "Lindenweg 7", "03220 Lindenau"], context=BILL,
        language=language, business_partner_id=accounts_of("jana")[0].business_partner_id, now=settings.NOW,
    )  # fmt: skip
    return PaperLetter.objects.get(id=id_)


def test_the_same_content_is_one_document() -> None:
    assert stored().id == stored().id
    assert stored(content=b"%PDF-1.7 other").id != stored().id
    assert stored(kind="A").id != stored().id, "each contract account has its own"


def test_a_document_can_not_be_changed() -> None:
    """R-ZUG-2, R-ER-6, R-RET-4: what was handed over stays as it was; the hash is the database's own."""
    document = stored()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Document.objects.filter(id=document.id).update(file_name="anders.pdf")
    with (
        pytest.raises(DatabaseError, match="content_has_its_hash"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into documents_document (id, business_partner_id, contract_account_id, content_hash, media_type, "
            "file_name, size, content, stored_at) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), "
            "'0', 'application/pdf', 'a', 1, 'a', now())"
        )
    with pytest.raises(DocumentTooLarge):
        stored(content=b"x" * 20_000_001)


def test_the_owner_downloads_a_file_as_an_attachment(portal: "PageClient") -> None:  # noqa: F821 - imported late
    """R-SEC-13: an address that says nothing; a file that is never shown inside of the portal."""
    document = stored()
    response = portal.enter(make_user("jana")).get(f"/dokumente/{document.id}/")
    assert response.status_code == 200 and response.content == b"%PDF-1.7 bill"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''Rechnung%20Stra%C3%9Fe.pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["Content-Type"] == "application/pdf"


def test_nobody_else_gets_it(portal: "PageClient") -> None:  # noqa: F821 - imported late
    document = stored()
    assert portal.get(f"/dokumente/{document.id}/").status_code == 302
    assert portal.enter(make_user("A")).get(f"/dokumente/{document.id}/").status_code == 404


def test_our_pdfs_are_deterministic_and_name_language_and_title() -> None:
    data = {"recipient": ["Jana"], "subject": "Prüfung", "blocks": []}
    pdf = render_pdf("letter", data, now=settings.NOW)
    assert pdf == render_pdf("letter", data, now=settings.NOW)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "de" and opened.Root.MarkInfo.Marked
        assert b"pdfaid:part>3<" in opened.Root.Metadata.read_bytes().replace(b" ", b"")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_letter_is_written_in_both_languages(language: str) -> None:
    """R-ZUG-9: each letter names its sender."""
    text = write_letter(letter(language))
    words = str(text.blocks)
    assert settings.UTILITY.name in words and "217" in words
    assert ("Guten Tag" in words) == (language == "de")


def test_a_letter_goes_from_the_tray_to_the_print_room_and_back(tmp_path: Path, settings: "Settings") -> None:  # noqa: F821 - the name of the setting
    """R-ZUG-2: a bounced mail becomes a letter on paper; its way is followed."""
    settings.LETTER_TRAY = str(tmp_path)
    room, waiting = PrintRoom(tmp_path), letter()
    put_into_tray(letter_id=waiting.id, now=settings.NOW)
    put_into_tray(letter_id=waiting.id, now=settings.NOW + timedelta(hours=1))
    trayed = PaperLetter.objects.get()
    assert (trayed.state, trayed.in_tray_at, trayed.context) == ("in_tray", settings.NOW, {})
    assert [path.name for path in tmp_path.glob("*.pdf")] == [f"{waiting.id}.pdf"]
    look_into_tray(now=settings.NOW)
    assert PaperLetter.objects.get().state == "in_tray"
    room.print_all()
    look_into_tray(now=settings.NOW)
    printed = PaperLetter.objects.get()
    assert (printed.state, printed.content, printed.recipient) == ("printed", None, [])
    content = room.content(f"{waiting.id}.pdf")
    assert content is not None and content.startswith(b"%PDF-")
    assert room.send_back(f"{waiting.id}.pdf") and not room.send_back("nobody.pdf")
    look_into_tray(now=settings.NOW)
    assert PaperLetter.objects.get().state == "returned"


def test_without_a_tray_the_letter_waits_for_staff() -> None:
    waiting = letter()
    put_into_tray(letter_id=waiting.id, now=settings.NOW)
    look_into_tray(now=settings.NOW)
    assert PaperLetter.objects.get().state == "in_tray" and PaperLetter.objects.get().content


def test_the_web_role_may_queue_a_letter_and_read_none() -> None:
    """A letter may hold a code: like mails, the web role never reads one."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role osc_app")
        cursor.execute("select context from correspondence_paperletter")


def test_a_letter_keeps_the_rules_of_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    put_into_tray(letter_id=letter().id, now=settings.NOW)
    path = tmp_path / "letter.pdf"
    path.write_bytes(PaperLetter.objects.get().content)
    assert broken_rules([path]) == []
