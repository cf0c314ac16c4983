"""Persönliche Daten: what is on file, what can be changed at once, what waits for a person."""

from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse

from osc.cases.models import Case
from osc.contracts.models import BusinessPartner
from osc.correspondence.models import Mail, PaperLetter
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from tests.support.client import PageClient, visible_text
from tests.support.door import RunningUtility
from tests.support.forms import hidden
from tests.support.people import PASSWORD, canaries, households, make_user

NEW_ADDRESS = {"street": "Talweg", "house_number": "3b", "postal_code": "03222", "city": "Lübbenau"}


def partner_of(kind: str) -> BusinessPartner:
    return BusinessPartner.objects.get(external_id=households()[kind].person.id)


def path_of(kind: str, part: str) -> str:
    return f"/verwaltung/daten/{partner_of(kind).id}/{part}/"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


def confirm(customer: PageClient, response: HttpResponse) -> HttpResponse:
    """Types the password again where it is asked for."""
    if "/anmelden/bestaetigen/" in response.url:
        again = customer.get(response.url)
        return customer.post("/anmelden/bestaetigen/", {"password": PASSWORD, "weiter": hidden(again, "weiter")})
    return response


def send(customer: PageClient, part: str, values: dict[str, str], kind: str = "jana") -> HttpResponse:
    response = customer.post(path_of(kind, part), values)
    assert response.status_code == 302, visible_text(response)
    page = customer.get(response.url)
    if page.status_code == 302:
        page = customer.get(confirm(customer, page).url)
    assert "Stimmen Ihre Angaben?" in visible_text(page)
    return customer.post(
        f"{path_of(kind, part)}pruefen/", {"submission_key": hidden(page, "submission_key")}, follow=True
    )


def deliver_and_read_back(utility: RunningUtility) -> None:
    deliver_message(key=OutboundMessage.objects.get().id, door=utility.door, now=settings.NOW)
    pull(door=utility.door, source="demo", now=settings.NOW)


def test_the_page_shows_what_is_on_file(customer: PageClient) -> None:
    text = visible_text(customer.get("/verwaltung/daten/"))
    assert "Jana Albrecht" in text and "Ahornweg 12" in text and "03220 4417" in text
    assert "wie Ihre Postanschrift" in text and "Geburtsdatum" in text and "jana@example.net" in text
    assert "Persönliche Daten Jana Albrecht" in visible_text(customer.get("/verwaltung/"))


def test_phones_are_booked_at_once_and_come_back(customer: PageClient, utility: RunningUtility) -> None:
    receipt = visible_text(send(customer, "telefon", {"phone": "03220 / 99-88", "mobile": " 0170   123456 "}))
    assert "Danke, Ihre Änderung ist angekommen" in receipt and "0170 123456" in receipt
    case = Case.objects.get()
    assert (case.kind, case.reference[:3]) == ("personal_data", "PD-")
    mail = Mail.objects.get()
    assert mail.template == "personal_data_changed" and not PaperLetter.objects.exists()
    deliver_and_read_back(utility)
    case.refresh_from_db()
    partner = partner_of("jana")
    assert (case.state, partner.phone, partner.mobile) == ("confirmed", "03220 / 99-88", "0170 123456")


def test_a_new_address_asks_about_moving_first(customer: PageClient) -> None:
    text = visible_text(customer.get(path_of("jana", "anschrift")))
    assert "Ziehen Sie um?" in text and "Nein, nur meine Postanschrift ändert sich" in text
    form = customer.get(path_of("jana", "anschrift") + "?nur-post=1")
    assert 'value="Ahornweg"' in form.content.decode()


def test_r_ds_6_a_new_address_needs_the_password_and_is_told_to_the_old_one(
    customer: PageClient, utility: RunningUtility
) -> None:
    response = customer.post(path_of("jana", "anschrift"), NEW_ADDRESS)
    asked = customer.get(response.url)
    assert asked.status_code == 302 and "/anmelden/bestaetigen/" in asked.url
    send(customer, "anschrift", NEW_ADDRESS)
    letter = PaperLetter.objects.get()
    assert letter.recipient == ["Jana Albrecht", "Ahornweg 12", "03220 Lindenau"]
    assert OutboundMessage.objects.get().payload["values"] == NEW_ADDRESS
    deliver_and_read_back(utility)
    partner = partner_of("jana")
    assert (partner.street, partner.house_number, partner.city) == ("Talweg", "3b", "Lübbenau")
    assert "Talweg 3b" in visible_text(customer.get("/verwaltung/daten/"))


def test_the_letter_can_be_set(customer: PageClient) -> None:
    from osc.correspondence.letters import write_letter

    send(customer, "anschrift", NEW_ADDRESS)
    assert write_letter(PaperLetter.objects.get()).subject == "Ihre Postanschrift wird geändert"


def test_bills_can_go_elsewhere_and_back(customer: PageClient, utility: RunningUtility) -> None:
    send(customer, "rechnung", {"where": "other", "name": "Büro Albrecht", **NEW_ADDRESS})
    deliver_and_read_back(utility)
    assert partner_of("jana").billing_address["name"] == "Büro Albrecht"
    assert "Büro Albrecht" in visible_text(customer.get("/verwaltung/daten/"))
    OutboundMessage.objects.all().delete()
    receipt = visible_text(send(customer, "rechnung", {"where": "same", "street": "bleibt stehen"}))
    assert "wie Ihre Postanschrift" in receipt
    deliver_and_read_back(utility)
    assert partner_of("jana").billing_address is None


def test_a_name_waits_visibly_until_somebody_decides(customer: PageClient, utility: RunningUtility) -> None:
    values = {"first_name": "Jana", "last_name": "Ölrich", "reason": "Heirat"}
    receipt = visible_text(send(customer, "name", values))
    assert "Ölrich" in receipt
    deliver_and_read_back(utility)
    case = Case.objects.get()
    assert case.state == "needs_clarification" and case.answer_by is not None
    assert partner_of("jana").last_name == "Albrecht"
    assert "In Prüfung: Name." in visible_text(customer.get("/verwaltung/daten/"))
    assert "bekommen bis zum" in visible_text(customer.get(f"/verwaltung/vorgaenge/{case.id}/"))


def test_a_decision_of_staff_books_the_name(customer: PageClient, utility: RunningUtility) -> None:
    values = {"first_name": "Jana", "last_name": "Ölrich", "reason": "Heirat"}
    send(customer, "name", values)
    deliver_and_read_back(utility)
    message = OutboundMessage.objects.get()
    decision = {
        "kind": "case_decision",
        "data": {"case": "PD", "decides": str(message.id), "accept": True, "reason": ""},
    }
    utility.utility.book.submit("decision", decision, settings.NOW)
    pull(door=utility.door, source="demo", now=settings.NOW)
    assert partner_of("jana").last_name == "Ölrich"
    assert Case.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    ("part", "values", "sentence"),
    [
        ("telefon", {"phone": "anrufen!", "mobile": ""}, "Geben Sie die Nummer mit Vorwahl ein, zum Beispiel 03220 4417"),
        ("telefon", {"phone": "٠١٢٣٤٥٦٧", "mobile": ""}, "Geben Sie die Nummer mit Vorwahl ein"),
        ("telefon", {"phone": "03220 4417", "mobile": ""}, "Sie haben noch nichts geändert"),
        ("anschrift", {**NEW_ADDRESS, "street": ""}, "Geben Sie die Straße ein"),
        ("anschrift", {**NEW_ADDRESS, "postal_code": "3222"}, "Die Postleitzahl hat 5 Ziffern, zum Beispiel 03220"),
        ("anschrift", {**NEW_ADDRESS, "city": "x" * 90}, "Nehmen Sie höchstens 80 Zeichen"),
        ("rechnung", {}, "Wählen Sie aus, wohin Ihre Rechnungen gehen"),
        ("rechnung", {"where": "same"}, "Sie haben noch nichts geändert"),
        ("rechnung", {"where": "other"}, "Geben Sie den Ort ein"),
        ("name", {"first_name": "", "last_name": "Ölrich", "reason": "Heirat"}, "Geben Sie den Vornamen ein"),
        ("name", {"first_name": "Jana", "last_name": "Ölrich", "reason": ""}, "Schreiben Sie, warum sich der Name ändert"),
    ],
)  # fmt: skip
def test_problems_get_a_sentence_and_what_was_typed_stays(
    customer: PageClient, part: str, values: dict[str, str], sentence: str
) -> None:
    response = customer.post(path_of("jana", part), values)
    assert response.status_code == 422 and sentence in visible_text(response)
    kept = [value for value in values.values() if value and value not in {"same", "other"}]
    assert all(f'value="{value}"' in response.content.decode() for value in kept)
    assert not Case.objects.exists()


def test_a_company_has_a_company_name(portal: PageClient) -> None:
    portal.enter(make_user("company"))
    page = visible_text(portal.get(path_of("company", "name")))
    assert "Firma" in page and "Vorname" not in page
    assert "Danke" in visible_text(send(portal, "name", {"company": "Neu GmbH", "reason": "Umfirmierung"}, "company"))


def test_a_double_click_is_one_case_and_a_stale_form_none(customer: PageClient) -> None:
    response = customer.post(path_of("jana", "telefon"), {"phone": "0170 12345", "mobile": ""})
    form = {"submission_key": hidden(customer.get(response.url), "submission_key")}
    urls = {customer.post(response.url, form).url for _ in range(3)}
    assert len(urls) == 1 and Case.objects.count() == 1
    stale = customer.post(response.url, {"submission_key": "x"}, follow=True)
    assert "veraltet" in visible_text(stale) and Case.objects.count() == 1


def test_somebody_elses_data_does_not_exist(portal: PageClient) -> None:
    portal.enter(make_user("B"))
    for part in ("telefon", "anschrift", "rechnung", "name", "pruefen"):
        for path in (path_of("jana", part), path_of("jana", part) + "pruefen/"):
            for response in (portal.get(path), portal.post(path, NEW_ADDRESS)):
                assert response.status_code in {302, 404}
                assert not any(mark in response.content.decode() for mark in canaries("jana"))
    assert portal.get(f"/verwaltung/daten/{UUID(int=0)}/telefon/").status_code == 404
    text = portal.get("/verwaltung/daten/").content.decode()
    assert not any(mark in text for mark in canaries("jana"))
    assert not Case.objects.exists()


def test_a_delegate_may_look_and_not_change(portal: PageClient) -> None:
    user = make_user("jana")
    user.links.update(read_only=True)
    portal.enter(user)
    assert "Ahornweg 12" in visible_text(portal.get("/verwaltung/daten/"))
    assert portal.post(path_of("jana", "telefon"), {"phone": "0170 12345", "mobile": ""}).status_code == 404


def test_with_sixty_accounts_there_is_one_person(portal: PageClient) -> None:
    page = portal.enter(make_user("L")).get("/verwaltung/daten/").content.decode()
    assert page.count('aria-labelledby="person-') == 1


def test_english(portal: PageClient) -> None:
    portal.enter(make_user("jana", language="en"))
    assert "Personal details" in visible_text(portal.get("/verwaltung/daten/"))
    assert "Are you moving?" in visible_text(portal.get(path_of("jana", "anschrift")))
    assert "First name" in visible_text(portal.get(path_of("jana", "name")))
