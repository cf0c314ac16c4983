"""Staff pages: search, file, the customer's view, decisions (R-SEC-16, AUT9, AUT10)."""

from datetime import timedelta

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message, finish
from osc.submissions.deciding import Decision, decide_case
from tests.support.client import PageClient, visible_text
from tests.support.door import RunningUtility
from tests.support.people import households, make_user
from tests.support.reading import account_ids, hand_in, meter_of
from tests.support.staff import run_jobs

NOW = settings.NOW
REASON = "Rückruf wegen der Jahresrechnung"


@pytest.fixture
def clerk(portal: PageClient, staff_database: None) -> PageClient:
    portal.role = "osc_worker"
    user = PortalUser(email="s1@example.net", is_staff=True, created_at=NOW)
    user.set_password("ein langer Satz als Passwort")
    user.save(force_insert=True)
    return portal.enter(user)


def partner_of(kind: str) -> str:
    from osc.contracts.models import ContractAccount

    return str(ContractAccount.objects.get(id=min(account_ids(kind))).business_partner_id)


def test_team_pages_are_not_there_for_customers(portal: PageClient) -> None:
    """AUT9: the same as an address that does not exist."""
    portal.enter(make_user("jana"))
    nothing = visible_text(portal.get("/gibt-es-nicht/"))
    for path in (
        "/team/",
        "/team/kunden/",
        f"/team/kunden/{partner_of('A')}/",
        "/team/vorgaenge/",
        "/team/austausch/",
        "/team/bank/",
        "/team/erklaerungen/",
        "/team/zaehlerstaende/",
        "/team/briefe/",
        "/team/rechnungen/",
    ):
        response = portal.get(path)
        assert (response.status_code, visible_text(response)) == (404, nothing)


@pytest.mark.django_db
def test_a_customer_is_found_by_every_number_and_name(clerk: PageClient) -> None:
    make_user("B", email="login-b@example.net")
    person, meter = households()["B"].person, meter_of("B")
    case = hand_in(PortalUser.objects.get(email="login-b@example.net"), meter, "5")
    words = [
        households()["B"].account_numbers[0], meter.number, f"{person.last_name} {person.street}",
        "login-b@example.net", case.reference.replace("-", "").lower(),
    ]  # fmt: skip
    for text in words:
        assert f"/team/kunden/{partner_of('B')}/" in clerk.get("/team/kunden/", {"suche": text}).content.decode(), text
    assert "niemanden gefunden" in visible_text(clerk.get("/team/kunden/", {"suche": "%%%"}))
    assert "niemanden gefunden" in visible_text(clerk.get("/team/kunden/", {"suche": "'; drop table x"}))


@pytest.mark.django_db
def test_opening_a_file_is_recorded_and_the_customer_reads_it(clerk: PageClient) -> None:
    response = clerk.get(f"/team/kunden/{partner_of('B')}/")
    assert households()["B"].account_numbers[0][2:6] in visible_text(response)
    entry = AuditEntry.objects.get(deed="open_file")
    assert entry.actor.startswith("staff:") and str(entry.business_partner_id) == partner_of("B")
    customer = PageClient().enter(make_user("B"))
    assert "Ihre Daten aufgerufen" in visible_text(customer.get("/verwaltung/zugriffe/"))
    other = PageClient().enter(make_user("A"))
    assert "Bisher hat niemand" in visible_text(other.get("/verwaltung/zugriffe/"))


@pytest.mark.django_db
def test_aut10_the_customers_view_is_read_only_has_a_reason_and_an_end(
    clerk: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/team/kunden/{partner_of('B')}/ansehen/"
    assert clerk.post(address, {"reason": "x"}).status_code == 422
    assert clerk.post(address, {"reason": REASON}).headers["Location"] == "/"
    page = visible_text(clerk.get("/"))
    assert "Sie sehen die Seiten von" in page and households()["B"].person.last_name in page
    form = f"/zaehlerstand/{meter_of('B').id}/"
    assert clerk.get(form).status_code == 200
    assert clerk.post(form, {"stand-1-8-0": "5"}).status_code == 403
    assert clerk.get(f"/zaehlerstand/{meter_of('A').id}/").status_code == 404
    customer = PageClient().enter(make_user("B"))
    assert REASON in visible_text(customer.get("/verwaltung/zugriffe/"))
    monkeypatch.setattr(settings, "CLOCK", lambda: NOW + timedelta(minutes=16))
    assert clerk.get(form).status_code == 404
    assert clerk.get("/").headers["Location"] == "/team/"


@pytest.mark.django_db
def test_staff_can_end_the_view_at_once(clerk: PageClient) -> None:
    clerk.post(f"/team/kunden/{partner_of('B')}/ansehen/", {"reason": REASON})
    clerk.post("/team/ansicht-beenden/")
    assert clerk.get(f"/zaehlerstand/{meter_of('B').id}/").status_code == 404


@pytest.mark.django_db
def test_r_ds_17_quarter_hours_of_a_customer_need_a_reason_that_is_written_down(clerk: PageClient) -> None:
    hours = "/verbrauch/strom/?ansicht=stunden&tag=2026-11-01"
    assert clerk.get(hours).status_code == 404
    partner = partner_of("smart")
    assert clerk.post(f"/team/kunden/{partner}/ansehen/", {"reason": ""}).status_code == 422
    assert clerk.get(hours).status_code == 404
    clerk.post(f"/team/kunden/{partner}/ansehen/", {"reason": REASON})
    assert "UTC+01" in visible_text(clerk.get(hours)) or "02:00 Uhr" in visible_text(clerk.get(hours))
    entry = AuditEntry.objects.exclude(deed="open_file").get(business_partner_id=partner)
    assert entry.detail["reason"] == REASON and entry.actor.startswith("staff:")


def unclear_reading(utility: RunningUtility) -> Case:
    """A reading that the billing system wants a person for."""
    case = hand_in(make_user("A"), meter_of("A"), "999999")
    deliver_message(key=OutboundMessage.objects.get(case_id=case.id).id, door=utility.door, now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.NEEDS_CLARIFICATION
    assert Mail.objects.filter(template="case_in_review").count() == 1
    return case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "state", "mail"), [("accept", "confirmed", "case_done"), ("reject", "rejected", "case_rejected")]
)
def test_a_decision_goes_to_the_billing_system_and_comes_back(
    clerk: PageClient, utility: RunningUtility, decision: str, state: str, mail: str
) -> None:
    case = unclear_reading(utility)
    assert case.reference in visible_text(clerk.get("/team/vorgaenge/", {"art": "meter_reading"}))
    assert "Zählerstände prüfen 1" in visible_text(clerk.get("/team/"))
    assert clerk.get(f"/team/vorgaenge/{case.id}/").headers["Location"] == f"/team/zaehlerstaende/{case.id}/"
    address = f"/team/zaehlerstaende/{case.id}/"
    assert clerk.get(address).status_code == 200
    assert clerk.post(address + "entscheiden/", {"decision": decision, "reason": ""}).status_code == 422
    said = {"decision": decision, "reason": REASON, "answer": REASON}
    assert clerk.post(address + "entscheiden/", said).status_code == 302
    staff = PortalUser.objects.get(email="s1@example.net")
    for _ in range(2):  # the job may run twice
        word = Decision(accept=decision == "accept", reason=REASON, staff_id=staff.id, answer=REASON)
        decide_case(case_id=case.id, decision=word, now=NOW)
        for message in OutboundMessage.objects.filter(kind="case_decision", state="waiting"):
            deliver_message(key=message.id, door=utility.door, now=NOW)
        pull(door=utility.door, source="t", now=NOW)
    case.refresh_from_db()
    assert case.state == state
    assert Mail.objects.filter(template=mail).count() == 1
    entry = AuditEntry.objects.get(deed=f"{decision}_case", subject=case.reference)
    assert entry.actor == f"staff:{staff.id}", "R-DS-9: a person has decided, and it says who"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/team/", "/team/kunden/?suche=a", "/team/vorgaenge/", "/team/austausch/"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_staff_pages_in_both_languages(clerk: PageClient, path: str, language: str) -> None:
    PortalUser.objects.filter(is_staff=True).update(language=language)
    assert clerk.get(path).status_code == 200


@pytest.mark.django_db
def test_a_message_that_was_set_aside_is_sent_once_more_and_the_trace_says_who(clerk: PageClient) -> None:
    case = hand_in(make_user("A"), meter_of("A"), "5")
    message = OutboundMessage.objects.get(case_id=case.id)
    finish(key=message.id, state=OutboundMessage.State.SET_ASIDE, reason="422 unknown member", now=NOW)
    page = visible_text(clerk.get("/team/austausch/"))
    assert "nicht lesbar, zurückgestellt" in page and "422 unknown member" in page
    for _ in range(2):
        clerk.post(f"/team/uebertragung/{message.id}/wiederholen/")
    run_jobs("replay")
    message.refresh_from_db()
    staff = PortalUser.objects.get(email="s1@example.net")
    assert message.state == OutboundMessage.State.WAITING
    assert AuditEntry.objects.get(deed="replay_message").actor == f"staff:{staff.id}"


@pytest.mark.django_db
def test_what_was_refused_leaves_the_lists_of_staff(clerk: PageClient) -> None:
    """A refusal is an answer: not unconfirmed any more; the case stays a month when nobody of the staff decided it."""
    case = hand_in(make_user("A"), meter_of("A"), "5")
    message = OutboundMessage.objects.get(case_id=case.id)
    assert case.reference in visible_text(clerk.get("/team/austausch/"))
    finish(key=message.id, state=OutboundMessage.State.REJECTED, reason="unknown meter", now=NOW)
    assert case.reference not in visible_text(clerk.get("/team/austausch/"))
    Case.objects.filter(id=case.id).update(state="rejected")
    assert case.reference in visible_text(clerk.get("/team/vorgaenge/"))
    Case.objects.filter(id=case.id).update(accepted_at=NOW - timedelta(days=31))
    assert case.reference not in visible_text(clerk.get("/team/vorgaenge/"))
    Case.objects.filter(id=case.id).update(accepted_at=NOW, decided_at=NOW)
    assert case.reference not in visible_text(clerk.get("/team/vorgaenge/"))
