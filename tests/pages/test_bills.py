"""Rechnungen, Postfach, Nachrichten: what a customer sees and does there."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.billing.invoices.files import fetch
from osc.billing.models import BillRead, Invoice
from osc.cases.models import Case
from osc.correspondence.models import Letter, Mail
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.payments.rules.iban import group_iban
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
GAS = "R-2026-10284425"


def bill(number: str = GAS) -> Invoice:
    return Invoice.objects.get(number=number)


def page(portal: PageClient, path: str) -> str:
    response = portal.get(path)
    assert response.status_code == 200, path
    return visible_text(response)


def test_f4_nothing_open_bills_and_payments(portal: PageClient) -> None:
    text = page(portal.enter(make_user("jana")), "/verwaltung/zahlungen/")
    assert "Offen: 0,00\u00a0€. Alles bezahlt." in text
    assert "Ihre Gasrechnung 2025/2026" in text and "Ihre Stromrechnung 2025" in text
    assert "Zahlung" in text and "Abschlag" in text


def test_f4_an_open_bill_stands_on_top_with_its_day(portal: PageClient) -> None:
    text = page(portal.enter(make_user("transfer")), "/verwaltung/zahlungen/")
    found = re.search(r"Offen: ([\d.,]+)", text)
    assert found and Decimal(found[1].replace(".", "").replace(",", ".")) > 0
    assert "bis 4.\u00a0Dezember\u00a02026" in text


def test_r_re_1_the_result_stands_first_in_reading_order(portal: PageClient) -> None:
    """Amount and direction, then the day, before lines, PDF and everything else."""
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{bill().id}/")
    title, label = text.index("Ihre Gasrechnung 2025/2026"), re.search(r"Ihr Guthaben|Sie zahlen", text)
    assert label and title < label.start() < text.index("5.\u00a0November\u00a02026") < text.index(
        "Ihre Rechnung in Kürze"
    )


def test_the_lines_can_be_followed_by_hand(portal: PageClient) -> None:
    """R-VER-5: cubic metres, factors and kilowatt-hours; R-ER-4: instalments with their tax; R-RE-5: each line explained."""
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{bill().id}/")
    assert "Zustandszahl 0,9644 × Brennwert 11,275" in text
    assert "11 Abschläge Gas zu 150,00" in text and "Umsatzsteuer 19\u00a0%" in text.replace("19 %", "19\u00a0%")
    assert "Der Grundpreis ist ein fester Preis" in text
    assert settings.UTILITY.legal.conciliation_body in text, "R-RE-3 group 9"


def test_r_abl_11_an_estimate_is_marked_with_words_reason_and_basis(portal: PageClient) -> None:
    user = make_user("estimated")
    text = page(portal.enter(user), "/verwaltung/zahlungen/")
    guessed = next(
        each for each in Invoice.objects.filter(contract_account_id__in=[link.contract_account_id for link in user.links.all()])
        if any(reading["estimate"] for reading in each.detail["readings"] if "estimate" in reading)
    )  # fmt: skip
    text = page(portal, f"/verwaltung/zahlungen/{guessed.id}/")
    assert "Geschätzt" in text and "netto beruhen darauf" in text
    assert "Uns lag keine Ablesung vor." in text and "Grundlage ist Ihr Verbrauch im vorigen Zeitraum." in text


@pytest.mark.parametrize(("used", "hint"), [("6100", True), ("5900", False)])
def test_r_abl_10_more_than_twice_the_use_offers_a_meter_check(portal: PageClient, used: str, hint: bool) -> None:
    row = bill()
    row.detail["comparisons"] = [
        {
            "contract": "x",
            "commodity": "GAS",
            "unit": "kWh",
            "used": used,
            "days": 365,
            "previous": "3000",
            "previous_days": 365,
        }
    ]
    row.save()
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{row.id}/")
    assert ("Nachprüfung des Zählers verlangen" in text) == hint
    assert ("Zeigt er zu viel, zahlen wir die Prüfung" in text) == hint


def test_r_re_7_no_comparison_with_somebody_else(portal: PageClient) -> None:
    row = bill()
    row.detail["comparisons"] = [{"contract": "x", "commodity": "GAS", "unit": "kWh", "used": "10", "days": 365}]
    row.save()
    assert "keinen Vergleichswert von Ihnen" in page(
        portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{row.id}/"
    )


def test_a_bill_without_detail_shows_what_it_has(portal: PageClient) -> None:
    row = bill()
    row.detail, row.document = None, None
    row.save()
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{row.id}/")
    assert "Zu dieser Rechnung gibt es kein PDF." in text and "Kosten zusammen" in text
    assert portal.get(f"/verwaltung/zahlungen/{row.id}/pdf/").status_code == 404


def test_the_transfer_code_stands_beside_its_words(portal: PageClient) -> None:
    user = make_user("transfer")
    interim = Invoice.objects.get(
        contract_account_id__in=[link.contract_account_id for link in user.links.all()], detail__kind="interim"
    )
    response = portal.enter(user).get(f"/verwaltung/zahlungen/{interim.id}/")
    html, text = response.content.decode(), visible_text(response)
    assert '<div aria-hidden="true"><svg' in html and 'class="qr"' in html
    assert group_iban(settings.UTILITY.bank.iban) in text and f"Verwendungszweck {interim.number}" in text
    assert "Bitte überweisen Sie bis zum" in text


def test_the_pdf_is_fetched_when_the_bill_is_opened(portal: PageClient, utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    row = bill()
    portal.enter(make_user("jana")).get(f"/verwaltung/zahlungen/{row.id}/")
    assert ProcrastinateJob.objects.filter(task_name__endswith="fetch_bill", queue_name="documents").exists()
    waiting = portal.get(f"/verwaltung/zahlungen/{row.id}/pdf/")
    assert "Das Dokument wird noch erstellt" in visible_text(waiting)
    fetch(invoice_id=row.id, door=utility.door, now=settings.NOW)
    response = portal.get(f"/verwaltung/zahlungen/{row.id}/pdf/", follow=True)
    assert response.status_code == 200 and response.content.startswith(b"%PDF-")
    assert "PDF, barrierefrei" in page(portal, f"/verwaltung/zahlungen/{row.id}/")


def test_a_strangers_bill_is_as_unknown_as_none(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    for rest in ("", "pdf/"):
        assert portal.get(f"/verwaltung/zahlungen/{bill().id}/{rest}").status_code == 404
        assert portal.get(f"/verwaltung/zahlungen/{uuid4()}/{rest}").status_code == 404
    text = visible_text(portal.get(f"/postfach/neu/?rechnung={bill().id}"))
    assert GAS not in text, "a stranger's bill is not named in the form either"


def test_opening_a_bill_marks_it_as_read_once(portal: PageClient) -> None:
    """R-ZUG-6: evidence only."""
    portal.enter(make_user("jana"))
    before = portal.get("/postfach/").content.decode().count("mail--new")
    for _ in range(2):
        portal.get(f"/verwaltung/zahlungen/{bill().id}/")
    assert BillRead.objects.count() == 1
    assert portal.get("/postfach/").content.decode().count("mail--new") == before - 1


def test_the_inbox_shows_everything_and_narrows_it(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    whole = page(portal, "/postfach/")
    assert "Ihre Gasrechnung 2025/2026" in whole and "Willkommen im neuen Online-Service-Center" in whole
    bills = page(portal, "/postfach/?filter=rechnungen&jahr=2026")
    assert "Ihre Gasrechnung 2025/2026" in bills and "Willkommen" not in bills
    assert "Ihre Stromrechnung 2024" not in bills, "issued in 2025"
    assert "Willkommen" in page(portal, "/postfach/?suche=willkommen")
    assert "Wählen Sie etwas anderes aus" in page(portal, "/postfach/?filter=vertraege")
    assert "Your gas bill 2025/2026" in _english(portal)


def _english(portal: PageClient) -> str:
    portal.post("/sprache/", {"language": "en", "weiter": "/postfach/"})
    return page(portal, "/postfach/")


def test_an_empty_inbox_says_what_will_be_there(portal: PageClient) -> None:
    user = make_user("A")
    user.links.all().delete()
    assert "Noch keine Nachrichten. Rechnungen und Antworten finden Sie künftig hier." in page(
        portal.enter(user), "/postfach/"
    )


def test_of_sixty_contract_accounts_one_shows_its_payments(portal: PageClient) -> None:
    html = portal.enter(make_user("L")).get("/verwaltung/zahlungen/").content.decode()
    assert "<details" not in html.partition("<main")[2] and len(html) < 60_000
    chosen = re.findall(r'href="/verwaltung/zahlungen/(\?konto=[0-9a-f-]+)#konto"', html)
    assert len(chosen) == 60
    one = portal.get(f"/verwaltung/zahlungen/{chosen[40]}").content.decode()
    assert one.count('<details class="more" id="konto" open>') == 1 and "Tabelle der Zahlungen" in one


@pytest.mark.parametrize("path", ["/postfach/", "/verwaltung/zahlungen/"])
def test_sixty_contract_accounts_cost_no_more_statements(portal: PageClient, path: str) -> None:
    counts = []
    for kind in ("A", "L"):
        portal.enter(make_user(kind))
        portal.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert portal.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def write(portal: PageClient, query: str = "", **fields: str) -> Case:
    form = portal.post(f"/postfach/neu/{query}", {"topic": "bill_explanation", "text": "Bitte\nerklären", **fields})
    assert form.status_code == 302 and form.headers["Location"] == "/postfach/neu/pruefen/"
    check = portal.get("/postfach/neu/pruefen/")
    key = re.search(r'name="submission_key" value="([^"]+)"', check.content.decode())
    assert key and "Stimmen Ihre Angaben?" in visible_text(check)
    receipts = {portal.post("/postfach/neu/pruefen/", {"submission_key": key[1]}).headers["Location"] for _ in range(2)}
    assert len(receipts) == 1, "the same form is the same case"
    return Case.objects.get(id=receipts.pop().split("/")[-2])


def test_r_re_2_a_question_about_a_bill_goes_out_with_its_number_and_costs_nothing(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    form = page(portal, f"/postfach/neu/?rechnung={bill().id}&thema=bill_explanation")
    assert f"Es geht um die Rechnung {GAS}." in form
    case = write(portal, bill_id=str(bill().id))
    assert case.kind == Case.Kind.BILL_OBJECTION and case.reference.startswith("RE-")
    payload = OutboundMessage.objects.get(case_id=case.id).payload
    assert (payload["topic"], payload["bill"], payload["text"]) == ("bill_explanation", GAS, "Bitte\nerklären")
    assert Mail.objects.get(template="message_received").context["reference"] == case.reference
    text = page(portal, f"/verwaltung/vorgaenge/{case.id}/?neu=1")
    assert "Danke, Ihre Nachricht ist angekommen" in text and "Rechnung erläutern" in text


def test_a_message_comes_back_answered(portal: PageClient, utility: "RunningUtility") -> None:  # noqa: F821 - imported late
    portal.enter(make_user("A"))
    account = re.search(r'name="account" value="([^"]+)"', portal.get("/postfach/neu/").content.decode())
    assert account
    case = write(portal, topic="other", account=account[1])
    assert case.reference.startswith("AN-") and "Von Ihnen: Etwas anderes" in page(portal, "/postfach/")
    deliver_message(key=OutboundMessage.objects.get(case_id=case.id).id, door=utility.door, now=settings.NOW)
    pull(door=utility.door, source="test", now=settings.NOW + timedelta(minutes=1))
    answer = Letter.objects.get(answers=case.reference)
    assert "Antwort auf Ihre Nachricht" in page(portal, "/postfach/?filter=nachrichten")
    assert case.reference in page(portal, f"/postfach/{answer.id}/")


def test_a_message_without_words_topic_or_account_says_what_to_do(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    response = portal.post("/postfach/neu/", {"topic": "nothing", "text": " ", "account": str(uuid4())})
    text = visible_text(response)
    assert response.status_code == 422
    for sentence in ("Wählen Sie ein Thema aus", "Wählen Sie ein Vertragskonto aus", "Schreiben Sie, worum es geht"):
        assert sentence in text
    long = portal.post("/postfach/neu/", {"topic": "other", "text": "x" * 2001, "account": str(uuid4())})
    assert "Kürzen Sie Ihren Text auf 2000 Zeichen" in visible_text(long) and "x" * 2001 in long.content.decode()


def test_a_stale_message_is_not_sent(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    assert portal.get("/postfach/neu/pruefen/").status_code == 302
    account = re.search(r'name="account" value="([^"]+)"', portal.get("/postfach/neu/").content.decode())
    assert account
    portal.post("/postfach/neu/", {"topic": "other", "text": "a", "account": account[1]})
    assert portal.post("/postfach/neu/pruefen/", {"submission_key": "no key"}).status_code == 302
    assert not Case.objects.exists()


def test_r_re_4_r_re_12_what_is_contained_and_the_cost_of_co2(portal: PageClient) -> None:
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{bill().id}/")
    contained = text.split("Darin enthalten, netto")[1].split("CO₂-Kosten für")[0]
    assert [words in contained for words in ("Energiesteuer", "Konzessionsabgabe", "Netzentgelte", "Messung")] == [
        True
    ] * 4
    carbon = text.split("CO₂-Kosten für Vermietende und Mietende")[1].split("Ihr Verbrauch im Vergleich")[0]
    for each in bill().detail["carbon"]:
        gross = f"{Decimal(each['gross']):,.2f}".replace(",", ";").replace(".", ",").replace(";", ".")
        assert f"CO₂-Kosten mit Umsatzsteuer {gross}" in carbon
    assert "in 12 Monaten" in carbon and "kg CO₂ je kWh" in carbon
    water = Invoice.objects.filter(detail__commodities=["WASSER"]).first()
    assert water is not None and not water.detail["carbon"]


def test_r_re_15_a_reduction_is_a_line_of_its_own(portal: PageClient) -> None:
    row = bill()
    row.lines = [*row.lines, {"text": "Netzentgeltreduzierung § 14a Modul 1", "net": "-150.00", "kind": "other"}]
    row.save()
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{row.id}/")
    assert re.search(r"Netzentgeltreduzierung § 14a Modul 1 [-−]150,00", text)


def test_r_inf_11_the_group_of_comparison_has_a_source_and_a_year_and_nobody_is_asked_for_more(
    portal: PageClient,
) -> None:
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{bill().id}/")
    assert re.search(r"Quelle des Durchschnitts: Stadtwerke Lindenau 20\d\d", text) and "Durchschnitt" in text
    assert "Personen im Haushalt" not in page(portal, "/verwaltung/daten/")


def test_r_re_14_every_bill_names_energy_advice_and_conciliation(portal: PageClient) -> None:
    text = page(portal.enter(make_user("jana")), f"/verwaltung/zahlungen/{bill().id}/")
    assert settings.UTILITY.bills.energy_advice in text and settings.UTILITY.bills.consumer_service in text


def test_r_ret_3_old_bills_stay_after_a_move(portal: PageClient) -> None:
    user = make_user("moved_out")
    row = Invoice.objects.filter(
        contract_account_id__in=[link.contract_account_id for link in user.links.all()]
    ).first()
    assert row is not None
    row.issued_on = settings.NOW.date() - timedelta(days=3 * 365 + 30)
    row.save()
    portal.enter(user)
    shown = page(portal, f"/verwaltung/zahlungen/{row.id}/")
    assert row.number in shown and "herunterladen" in shown
    assert f"/verwaltung/zahlungen/{row.id}/" in portal.get("/verwaltung/zahlungen/").content.decode()
