"""Tarif wechseln: offers on the customer's own use, the check page that the law asks for, the order."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse

from osc.billing.models import Invoice
from osc.cases.models import Case
from osc.contracts.models import Contract, Tariff, TariffOrder
from osc.correspondence.models import Mail
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.metering.models import YearConsumption
from tests.pages.test_contracts import contract_of
from tests.support.client import PageClient, visible_text
from tests.support.door import RunningUtility
from tests.support.forms import hidden
from tests.support.pdf_text import pdf_text
from tests.support.people import canaries, make_user

NBSP = "\u00a0"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


@pytest.fixture
def tariffs() -> str:
    return f"/verwaltung/vertraege/{contract_of('jana').id}/tarife/"


def to_check_page(customer: PageClient, tariffs: str, code: str = "strom-12", **more: str) -> HttpResponse:
    response = customer.post(f"{tariffs}{code}/", {"terms": "yes", **more})
    assert response.status_code == 302, visible_text(response)
    return customer.get(response.url)


def order(customer: PageClient, tariffs: str, code: str = "strom-12", **more: str) -> HttpResponse:
    page = to_check_page(customer, tariffs, code, **more)
    form = {name: hidden(page, name) for name in ("submission_key", "told")}
    return customer.post(f"{tariffs}{code}/pruefen/", form, follow=True)


def test_offers_are_reckoned_on_the_own_use_and_marked_as_estimate(customer: PageClient, tariffs: str) -> None:
    text = visible_text(customer.get(tariffs))
    assert "Heute: Lindenau Strom Basis" in text
    assert f"Gerechnet mit Ihrem Verbrauch der letzten 12 Monate: 2.650{NBSP}kWh." in text
    assert "Schätzung für 01.01.2027 bis 31.12.2027, mit Steuern" in text
    assert "Das ist eine Schätzung, Ihre Rechnung kann abweichen." in text
    assert "Lindenau Strom 12 etwa 35 € weniger im Jahr" in text
    assert "Diesen Tarif haben Sie" in text
    # 2,650 kWh at 25.70 ct plus 131 EUR, and 19 % on the sum
    assert f"966,34{NBSP}€" in text


def test_r_vtr_10_unit_rate_and_standing_charge_stand_side_by_side(customer: PageClient, tariffs: str) -> None:
    assert f"Arbeitspreis 30,58{NBSP}ct/kWh Grundpreis 155,89{NBSP}€ im Jahr" in visible_text(customer.get(tariffs))


def test_another_use_can_be_typed_in(customer: PageClient, tariffs: str) -> None:
    text = visible_text(customer.get(tariffs, {"verbrauch": "4.000"}))
    assert f"Gerechnet mit 4.000{NBSP}kWh im Jahr, wie von Ihnen angegeben." in text
    wrong = customer.get(tariffs, {"verbrauch": "viel"})
    assert wrong.status_code == 422 and "nur mit Ziffern ein, zum Beispiel 2700" in visible_text(wrong)


def test_r_inf_10_without_twelve_months_nothing_is_guessed(customer: PageClient, tariffs: str) -> None:
    YearConsumption.objects.all().delete()
    text = visible_text(customer.get(tariffs))
    assert "fehlen uns noch 12 Monate" in text and "Schätzung für" not in text


def test_r_vtr_9_dynamic_only_with_a_smart_meter_and_with_its_risks(portal: PageClient, tariffs: str) -> None:
    portal.enter(make_user("jana"))
    text = visible_text(portal.get(tariffs))
    assert "Lindenau Strom Dynamik" in text and "Dafür brauchen Sie ein intelligentes Messsystem" in text
    refused = portal.post(f"{tariffs}strom-dynamik/", {"terms": "yes"})
    assert refused.status_code == 200
    portal.enter(make_user("smart"))
    own = f"/verwaltung/vertraege/{contract_of('smart').id}/tarife/"
    page = to_check_page(portal, own, "strom-dynamik")
    assert "Der Preis hat keine Obergrenze." in visible_text(page)


def test_the_terms_must_be_agreed_to_and_nothing_is_ticked_before(customer: PageClient, tariffs: str) -> None:
    page = customer.get(f"{tariffs}strom-12/")
    assert " checked" not in page.content.decode()
    assert "Ich verlange ausdrücklich, dass die Lieferung schon am" in visible_text(page)
    wrong = customer.post(f"{tariffs}strom-12/", {"early": "yes"})
    assert wrong.status_code == 422
    assert "Stimmen Sie den Vertragsbedingungen zu" in visible_text(wrong)
    assert " checked" in wrong.content.decode(), "what was ticked stays"


def test_r_wid_6_price_term_and_notice_stand_directly_above_the_button(customer: PageClient, tariffs: str) -> None:
    page = to_check_page(customer, tariffs)
    text = visible_text(page)
    above = text.split("Preis, Laufzeit und Kündigung")[-1].split("zahlungspflichtig bestellen")[0]
    assert f"Arbeitspreis 30,58{NBSP}ct/kWh" in above
    assert f"Mindestlaufzeit bis 31.{NBSP}Dezember{NBSP}2027" in above
    assert "Kündigungsfrist 1 Monat" in above
    button = page.content.decode().split("<main")[1].split('<button class="btn">')[1].split("</button>")[0]
    assert button == "zahlungspflichtig bestellen"
    assert "Widerrufsrecht" in text and "Vertrag widerrufen" in text and "Allgemeine Vertragsbedingungen" in text


def test_an_order_is_a_case_with_everything_that_was_told(customer: PageClient, tariffs: str) -> None:
    text = visible_text(order(customer, tariffs))
    assert "Danke, Ihr Tarifwechsel ist angekommen" in text
    assert f"Widerruf möglich bis 8.{NBSP}Dezember{NBSP}2026" in text
    case = Case.objects.get()
    assert (case.kind, case.reference[:3]) == ("tariff_change", "VK-")
    row = TariffOrder.objects.get()
    # R-WID-8: nothing was ticked, so nothing starts within the withdrawal period
    assert (str(row.starts_on), row.early_start, str(row.withdrawal_until)) == ("2027-01-01", False, "2026-12-08")
    assert row.texts["terms"]["version"] == "2026-07" and len(row.texts["withdrawal_instruction"]["sha256"]) == 64
    message = OutboundMessage.objects.get()
    assert message.kind == "tariff_change" and message.payload["tariff"] == "strom-12"
    assert message.payload["early_start_demanded"] is False
    told = visible_text(customer.get(f"/verwaltung/auftraege/{case.id}/"))
    assert "Widerrufsbelehrung" in told and case.reference in told


def test_r_wid_7_the_mail_is_the_contract_on_a_durable_medium(customer: PageClient, tariffs: str) -> None:
    from osc.correspondence.sending import write

    order(customer, tariffs)
    mail = write(Mail.objects.get(template="tariff_ordered"))
    for words in ("Lindenau Strom 12", "30,58", "155,89", "Mindestlaufzeit", "Widerrufsrecht", "Muster-Widerrufsformular",
                  "Allgemeine Vertragsbedingungen", "Vertrag widerrufen", "IR … 4417"):  # fmt: skip
        assert words in mail.body, words
    contract = contract_of("jana")
    assert contract.market_location not in mail.body, "R-NUM-7"
    assert not mail.attachments


def test_r_wid_7_the_contract_is_a_file_with_the_very_words(customer: PageClient, tariffs: str) -> None:
    order(customer, tariffs)
    case = Case.objects.get()
    path = f"/verwaltung/auftraege/{case.id}/vertrag.pdf"
    assert path in customer.get(f"/verwaltung/auftraege/{case.id}/").content.decode()
    response = customer.get(path)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'
    words = pdf_text(response.content)
    for each in (
        "Lindenau Strom 12",
        "30,58",
        "Widerrufsrecht",
        "Muster-Widerrufsformular",
        case.reference,
        "Jana Albrecht",
    ):
        assert each in words, each
    tariff = Tariff.objects.get(code="strom-12")
    first = tariff.product["terms"]["body"].split("\n\n")[0]
    assert first[:40] in words
    tariff.product["terms"]["body"] = "Ganz andere Bedingungen"
    tariff.save()
    later = pdf_text(customer.get(path).content)
    assert "Ganz andere Bedingungen" not in later and "Fassung 2026-07" in later
    assert PageClient().enter(make_user("B")).get(path).status_code == 404


def test_r_wid_8_an_early_start_only_by_express_wish(customer: PageClient, tariffs: str) -> None:
    page = to_check_page(customer, tariffs, early="yes")
    assert f"Beginn 1.{NBSP}Dezember{NBSP}2026" in visible_text(page)
    order(customer, tariffs, early="yes")
    row = TariffOrder.objects.get()
    assert (str(row.starts_on), row.early_start) == ("2026-12-01", True)


def test_a_double_click_is_one_order(customer: PageClient, tariffs: str) -> None:
    page = to_check_page(customer, tariffs)
    form = {name: hidden(page, name) for name in ("submission_key", "told")}
    urls = {customer.post(f"{tariffs}strom-12/pruefen/", form).url for _ in range(3)}
    assert len(urls) == 1 and Case.objects.count() == TariffOrder.objects.count() == 1


def test_r_vtr_2_no_order_without_the_summary_that_holds(customer: PageClient, tariffs: str) -> None:
    check = f"{tariffs}strom-12/pruefen/"
    assert customer.post(check, {"submission_key": "x"}).status_code == 302
    page = to_check_page(customer, tariffs)
    form = {name: hidden(page, name) for name in ("submission_key", "told")}
    tariff = Tariff.objects.get(code="strom-12")
    tariff.product["prices"][0]["unit_price_ct"] = "99.00"
    tariff.save()
    again = customer.post(check, form, follow=True)
    assert "haben sich inzwischen geändert" in visible_text(again) and f"117,81{NBSP}ct" in visible_text(again)
    assert customer.post(check, {**form, "told": ""}, follow=True).status_code == 200
    assert not Case.objects.exists()


@pytest.mark.parametrize("gone", ["code", "offer", "commodity", "ended"])
def test_what_is_not_offered_does_not_exist(customer: PageClient, tariffs: str, gone: str) -> None:
    path = f"{tariffs}strom-12/"
    if gone == "code":
        path = f"{tariffs}nichts/"
    elif gone == "offer":
        Tariff.objects.filter(code="strom-12").update(offered_until=settings.NOW.date())
    elif gone == "commodity":
        path = f"/verwaltung/vertraege/{contract_of('jana', 'WASSER').id}/tarife/"
    else:
        Contract.objects.filter(id=contract_of("jana").id).update(ends_on=settings.NOW.date() + timedelta(days=9))
    assert customer.get(path).status_code == 404


def test_a_contract_with_a_term_changes_at_its_end(portal: PageClient) -> None:
    contract = contract_of("A")
    assert contract.term_ends_on is not None
    portal.enter(make_user("A"))
    page = portal.get(f"/verwaltung/vertraege/{contract.id}/tarife/")
    assert f"Ein neuer Tarif beginnt am 1.{NBSP}Juli{NBSP}2027." in visible_text(page)
    assert "Ich verlange ausdrücklich" not in visible_text(
        portal.get(f"/verwaltung/vertraege/{contract.id}/tarife/strom-12/")
    )


@pytest.mark.parametrize("page", ["", "strom-12/", "strom-12/pruefen/"])
def test_somebody_elses_contract_does_not_exist(portal: PageClient, tariffs: str, page: str) -> None:
    portal.enter(make_user("B"))
    for response in (portal.get(f"{tariffs}{page}"), portal.post(f"{tariffs}{page}", {"terms": "yes"})):
        assert response.status_code in {302, 404, 405}
        assert not any(mark in response.content.decode() for mark in canaries("jana"))
    assert not Case.objects.exists()


def test_somebody_elses_order_does_not_exist(portal: PageClient, tariffs: str) -> None:
    order(portal.enter(make_user("jana")), tariffs)
    case = Case.objects.get()
    assert portal.enter(make_user("B")).get(f"/verwaltung/auftraege/{case.id}/").status_code == 404


def deliver_and_read_back(utility: RunningUtility) -> None:
    deliver_message(key=OutboundMessage.objects.get().id, door=utility.door, now=settings.NOW)
    pull(door=utility.door, source="demo", now=settings.NOW)


def test_the_utility_books_it_and_the_contract_comes_back_changed(
    customer: PageClient, tariffs: str, utility: RunningUtility
) -> None:
    order(customer, tariffs)
    deliver_and_read_back(utility)
    assert Case.objects.get().state == "confirmed"
    contract = contract_of("jana")
    assert (contract.tariff_code, str(contract.term_ends_on)) == ("strom-12", "2027-12-31")
    periods: list[dict[str, Any]] = contract.prices
    assert [each["from"] for each in periods] == ["2025-01-01", "2026-01-01", "2027-01-01"]
    assert periods[-1]["tariff"] == "Lindenau Strom 12" and periods[-1]["unit_price_ct"] == "30.58"
    text = visible_text(customer.get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "ab 01.01.2027 Lindenau Strom 12" in text and f"Der Preis ist fest bis 31.{NBSP}Dezember{NBSP}2027." in text
    assert f"Widerruf möglich bis 8.{NBSP}Dezember{NBSP}2026" in text, "R-WID-9, R-WID-1: on the contract too"
    assert (
        f"/widerrufen/?vertrag={contract.id}" in customer.get(f"/verwaltung/vertraege/{contract.id}/").content.decode()
    )
    again = visible_text(customer.get(tariffs))
    assert "Diesen Tarif haben Sie" in again and "Ohne Wechsel: Lindenau Strom 12" in again


def test_with_the_utility_down_the_order_waits(customer: PageClient, tariffs: str, utility: RunningUtility) -> None:
    from osc.interchange.door import DoorClosed

    order(customer, tariffs)
    utility.utility.switch.set({"down": True})
    with pytest.raises(DoorClosed):
        deliver_message(key=OutboundMessage.objects.get().id, door=utility.door, now=settings.NOW)
    assert Case.objects.get().state == "accepted"


def test_r_vtr_11_r_vtr_14_products_for_everybody_and_for_programs(portal: PageClient) -> None:
    """Prices, terms and conciliation; the sample of an Abwendungsvereinbarung is not published yet."""
    text = visible_text(portal.get("/tarife/"))
    assert "Lindenau Strom Basis" in text and "Grundversorgung" in text and "ct/m³" in text
    assert "Lindenau Wärme Komfort" in text and settings.UTILITY.legal.conciliation_body in text
    assert "Allgemeine Vertragsbedingungen" in text
    feed = json.loads(portal.get("/tarife.json").content)
    found = {each["code"]: each for each in feed["tariffs"]}
    assert found["strom-12"]["prices_gross"][0]["unit_price_ct"] == "30.58"
    assert found["wasser"]["unit"] == "m3" and found["strom-dynamik"]["needs_remote_meter"] is True


def test_an_older_product_never_overwrites_a_newer_one(db: None) -> None:
    from osc.interchange.imports.run import apply_batch

    line = json.dumps({"kind": "tariff", "id": "strom-12", "version": 0, "data": {
        "name": "Alt", "commodity": "STROM", "prices": [], "offered_from": "2020-01-01",
        "terms": {"title": "t", "version": "v", "body": "b"}}}).encode()  # fmt: skip
    apply_batch([line + b"\n"], now=settings.NOW, brake=False)
    assert Tariff.objects.get(code="strom-12").name == "Lindenau Strom 12"


def test_english(portal: PageClient, tariffs: str) -> None:
    portal.enter(make_user("jana", language="en"))
    assert "Change tariff" in visible_text(portal.get(tariffs))
    page = visible_text(to_check_page(portal, tariffs))
    assert "order with obligation to pay" in page and "Right of withdrawal" in page


def test_r_re_6_the_label_of_electricity_stands_at_offers_and_bills(customer: PageClient, tariffs: str) -> None:
    bill = Invoice.objects.filter(contract_account_id=contract_of("jana").contract_account_id).first()
    assert bill is not None
    for page in (tariffs, "/tarife/", f"/verwaltung/zahlungen/{bill.id}/"):
        shown = visible_text(customer.get(page))
        assert "Stromkennzeichnung 2025" in shown and "205 g/kWh" in shown, page
        assert "Durchschnitt in Deutschland" in shown and "Radioaktiver Abfall" in shown


def test_r_re_6_the_label_is_in_the_language_of_the_page(portal: PageClient) -> None:
    words = {"de": "Woher der Strom kommt", "en": "Where the electricity comes from"}
    for language in ("de", "en", "de"):
        portal.cookies["osc_language"] = language
        shown = visible_text(portal.get("/tarife/"))
        assert [each for each, text in words.items() if text in shown] == [language]
