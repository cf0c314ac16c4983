"""The pages of registration: correction, codes by letter, and what the sent page offers."""

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.identity.models import PortalUser, Registration
from osc.identity.registration import letters
from osc.identity.registration.evaluation import evaluate
from tests.support.client import PageClient, visible_text
from tests.support.modes import utility
from tests.support.people import PASSWORD, households
from tests.support.registering import NOW, ask, mails, token_in

pytestmark = pytest.mark.django_db


def pair(kind: str = "C", **more: str) -> dict[str, str]:
    household = households()[kind]
    return {
        "contract_account": household.account_numbers[0],
        "meter_number": household.supplies[0].meter_number,
        **more,
    }


def judge_all() -> None:
    for request in Registration.objects.filter(outcome="open"):
        evaluate(registration_id=request.id, now=settings.NOW)


def test_faq_6_the_form_shows_bill_letter_and_the_meters_of_all_commodities(portal: PageClient) -> None:
    page = portal.get("/registrieren/").content.decode()
    for words in ("Rechnung", "Begrüßungsschreiben", "Strom", "Gas", "Wasser", "Fernwärme"):
        assert f"<figcaption>{words}</figcaption>" in page.replace("\u00ad", "")
    assert page.count('role="img"') == 6
    english = PageClient()
    english.post("/sprache/", {"language": "en"})
    assert "Drawing of a meter for District heating" in english.get("/registrieren/").content.decode()


def test_the_sent_page_offers_another_address_and_a_letter(portal: PageClient) -> None:
    portal.post("/registrieren/", pair(email="tipfehler@example.net", terms="ja"))
    sent = visible_text(portal.get("/registrieren/gesendet/"))
    for words in ("Wenn die Angaben zusammenpassen", "Er gilt 24 Stunden", "Code per Brief anfordern",
                  "E-Mail-Adresse ändern"):  # fmt: skip
        assert words in sent
    again = portal.get("/registrieren/?aendern=1").content.decode()
    assert 'value="tipfehler@example.net"' in again and f'value="{pair()["meter_number"]}"' in again
    asked = portal.post("/registrieren/brief/", follow=True)
    assert "Wenn die Nummern zusammenpassen, schicken wir einen Brief mit einem Code." in visible_text(asked)
    assert ProcrastinateJob.objects.filter(task_name__endswith="send_code_letter").count() == 1
    assert PageClient().post("/registrieren/brief/").url == "/registrieren/"
    assert "Code per Brief" not in visible_text(PageClient().get("/registrieren/gesendet/"))


def test_the_correction_page_judges_in_the_background_and_leads_on_to_the_password(portal: PageClient) -> None:
    ask(meter="1EMH0099999999")
    path = f"/registrieren/korrektur/{token_in('registration_no_match')}/"
    for _ in range(3):
        assert 'value="1EMH0099999999"' in portal.get(path).content.decode(), "GET changes nothing"
    assert portal.post(path, pair(meter_number="x")).status_code == 422
    portal.post(path, pair(meter_number="1EMH0099999998"))
    waiting = portal.get(path)
    assert waiting.headers["Refresh"] == "2" and "Wir prüfen Ihre Angaben" in visible_text(waiting)
    judge_all()
    wrong = portal.get(path)
    assert wrong.status_code == 422
    assert "Diese beiden Nummern passen nicht zusammen. Vergleichen Sie sie mit Ihrer Rechnung" in visible_text(wrong)
    portal.post(path, pair())
    judge_all()
    password = PageClient().get(path, follow=True)
    assert "Ihr Benutzername ist neu@example.net." in visible_text(password)
    link = password.request["PATH_INFO"]
    assert "Guten Tag" in visible_text(portal.post(link, {"password": PASSWORD}, follow=True))
    assert portal.get(path).status_code == 410 and portal.post(path, pair()).status_code == 410


def test_a_mailbox_that_tried_too_often_is_told_to_wait_or_to_take_the_letter(portal: PageClient) -> None:
    ask(meter="1EMH0099999999")
    path = f"/registrieren/korrektur/{token_in('registration_no_match')}/"
    for number in range(5):
        portal.post(path, pair("B", meter_number=f"1EMH009999{number:04}"))
        judge_all()
    refused = portal.post(path, pair())
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert "Code per Brief anfordern" in visible_text(refused)
    assert portal.post(f"{path}brief/").url == "/registrieren/brief/unterwegs/"
    assert portal.post("/registrieren/korrektur/x/brief/").status_code == 410


def test_reg18_from_the_letter_to_a_log_in_of_ones_own(portal: PageClient) -> None:
    letters.send_code_letter(registration_id=ask(email="fremd@example.net").id, now=NOW)
    from osc.correspondence.models import PaperLetter

    code = PaperLetter.objects.get().context["code"]
    form = {"contract_account": pair()["contract_account"], "email": "eigen@example.net", "terms": "ja"}
    for wrong in ({"code": "7K4 M2Q 9PA BC0"}, {"code": "kurz"}, {"contract_account": "IR77777777", "code": code}):
        response = portal.post("/registrieren/code/", form | wrong)
        assert response.status_code == 422
        assert "Dieser Code stimmt nicht. Vergleichen Sie ihn mit dem Brief." in visible_text(response)
    assert portal.post("/registrieren/code/", form | {"code": code.lower()}).url == "/registrieren/gesendet/"
    judge_all()
    link = f"/registrieren/link/{token_in(to='eigen@example.net')}/"
    portal.post(link, {"password": PASSWORD})
    assert PortalUser.objects.get(email="eigen@example.net").links.get().level == "A2"
    assert portal.post("/registrieren/code/", form | {"code": code}).status_code == 422, "used"


def test_the_surname_is_asked_for_while_guessing_goes_on(portal: PageClient) -> None:
    assert "Nachname oder Firma" not in visible_text(portal.get("/registrieren/"))
    with utility("registration", least_level=2):
        assert "Nachname oder Firma" in visible_text(portal.get("/registrieren/"))
        response = portal.post("/registrieren/", pair(email="neu@example.net", terms="ja"))
        assert "Geben Sie Ihren Nachnamen oder den Namen Ihrer Firma ein" in visible_text(response)
        assert portal.post("/registrieren/", pair(email="neu@example.net", terms="ja", surname="X")).status_code == 302


def test_reg2_the_request_costs_the_same_whatever_was_entered(
    portal: PageClient, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.support.people import make_user

    make_user("jana")
    counted = set()
    changes = [
        {},
        {"meter_number": "1EMH0099999999"},
        {"contract_account": "IR77777777"},
        {"email": "jana@example.net"},
    ]
    for number, change in enumerate(changes):
        browser = PageClient(REMOTE_ADDR=f"10.60.{number}.1")
        with CaptureQueriesContext(connection) as queries:
            browser.post("/registrieren/", pair(email="neu@example.net", terms="ja") | change)
        counted.add(len(queries))
    assert len(counted) == 1
    assert mails() == [], "no mail is written in the request"
