"""Contract accounts of a log-in: adding, saying yes, naming, removing (FAQ 5, ux F3, R-SEC-6)."""

from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.identity.models import AccountLink, Registration
from osc.identity.registration.evaluation import evaluate
from tests.support.client import PageClient, visible_text
from tests.support.modes import utility
from tests.support.people import households, make_user
from tests.support.registering import ask, mails

pytestmark = pytest.mark.django_db
NEW = "/verwaltung/vertraege/neu/"


def pair(kind: str = "C", **more: str) -> dict[str, str]:
    household = households()[kind]
    return {
        "contract_account": household.account_numbers[0],
        "meter_number": household.supplies[0].meter_number,
        **more,
    }


def account_of(kind: str) -> ContractAccount:
    return ContractAccount.objects.get(number=households()[kind].account_numbers[0])


def add(browser: PageClient, numbers: dict[str, str]) -> str:
    """Through form and check page; returns the path of the result, not judged yet."""
    assert browser.post(NEW, numbers).url == f"{NEW}pruefen/"
    page = browser.get(f"{NEW}pruefen/").content.decode()
    key = page.split('name="submission_key" value="')[1].split('"')[0]
    first = browser.post(f"{NEW}pruefen/", {"submission_key": key}).url
    assert browser.post(f"{NEW}pruefen/", {"submission_key": key}).url == first, "double click: one request"
    return str(first)


def judge_all() -> None:
    for request in Registration.objects.filter(outcome="open"):
        evaluate(registration_id=request.id, now=settings.NOW)


def test_faq_5_a_right_pair_is_added_with_a_case_a_mail_and_its_contracts(portal: PageClient) -> None:
    portal.enter(make_user("B"))
    result = add(portal, pair())
    assert "Wir prüfen Ihre Angaben" in visible_text(portal.get(result))
    assert Registration.objects.count() == 1
    judge_all()
    case = visible_text(portal.get(result, follow=True))
    assert "Das Vertragskonto ist hinzugefügt" in case and "VK-" in case
    stored = Case.objects.get(kind=Case.Kind.ACCOUNT_ADDED)
    assert stored.state == "confirmed" and stored.reference == Registration.objects.get().reference
    assert ("account_added", "b@example.net") in mails()
    assert AuditEntry.objects.filter(deed="add_account").count() == 1
    assert stored.reference in visible_text(portal.get("/verwaltung/vorgaenge/"))


def test_what_does_not_fit_is_said_on_the_page_and_by_mail(portal: PageClient) -> None:
    portal.enter(make_user("B"))
    result = add(portal, pair(meter_number="1EMH0099999999"))
    judge_all()
    text = visible_text(portal.get(result))
    assert "Diese beiden Nummern passen nicht zusammen. Vergleichen Sie sie mit Ihrer Rechnung." in text
    assert ("account_not_added", "b@example.net") in mails()
    assert 'value="1EMH0099999999"' in portal.get(f"{NEW}?aendern=1").content.decode()
    assert not Case.objects.exists()


def test_r_sec_6_an_account_of_somebody_else_is_not_added_and_both_are_told(portal: PageClient) -> None:
    make_user("C", email="erste@example.net")
    portal.enter(make_user("B"))
    result = add(portal, pair())
    judge_all()
    text = visible_text(portal.get(result))
    assert "Zu diesem Vertragskonto gibt es schon einen Zugang." in text and "Code per Brief anfordern" in text
    assert ("registered_notice", "erste@example.net") in mails()
    assert portal.post(f"{result}brief/").url == "/registrieren/brief/unterwegs/"
    assert AccountLink.objects.filter(user__email="b@example.net").count() == 1


def test_results_of_others_are_not_there(portal: PageClient) -> None:
    portal.enter(make_user("B"))
    result = add(portal, pair())
    stranger = PageClient().enter(make_user("A"))
    assert stranger.get(result).status_code == 404
    assert stranger.post(f"{result}brief/").status_code == 404


def test_what_one_has_already_is_said_at_once(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    response = portal.post(NEW, pair("jana"))
    assert response.status_code == 422 and "Dieses Vertragskonto haben Sie schon" in visible_text(response)
    assert portal.post(NEW, {"contract_account": "IR1", "meter_number": ""}).status_code == 422
    assert portal.get(f"{NEW}pruefen/").url == NEW


def test_adding_is_limited_by_the_mailbox_like_a_registration(portal: PageClient) -> None:
    portal.enter(make_user("B"))
    for number in range(5):
        add(portal, pair(meter_number=f"1EMH009999{number:04}"))
    assert portal.post(NEW, pair()).status_code == 302
    refused = portal.post(f"{NEW}pruefen/", {"submission_key": str(uuid4())})
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0


def test_strict_adding_waits_for_the_letter(portal: PageClient) -> None:
    with utility("portal", registration_mode="strict"):
        portal.enter(make_user("B"))
        result = add(portal, pair())
        judge_all()
        assert "Fast fertig" in visible_text(portal.get(result))
        assert "Fast fertig" in visible_text(portal.get("/"))
        assert AccountLink.objects.get(contract_account_id=account_of("C").id).state == "unproven"


def test_faq_5_the_pair_that_was_entered_with_a_used_address_waits_behind_the_sign_in(portal: PageClient) -> None:
    user = make_user("B")
    ask(email=user.email)
    assert mails() == [("email_in_use", user.email)]
    portal.enter(user)
    assert "Ein Vertragskonto wartet auf Sie" in visible_text(portal.get("/"))
    assert "wartet auf Sie" in visible_text(portal.get(NEW))
    path = f"/verwaltung/vertragskonten/{account_of('C').id}/annehmen/"
    assert PageClient().enter(make_user("A")).post(path, {"antwort": "ja"}).url == NEW, "nobody else's offer"
    assert "ist hinzugefügt" in visible_text(portal.post(path, {"antwort": "ja"}, follow=True))
    link = user.links.get(contract_account_id=account_of("C").id)
    assert (link.state, link.level) == ("open", "A0")
    assert portal.post(path, {"antwort": "ja"}).url == NEW


def test_a_no_takes_the_offer_away_and_one_that_is_taken_meanwhile_stays_away(portal: PageClient) -> None:
    user = make_user("B")
    ask(email=user.email)
    portal.enter(user)
    path = f"/verwaltung/vertragskonten/{account_of('C').id}/annehmen/"
    text = visible_text(portal.post(path, {"antwort": "nein"}, follow=True))
    assert "haben wir nicht hinzugefügt" in text and "wartet auf Sie" not in text
    ask(email=user.email, address="10.5.5.5")
    make_user("C", email="schneller@example.net")
    late = portal.post(path, {"antwort": "ja"}, follow=True)
    assert "können wir im Moment nicht hinzufügen" in visible_text(late)


def test_a_name_of_ones_own_is_shown_where_contract_accounts_are_listed(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    path = f"/verwaltung/vertragskonten/{account_of('jana').id}/name/"
    assert portal.post(path, {"label": "Ferienhaus <b>"}).url == "/verwaltung/"
    for page in ("/", "/verwaltung/"):
        assert "Ferienhaus &lt;b&gt;" in portal.get(page).content.decode(), page
    assert 'value="Ferienhaus &lt;b&gt;"' in portal.get(path).content.decode()
    assert portal.post(path, {"label": "x" * 41}).status_code == 422
    assert portal.post(path, {"label": "a\u202eb"}).status_code == 422
    portal.post(path, {"label": ""})
    assert "Ferienhaus" not in visible_text(portal.get("/verwaltung/"))


def test_removing_takes_only_the_view_and_can_be_done_again(portal: PageClient) -> None:
    user = make_user("jana")
    portal.enter(user)
    account = account_of("jana")
    path = f"/verwaltung/vertragskonten/{account.id}/entfernen/"
    assert "Ihr Vertrag läuft unverändert weiter." in visible_text(portal.get(path))
    assert user.links.filter(removed_at=None).count() == 3, "GET removes nothing"
    key = {"submission_key": str(uuid4())}
    text = visible_text(portal.post(path, key, follow=True))
    assert "ist nicht mehr in Ihrem Zugang. Vorgangsnummer VK-" in text
    assert portal.post(path, key).url == "/verwaltung/", "double click"
    assert user.links.filter(removed_at=None).count() == 2
    assert Case.objects.get(kind=Case.Kind.ACCOUNT_REMOVED).state == "confirmed"
    assert ("account_removed", user.email) in mails()
    add(portal, pair("jana"))
    judge_all()
    assert user.links.filter(removed_at=None).count() == 3


@pytest.mark.parametrize("page", ["name", "entfernen"])
def test_contract_accounts_of_others_are_not_there(portal: PageClient, page: str) -> None:
    make_user("A")
    portal.enter(make_user("B"))
    path = f"/verwaltung/vertragskonten/{account_of('A').id}/{page}/"
    assert portal.get(path).status_code == 404
    assert portal.post(path, {"label": "x", "submission_key": str(uuid4())}).status_code == 404
    assert not AccountLink.objects.exclude(label="").exists()
    assert not AccountLink.objects.exclude(removed_at=None).exists()


def test_a_delegate_may_not_name_or_remove_but_add_an_own_contract_account(portal: PageClient) -> None:
    user = make_user("A")
    AccountLink.objects.filter(user=user).update(read_only=True)
    portal.enter(user)
    assert portal.post(NEW, pair()).status_code == 302
    for page, typed in (("name", {"label": "x"}), ("entfernen", {"submission_key": str(uuid4())})):
        assert portal.post(f"/verwaltung/vertragskonten/{account_of('A').id}/{page}/", typed).status_code == 404


@pytest.mark.parametrize("kind", ["A", "L"])
def test_a_page_costs_the_same_with_one_and_sixty_contract_accounts(portal: PageClient, kind: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    portal.enter(make_user(kind))
    portal.get(NEW)
    with CaptureQueriesContext(connection) as queries:
        portal.get(NEW)
    assert len(queries) <= 8


def test_english_pages_are_english(portal: PageClient) -> None:
    portal.enter(make_user("jana", language="en"))
    assert "Add a contract account" in visible_text(portal.get(NEW))
    account = account_of("jana").id
    assert "Remove contract account?" in visible_text(portal.get(f"/verwaltung/vertragskonten/{account}/entfernen/"))
    assert "Complete your access" in visible_text(portal.get("/verwaltung/code/"))
