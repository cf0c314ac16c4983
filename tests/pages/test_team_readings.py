"""Staff look at unusual readings and at those that matched nothing (R-ABL-9, R-ABL-14)."""

from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.metering.anonymous import Entered, leave_reading, match
from osc.metering.models import AnonymousReading, MeterReading
from tests.support.client import PageClient, visible_text
from tests.support.door import RunningUtility
from tests.support.people import households, make_user
from tests.support.reading import hand_in, meter_of
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
NOW, TODAY = settings.NOW, settings.NOW.date()
REASON = "Foto gesehen, Wert stimmt"
ANSWER = "Bitte lesen Sie die Zahl vor dem Komma noch einmal ab."


@pytest.fixture
def clerk() -> PageClient:
    return enter_staff()


def unusual(utility: RunningUtility, kind: str = "A") -> Case:
    """A reading that the customer has confirmed, handed over and put back by the billing system."""
    case = hand_in(make_user(kind), meter_of(kind), "88888", plausibility="high")
    hand_over(utility)
    return case


def hand_over(utility: RunningUtility) -> None:
    for message in OutboundMessage.objects.filter(state="waiting").order_by("accepted_at"):
        deliver_message(key=message.id, door=utility.door, now=NOW)
    pull(door=utility.door, source="t", now=NOW)


def decide(clerk: PageClient, case: Case, decision: str, **more: str) -> str:
    data = {"decision": decision, "reason": REASON, **more}
    page = clerk.post(f"/team/zaehlerstaende/{case.id}/entscheiden/", data, follow=True)
    run_jobs("decide", "ask")
    return visible_text(page)


def test_r_abl_9_the_value_beside_what_was_expected_and_its_history(clerk: PageClient, utility: RunningUtility) -> None:
    case = unusual(utility)
    queue = visible_text(clerk.get("/team/zaehlerstaende/"))
    assert "88.888" in queue and "höher als erwartet" in queue
    page = clerk.get(f"/team/zaehlerstaende/{case.id}/")
    text = visible_text(page)
    assert "Erwartet:" in text and "Zuletzt" in text and "Frühere Stände" in text
    assert '<svg class="range"' in page.content.decode()
    assert AuditEntry.objects.filter(deed="open_case", subject=case.reference).count() == 1


def test_accepted_it_is_booked(clerk: PageClient, utility: RunningUtility) -> None:
    case = unusual(utility)
    assert "wird ausgeführt" in decide(clerk, case, "accept")
    assert "schon entschieden" in decide(clerk, case, "reject", answer=ANSWER)
    assert "entschieden, wird übertragen" in visible_text(clerk.get("/team/zaehlerstaende/"))
    hand_over(utility)
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED
    assert MeterReading.objects.filter(value=88888).exists()
    assert Mail.objects.filter(template="case_done").count() == 1
    assert "Alle Zählerstände sind geprüft" in visible_text(clerk.get("/team/zaehlerstaende/"))


def test_rejected_with_a_sentence_that_the_customer_reads(clerk: PageClient, utility: RunningUtility) -> None:
    case = unusual(utility)
    assert "einen ganzen Satz" in decide(clerk, case, "reject")
    decide(clerk, case, "reject", answer=ANSWER)
    hand_over(utility)
    case.refresh_from_db()
    assert case.state == CaseState.REJECTED
    assert Mail.objects.get(template="case_rejected").context["answer"] == ANSWER
    customer = PageClient().enter(PortalUser.objects.get(email="a@example.net"))
    assert ANSWER in visible_text(customer.get(f"/verwaltung/vorgaenge/{case.id}/"))


def test_asked_back_in_the_customers_language_and_then_corrected(clerk: PageClient, utility: RunningUtility) -> None:
    case = unusual(utility)
    Case.objects.update(language="en")
    decide(clerk, case, "ask", block="again")
    case.refresh_from_db()
    assert case.state == CaseState.NEEDS_CLARIFICATION and case.answer.startswith("Please read")
    assert Mail.objects.get(template="case_question").context["answer"] == case.answer
    assert "gefragt" in visible_text(clerk.get("/team/zaehlerstaende/"))
    newest = meter_of("A").registers.get().readings.order_by("-read_on").first()
    user = PortalUser.objects.get(email="a@example.net")
    hand_in(user, meter_of("A"), str(newest.value + 5), replaces=case.id)
    assert "neuer Wert liegt vor" in visible_text(clerk.get("/team/zaehlerstaende/"))
    assert "wie es weitergeht" in decide(clerk, case, "accept"), "the old value is not booked beside the new one"
    decide(clerk, case, "reject", block="newer")
    hand_over(utility)
    case.refresh_from_db()
    assert case.state == CaseState.REJECTED


def leave(*, account: str = "IR99999999", values: tuple[str, ...] = ("17925",), meter: str = "") -> AnonymousReading:
    """A reading without sign-in, judged."""
    entered = Entered(account, meter or meter_of("jana").number, values, TODAY, "de")
    leave_reading(entered=entered, reference="ZS-7K4M-2Q9P", submission_key=uuid4(), now=NOW)
    row = AnonymousReading.objects.get()
    match(reading_id=row.id, oldest_days=42, now=NOW)
    row.refresh_from_db()
    return row


def test_r_abl_14_what_matched_nothing_is_assigned_by_people(clerk: PageClient) -> None:
    row = leave()
    assert "Nummern passen nicht" in visible_text(clerk.get("/team/zaehlerstaende/"))
    address = f"/team/ohne-anmeldung/{row.id}/"
    assert households()["jana"].person.last_name in visible_text(clerk.get(address)), "found by the meter's number"
    data = {"meter": str(meter_of("jana").id), "account": households()["jana"].account_numbers[0], "reason": REASON}
    assert clerk.post(address + "zuordnen/", {**data, "reason": "so"}).status_code == 422
    assert clerk.post(address + "zuordnen/", {**data, "meter": str(meter_of("A").id)}).status_code == 422
    for _ in range(2):
        clerk.post(address + "zuordnen/", data)
    run_jobs("assign_reading")
    case = Case.objects.get()
    row.refresh_from_db()
    assert (row.outcome, row.note, case.reference) == ("matched", REASON, row.reference)
    assert AuditEntry.objects.get(deed="assign_reading").detail["reason"] == REASON
    assert "schon entschieden" in visible_text(clerk.get(address, follow=True))


def test_values_that_do_not_fit_are_never_changed_by_staff(clerk: PageClient) -> None:
    row = leave(account=households()["jana"].account_numbers[0], values=("1", "2"))
    assert row.outcome == "unreadable"
    address = f"/team/ohne-anmeldung/{row.id}/"
    assert "1 Zählwerke, mitgeteilt: 2" in visible_text(clerk.get(address))
    data = {"meter": str(meter_of("jana").id), "account": households()["jana"].account_numbers[0], "reason": REASON}
    assert clerk.post(address + "zuordnen/", data).status_code == 422
    assert clerk.post(address + "schliessen/", {"close_reason": ""}).status_code == 422
    assert clerk.post(address + "schliessen/", {"close_reason": REASON}).status_code == 302
    run_jobs("close_reading")
    row.refresh_from_db()
    assert (row.outcome, row.note) == ("closed", REASON) and row.settled_by.startswith("staff:")


def test_in_english(clerk: PageClient, utility: RunningUtility) -> None:
    case, row = unusual(utility), leave()
    PortalUser.objects.filter(is_staff=True).update(language="en")
    assert "higher than expected" in visible_text(clerk.get("/team/zaehlerstaende/"))
    assert "Expected:" in visible_text(clerk.get(f"/team/zaehlerstaende/{case.id}/"))
    assert "Which meter is meant?" in visible_text(clerk.get(f"/team/ohne-anmeldung/{row.id}/"))
