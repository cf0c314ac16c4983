"""Abschlag anpassen: form, preview, check page, receipt, undo; list, schedule, calendar and transfer."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from osc.billing.instalments.hints import refresh_hints
from osc.billing.models import InstalmentChange, InstalmentPlan
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.interchange.models import OutboundMessage
from osc.metering.models import SubmittedReading
from tests.support.client import PageClient, visible_text
from tests.support.forms import hidden
from tests.support.instalments import choose, contract_id, new_key, send
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of

NBSP = "\u00a0"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


@pytest.fixture
def gas(db: None) -> str:
    return f"/abschlag/{contract_id('jana', 'GAS')}/"


def text_of(customer: PageClient, path: str) -> str:
    return visible_text(customer.get(path)).replace(NBSP, " ")


def test_the_form_says_what_is_paid_what_is_possible_and_from_when(customer: PageClient, gas: str) -> None:
    text = text_of(customer, gas)
    assert "Jetzt zahlen Sie 150 €." in text and "Möglich sind 128 € bis 300 €, ab 1. Januar 2027." in text
    # R-ABS-6: 1 December is less than two weeks away
    assert "Die Abbuchung am 1. Dezember 2026 ist schon bei der Bank. Der neue Betrag gilt ab 1. Januar 2027." in text
    assert "Gezahlt und schon bei der Bank 300,00 €" in text and "Noch 9 Abschläge ab 01.01.2027" in text
    assert "Der Preis für Gas steigt" in text and "von 10,59 auf 11,66 Cent pro Kilowattstunde" in text
    # R-ABS-1: the page shows what the forecast is made of; R-ABS-3: and what it leads to
    assert "Erwarteter Verbrauch 14.0" in text
    assert "Voraussichtlich am 30. September 2027 Etwa " in text and "Je nach Winter: von " in text


def test_never_amber_while_one_end_of_the_range_is_a_credit(customer: PageClient, gas: str) -> None:
    assert "note--warn" not in customer.get(gas).content.decode()
    low = customer.get(f"{gas}vorschau/?amount=128").content.decode()
    assert ("note--warn" in low) == ("bis 0 € Guthaben" not in low and "Guthaben" not in low)


def test_preview_by_script_and_without_say_the_same(customer: PageClient, gas: str) -> None:
    piece = visible_text(customer.get(f"{gas}vorschau/?amount=170"))
    page = customer.post(gas, {"amount": "170", "recalculate": "1"})
    assert page.status_code == 200 and piece in visible_text(page)
    assert 'value="170"' in page.content.decode()
    assert not Case.objects.exists()


def test_presets_work_as_plain_links(customer: PageClient, gas: str) -> None:
    page = customer.get(gas).content.decode()
    assert f'href="{gas}?amount=150.00"' in page and "Vorschlag" in page
    assert 'value="200"' in customer.get(f"{gas}?amount=200").content.decode()


@pytest.mark.parametrize(
    ("typed", "booked"),
    [("155", "155"), ("155,5", "155.5"), ("155,50", "155.50"), ("155.50", "155.50"), ("155 €", "155"), ("１５５", "155"),
     (" 1 5 5 ", "155"), ("155 EUR", "155")],
)  # fmt: skip
def test_biz12_what_people_type_is_booked_to_the_cent(customer: PageClient, gas: str, typed: str, booked: str) -> None:
    send(customer, gas, typed)
    assert D(OutboundMessage.objects.get().payload["amount"]) == D(booked)


@pytest.mark.parametrize(
    "typed",
    ["", "-85", "−85", "0", "0,00", "NaN", "Infinity", "1e3", "1_000", "0x55", "٨٥", "1,234.50", "85,505", "1.23.4",
     "9" * 5000, "1e999999", "<b>", "\x00", "150,00,00"],
)  # fmt: skip
def test_biz12_what_is_no_amount_is_an_error_at_the_field(customer: PageClient, gas: str, typed: str) -> None:
    page = customer.post(gas, {"amount": typed})
    assert page.status_code == 422
    assert f"Geben Sie einen Betrag zwischen 128{NBSP}€ und 300{NBSP}€ ein" in visible_text(page)
    assert not Case.objects.exists()


@pytest.mark.parametrize("typed", ["1.234", "1.234,50", "1234,50"])
def test_biz12_thousands_are_thousands_and_the_check_page_says_so(customer: PageClient, gas: str, typed: str) -> None:
    assert customer.post(gas, {"amount": typed}).status_code == 422
    check = visible_text(choose(customer, gas, typed, "Wir heizen jetzt auch das Nachbarhaus"))
    assert f"1.234,{'50' if '50' in typed else '00'}{NBSP}€" in check


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("127", "Weniger als 128 € geht nicht. Damit vermeiden wir eine hohe Nachzahlung. Sprechen Sie uns an, wenn sich viel geändert hat."),
        ("301", "Geben Sie einen Betrag zwischen 128 € und 300 € ein"),
        ("150", "So viel zahlen Sie schon."),
    ],
)  # fmt: skip
def test_r_abs_2_outside_of_the_limits_names_them(customer: PageClient, gas: str, amount: str, sentence: str) -> None:
    page = customer.post(gas, {"amount": amount})
    assert page.status_code == 422 and sentence in visible_text(page).replace(NBSP, " ")


def test_r_abs_1_much_less_is_a_request_with_a_reason_and_no_dead_end(customer: PageClient, gas: str) -> None:
    page = customer.post(gas, {"amount": "90"})
    assert "Was hat sich geändert?" in visible_text(page) and "Antwort bis 30." in visible_text(page)
    assert customer.post(gas, {"amount": "90", "reason": "kurz"}).status_code == 422
    receipt = visible_text(send(customer, gas, "90", "Wir sind jetzt zu zweit statt zu fünft")).replace(NBSP, " ")
    case = Case.objects.get()
    assert (case.kind, case.state) == (Case.Kind.INSTALMENT_REQUEST, CaseState.NEEDS_CLARIFICATION)
    assert case.reference.startswith("AB-") and case.reference in receipt
    assert "Sie bekommen bis zum 30. November 2026 eine Antwort." in receipt
    assert OutboundMessage.objects.get().state == OutboundMessage.State.HELD
    assert "Wir prüfen gerade Ihre Anfrage über 90 €." in text_of(customer, gas)


def test_check_page_receipt_and_undo(customer: PageClient, gas: str) -> None:
    check = visible_text(choose(customer, gas, "167")).replace(NBSP, " ")
    assert "Stimmen Ihre Angaben?" in check and "Neu 167,00 €" in check and "Gilt ab 1. Januar 2027" in check
    assert "Wird am 25. November 2026 um 18:00 Uhr übernommen." in check
    receipt = visible_text(send(customer, gas, "167")).replace(NBSP, " ")
    case = Case.objects.get()
    assert "Ihr neuer Abschlag ist eingetragen" in receipt and case.reference in receipt
    assert "Wird am 25. November 2026 um 18:00 Uhr übernommen. Bis dahin können Sie ihn zurücknehmen." in receipt
    form = text_of(customer, gas)
    assert "Ihre Änderung auf 167 € ab 1. Januar 2027 ist unterwegs." in form and "Jetzt zahlen Sie 167 €." in form
    assert "167,00 € geplant Ihre Änderung" in text_of(customer, f"{gas}plan/")
    undo = customer.post(f"/verwaltung/vorgaenge/{case.id}/zuruecknehmen/", {"submission_key": new_key()}, follow=True)
    assert "Ihr Abschlag bleibt, wie er war" in visible_text(undo)
    assert "Jetzt zahlen Sie 150 €." in text_of(customer, gas)


def test_biz9_the_same_form_twice_is_one_change(customer: PageClient, gas: str) -> None:
    key = {"submission_key": hidden(choose(customer, gas, "130"), "submission_key")}
    # lowering is allowed once a period: the second post must not be judged again
    pages = {customer.post(f"{gas}pruefen/", key).url for _ in range(4)}
    assert len(pages) == 1
    assert (InstalmentChange.objects.count(), OutboundMessage.objects.count()) == (1, 1)


def test_biz10_the_same_key_with_another_amount_is_refused(customer: PageClient, gas: str) -> None:
    key = {"submission_key": hidden(choose(customer, gas, "167"), "submission_key")}
    customer.post(f"{gas}pruefen/", key)
    choose(customer, gas, "170")
    assert customer.post(f"{gas}pruefen/", key).status_code == 409
    assert InstalmentChange.objects.get().amount == 167
    assert customer.post(f"{gas}pruefen/", {"submission_key": "x"}).status_code == 409


def test_lowered_once_means_up_only(customer: PageClient, gas: str) -> None:
    send(customer, gas, "130")
    page = visible_text(customer.post(gas, {"amount": "129"}))
    assert "Sie haben den Abschlag in diesem Abrechnungsjahr schon gesenkt. Erhöhen geht jederzeit." in page
    assert "Stimmen Ihre Angaben?" in visible_text(choose(customer, gas, "180"))


def test_r_abs_11_a_bill_run_locks_and_says_until_when(customer: PageClient, gas: str) -> None:
    today = settings.NOW.date()
    plans = InstalmentPlan.objects.filter(contract_id=contract_id("jana", "GAS"))
    plans.update(lock_from=today, lock_to=today + timedelta(days=9), lock_reason="bill_run")
    assert "Wir erstellen gerade Ihre Rechnung. Ab 3. Dezember 2026 können Sie den Abschlag wieder ändern." in text_of(
        customer, gas
    )
    assert customer.post(gas, {"amount": "167"}).status_code == 409
    plans.update(lock_to=None, lock_reason="disconnection")
    assert "Diesen Abschlag können Sie im Moment nicht online ändern." in text_of(customer, gas)
    # locked between check page and sending
    plans.update(lock_from=None)
    check = choose(customer, gas, "167")
    plans.update(lock_from=today)
    sent = customer.post(f"{gas}pruefen/", {"submission_key": hidden(check, "submission_key")}, follow=True)
    assert "Inzwischen hat sich etwas geändert." in visible_text(sent) and not Case.objects.exists()


def test_an_old_reading_is_asked_for_and_a_new_one_counts_at_once(portal: PageClient) -> None:
    user = make_user("A")
    portal.enter(user)
    form = f"/abschlag/{contract_id('A')}/"
    before = text_of(portal, form)
    assert "Für eine gute Vorschau brauchen wir einen neuen Zählerstand." in before
    assert "Ohne Zählerstand weiter" in before and "Weiter zur Prüfung" in before
    meter = meter_of("A")
    last = meter.registers.get().readings.order_by("-read_on")[0].value
    hand_in(user, meter, str(int(last) + 900))
    assert SubmittedReading.objects.count() == 1
    after = text_of(portal, form)
    assert "brauchen wir einen neuen Zählerstand" not in after and after != before


def test_nobody_is_alarmed_by_a_household_we_do_not_know(portal: PageClient) -> None:
    portal.enter(make_user("moved_in"))
    page = portal.get(f"/abschlag/{contract_id('moved_in')}/")
    assert "note--warn" not in page.content.decode()
    assert "Wir kennen Ihren Verbrauch noch nicht und rechnen mit einem Durchschnittshaushalt." in visible_text(page)


def test_one_contract_is_its_page_three_are_cards_sixty_are_a_table(portal: PageClient) -> None:
    assert portal.enter(make_user("A")).get("/abschlag/").status_code == 302
    assert "Gas, Ahornweg 12" in text_of(portal.enter(make_user("jana")), "/abschlag/")
    text = text_of(portal.enter(make_user("L")), "/abschlag/")
    assert "60 Verträge mit Abschlag" in text
    assert "Für Ihre Verträge gibt es noch keinen Abschlag." in text_of(portal.enter(make_user("empty")), "/abschlag/")


def test_as_many_statements_for_sixty_contracts_as_for_one(portal: PageClient) -> None:
    counts = []
    for kind in ("jana", "L"):
        portal.enter(make_user(kind))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            portal.get("/abschlag/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["", "pruefen/", "vorschau/", "plan/", "plan.ics", "ueberweisung.svg"])
def test_somebody_elses_contract_does_not_exist(customer: PageClient, page: str) -> None:
    path = f"/abschlag/{contract_id('A')}/{page}"
    answer = customer.get(path)
    assert answer.status_code == 404 or (page == "pruefen/" and answer.status_code == 302)


def test_somebody_elses_contract_is_not_changed_by_a_forged_draft(customer: PageClient, gas: str) -> None:
    choose(customer, gas, "167")
    other = f"/abschlag/{contract_id('A')}/"
    assert customer.post(other, {"amount": "50"}).status_code == 404
    assert customer.post(f"{other}pruefen/", {"submission_key": new_key()}).status_code == 302
    assert not Case.objects.exists()


def test_the_schedule_shows_paid_planned_and_returned(customer: PageClient, gas: str) -> None:
    plan = InstalmentPlan.objects.get(contract_id=contract_id("jana", "GAS"), valid_from="2026-10-01")
    plan.returned = ["2026-11-01"]
    plan.save(update_fields=["returned"])
    text = text_of(customer, f"{gas}plan/")
    assert "01.11.2026 150,00 € zurückgegeben" in text and "01.12.2026 150,00 € geplant" in text
    assert "Gezahlt und schon bei der Bank 150,00 €" in text_of(customer, gas)


def test_the_calendar_file_has_one_event_per_due_day(customer: PageClient, gas: str) -> None:
    answer = customer.get(f"{gas}plan.ics")
    lines = answer.content.decode().split("\r\n")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == 10
    assert "DTSTART;VALUE=DATE:20261201" in lines and f"SUMMARY:Abbuchung Gas: 150{NBSP}€" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_r_sep_14_r_sep_15_those_who_transfer_get_the_new_data_and_a_code(portal: PageClient) -> None:
    portal.enter(make_user("transfer"))
    form = f"/abschlag/{contract_id('transfer')}/"
    receipt = visible_text(send(portal, form, "99,50"))
    assert "Ändern Sie ihn bei Ihrer Bank. Die Daten stehen im Zahlungsplan." in receipt
    text = text_of(portal, f"{form}plan/")
    assert "IBAN DE02 1203 0000 0000 2020 51" in text and "Betrag 99,50 €" in text
    assert "Verwendungszweck Abschlag Strom, IR 1" in text
    image = portal.get(f"{form}ueberweisung.svg")
    assert image.headers["Content-Type"] == "image/svg+xml" and image.content.startswith(b"<?xml")


def test_in_english(portal: PageClient, gas: str) -> None:
    portal.enter(make_user("jana", language="en"))
    text = text_of(portal, gas)
    assert "Change monthly payment" in text and "You pay €150 now." in text
    for word in ("Abschlag", "Nachzahlung", "Guthaben", "Vorschlag"):
        assert word not in text
    assert "Guthaben" not in text_of(portal, "/abschlag/") and "geplant" not in text_of(portal, f"{gas}plan/")


def test_the_overview_asks_to_look_calmly_and_with_numbers(customer: PageClient, gas: str) -> None:
    refresh_hints(section=settings.UTILITY.instalments, now=settings.NOW)
    text = text_of(customer, "/")
    assert (
        "Abschlag Gas prüfen Der Preis für Gas steigt zum 1. Januar 2027. Mit 163 € statt 150 € im Monat vermeiden Sie eine Nachzahlung von etwa 115 €."
        in text
    )
    assert f'href="{gas}?amount=163.00"' in customer.get("/").content.decode()
    # nothing is asked about electricity and water, which will end in a credit
    assert text.count("Nachzahlung") == 1
    send(customer, gas, "163")
    assert "Abschlag Gas prüfen" not in text_of(customer, "/")


@pytest.mark.parametrize("kind", ["moved_in", "empty"])
def test_the_overview_gives_no_advice_about_strangers(portal: PageClient, kind: str) -> None:
    refresh_hints(section=settings.UTILITY.instalments, now=settings.NOW)
    assert "vermeiden Sie eine Nachzahlung" not in text_of(portal.enter(make_user(kind)), "/")
