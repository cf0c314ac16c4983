"""Staff find the contract of a declaration that nobody could match, or answer that there is none (R-KUE-7)."""

from datetime import timedelta

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.correspondence.models import Mail
from osc.declarations.models import Declaration
from osc.identity.models import PortalUser
from tests.rooms.test_declarations import declare, judged
from tests.support.client import PageClient, visible_text
from tests.support.leaving import account_of, name_of
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
REASON = "Am Telefon mit der Person geklärt"
ANSWER = "Zu Ihren Angaben gibt es bei uns keinen Vertrag."


@pytest.fixture
def lost() -> Declaration:
    return judged(declare(contract_account="IR99999999"))


@pytest.fixture
def clerk() -> PageClient:
    return enter_staff()


def assign(clerk: PageClient, lost: Declaration, kind: str, **more: str) -> str:
    data = {"account": account_of(kind).number, "commodity": "STROM", "reason": REASON, **more}
    page = clerk.post(f"/team/erklaerungen/{lost.id}/zuordnen/", data, follow=True)
    run_jobs("assign", "close")
    lost.refresh_from_db()
    return visible_text(page)


def test_the_queue_says_what_and_since_when(clerk: PageClient, lost: Declaration) -> None:
    text = visible_text(clerk.get("/team/erklaerungen/"))
    assert f"Kündigung, {name_of('jana')}" in text and "Kein Vertrag zu diesen Angaben" in text
    assert lost.reference in text and "24.11.2026" in text


def test_r_kue_7_a_search_and_a_click_and_the_day_of_receipt_stays(
    clerk: PageClient, lost: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CLOCK", lambda: settings.NOW + timedelta(minutes=10))
    address = f"/team/erklaerungen/{lost.id}/"
    assert "Dazu läuft kein Vertrag" in visible_text(clerk.get(address, {"suche": "IR99999999"}))
    found = visible_text(clerk.get(address))  # the number leads nowhere, the name does
    assert name_of("jana") in found and "Ich habe geklärt" not in found
    assert "zugeordnet" in assign(clerk, lost, "jana")
    case = Case.objects.get(id=lost.case_id)
    assert (case.reference, case.accepted_at) == (lost.reference, settings.NOW)
    assert AuditEntry.objects.get(deed="assign_declaration").detail["reason"] == REASON
    assert "schon entschieden" in assign(clerk, lost, "jana")
    assert Case.objects.count() == 1
    assert clerk.get(address).status_code == 200


def test_under_another_name_somebody_must_have_asked(clerk: PageClient, lost: Declaration) -> None:
    address = f"/team/erklaerungen/{lost.id}/"
    assert "Ich habe geklärt" in visible_text(clerk.get(address, {"suche": account_of("B").number}))
    assert "Der Name ist ein anderer" in assign(clerk, lost, "B")
    assert "mindestens einen Vertrag" in assign(clerk, lost, "jana", commodity="")
    assert "woher Sie wissen" in assign(clerk, lost, "jana", reason="so")
    assert lost.state == "unmatched"
    assign(clerk, lost, "B", sure="ja")
    assert lost.state == "matched"


def test_closing_needs_a_reason_and_an_answer_for_the_sender(clerk: PageClient, lost: Declaration) -> None:
    address = f"/team/erklaerungen/{lost.id}/schliessen/"
    assert clerk.post(address, {"answer": "nein", "close_reason": REASON}).status_code == 422
    for _ in range(2):
        clerk.post(address, {"answer": ANSWER, "close_reason": REASON})
    run_jobs("close")
    lost.refresh_from_db()
    assert (lost.state, lost.note) == ("closed", REASON) and lost.settled_by.startswith("staff:")
    mail = Mail.objects.get(template="declaration_answered")
    assert (mail.to, mail.context["answer"]) == (lost.email, ANSWER)


def test_a_move_is_shown_too_and_everything_is_english(clerk: PageClient) -> None:
    from osc.declarations.declared import Kind
    from osc.declarations.rules.matching import Doubt

    for number, kind in enumerate(Kind):
        content = {"how": "ordinary", "contract_account": "", "out": None, "in": None, "final_address": None}
        Declaration(
            reference=f"UM-{number}", kind=kind, form_hash=bytes([number] * 32), content_hash="x", content=content,
            name="Otto Quast", email="o@example.net", language="de", received_at=settings.NOW, state="unmatched",
            doubt=list(Doubt)[number],
        ).save(force_insert=True)  # fmt: skip
    PortalUser.objects.filter(is_staff=True).update(language="en")
    assert "Termination, Otto Quast" in visible_text(clerk.get("/team/erklaerungen/"))
    for each in Declaration.objects.all():
        assert clerk.get(f"/team/erklaerungen/{each.id}/").status_code == 200


def test_an_empty_queue_says_so_calmly(clerk: PageClient) -> None:
    assert "Jede Erklärung hat ihren Vertrag gefunden" in visible_text(clerk.get("/team/erklaerungen/"))
