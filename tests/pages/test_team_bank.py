"""Staff release or refuse new accounts: two different people, reasons, and an answer for the customer (BIZ2)."""

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.identity.models import PortalUser
from osc.interchange.models import OutboundMessage
from osc.payments.objections import object_to_change
from osc.payments.rules.holds import Purpose
from tests.rooms.test_bank import ask, message_of, token
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
State = OutboundMessage.State
REASON = "Rückruf unter der alten Nummer"
ANSWER = "Bitte rufen Sie uns an, dann klären wir das."


@pytest.fixture
def held() -> Case:
    (case,) = ask(make_user("jana"), Purpose.REFUND, marks=("new_device", "large_credit"))
    return case


def say(client: PageClient, case: Case, decision: str, **more: str) -> str:
    """The page after a decision; the job has run."""
    data = {"decision": decision, "reason": REASON, **more}
    response = client.post(f"/team/bank/{case.id}/entscheiden/", data, follow=True)
    run_jobs("decide")
    return visible_text(response)


def test_the_queue_says_why_and_shows_no_whole_iban(held: Case) -> None:
    clerk = enter_staff()
    for page in (clerk.get("/team/bank/"), clerk.get(f"/team/bank/{held.id}/")):
        text = visible_text(page)
        assert "Gerät oder Browser ist neu" in text and "Hohes Guthaben" in text
        assert "DE89 … 3000" in text and "DE89370400440532013000" not in page.content.decode()
    assert "Bisheriges Konto" in text
    assert AuditEntry.objects.filter(deed="open_case", subject=held.reference).count() == 1


def test_biz2_two_different_people_release(held: Case) -> None:
    first, second = enter_staff("s1@example.net"), enter_staff("s2@example.net")
    assert "fehlt noch eine zweite Person" in say(first, held, "accept")
    again = first.post(f"/team/bank/{held.id}/entscheiden/", {"decision": "accept", "reason": REASON})
    assert again.status_code == 422 and "von jemand anderem" in visible_text(again)
    assert message_of(held).state == State.HELD
    assert "s1@example.net" in visible_text(second.get(f"/team/bank/{held.id}/"))
    assert "Zwei Personen haben zugestimmt" in say(second, held, "accept")
    assert message_of(held).state == State.WAITING
    actors = set(AuditEntry.objects.filter(deed="release_bank_change").values_list("actor", "detail__reason"))
    staff = PortalUser.objects.filter(is_staff=True).values_list("id", flat=True)
    assert actors == {(f"staff:{id_}", REASON) for id_ in staff}


def test_an_old_page_changes_nothing(held: Case) -> None:
    people = [enter_staff(f"s{number}@example.net") for number in (1, 2, 3)]
    for person in people[:2]:
        say(person, held, "accept")
    assert "schon entschieden" in say(people[2], held, "accept")
    assert AuditEntry.objects.filter(deed="release_bank_change").count() == 2


def test_refusing_needs_a_sentence_and_the_customer_reads_it(held: Case) -> None:
    clerk = enter_staff()
    assert clerk.post(f"/team/bank/{held.id}/entscheiden/", {"decision": "reject", "reason": REASON}).status_code == 422
    assert "abgelehnt" in say(clerk, held, "reject", answer=ANSWER)
    held.refresh_from_db()
    assert (held.state, message_of(held).state) == (CaseState.REJECTED, State.CANCELLED)
    assert Mail.objects.get(template="case_rejected").context["answer"] == ANSWER
    customer = PageClient().enter(PortalUser.objects.get(email="jana@example.net"))
    assert ANSWER in visible_text(customer.get(f"/verwaltung/vorgaenge/{held.id}/"))
    assert "schon entschieden" in say(clerk, held, "reject", answer=ANSWER)


def test_that_was_not_me_is_in_the_queue_until_somebody_took_care(held: Case) -> None:
    objection = object_to_change(token(held, "bank_changed"), source="x", now=settings.NOW)
    assert objection is not None
    clerk = enter_staff()
    assert "Das war ich nicht" in visible_text(clerk.get("/team/bank/"))
    assert "Frühere Zustimmungen zählen nicht mehr" in visible_text(clerk.get(f"/team/bank/{held.id}/"))
    assert clerk.get(f"/team/bank/{objection.id}/").status_code == 200
    say(clerk, objection, "settle", answer=ANSWER)
    objection.refresh_from_db()
    assert (objection.state, objection.answer) == (CaseState.CONFIRMED, ANSWER)


def test_an_ordinary_decision_page_leads_here(held: Case) -> None:
    clerk = enter_staff()
    here = f"/team/bank/{held.id}/"
    assert clerk.get(f"/team/vorgaenge/{held.id}/").headers["Location"] == here
    clerk.post(f"/team/vorgaenge/{held.id}/entscheiden/", {"decision": "accept", "reason": REASON})
    assert run_jobs("decide") == 0


def test_an_empty_queue_says_so_calmly() -> None:
    assert "Keine Bankverbindung wartet" in visible_text(enter_staff().get("/team/bank/"))


def test_in_english(held: Case) -> None:
    clerk = enter_staff()
    PortalUser.objects.filter(is_staff=True).update(language="en")
    assert "Release bank accounts" in visible_text(clerk.get("/team/bank/"))
    assert "large credit" in visible_text(clerk.get(f"/team/bank/{held.id}/")).lower()
