"""Zählerstand mitteilen: every state of the form, the check page, the receipt, the history."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from osc.cases.models import Case
from osc.interchange.models import OutboundMessage
from osc.metering.models import SubmittedReading
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user
from tests.support.reading import meter_of

NBSP = "\u00a0"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


@pytest.fixture
def form() -> str:
    return f"/zaehlerstand/{meter_of('jana').id}/"


def hidden_key(page: HttpResponse) -> str:
    found = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_several_meters_are_a_list_and_one_is_its_form(portal: PageClient) -> None:
    text = visible_text(portal.enter(make_user("jana")).get("/zaehlerstand/"))
    assert "Strom, Ahornweg 12" in text and "Wasser, Ahornweg 12" in text
    one = portal.enter(make_user("A")).get("/zaehlerstand/")
    assert one.status_code == 302 and "/zaehlerstand/" in one.url


def test_the_form_says_what_was_read_last(customer: PageClient, form: str) -> None:
    text = visible_text(customer.get(form))
    assert f"Nur die Zahl vor dem Komma. Zuletzt: 17.738{NBSP}kWh am 31.10.2026." in text
    assert "Heute, 24.11.2026" in text
    assert "von Ihnen mitgeteilt" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"stand-1-8-0": ""}, "Geben Sie den Zählerstand nur mit Ziffern ein, zum Beispiel 17925"),
        ({"stand-1-8-0": "17 9Z5"}, "Geben Sie den Zählerstand nur mit Ziffern ein, zum Beispiel 17925"),
        ({"stand-1-8-0": "1792512"}, "Der Zähler hat 6 Stellen. Sie haben 7 eingegeben"),
        ({"stand-1-8-0": "17925", "when": "other", "read_on": ""}, "Geben Sie ein Datum ein, zum Beispiel 24.11.2026"),
        ({"stand-1-8-0": "17925", "when": "other", "read_on": "25.11.2026"}, "Das Ablesedatum darf nicht in der Zukunft liegen"),
        ({"stand-1-8-0": "17925", "when": "other", "read_on": "01.10.2026"}, "Das Datum liegt vor Ihrer letzten Ablesung am 31.10.2026"),
        ({"stand-1-8-0": "17925", "when": "other", "read_on": "01.12.2025"}, "Dieser Zeitraum ist schon abgerechnet."),
        ({"stand-1-8-0": "17925", "when": "other", "read_on": "01.12.2020"}, "An diesem Tag hing der Zähler noch nicht."),
    ],
)  # fmt: skip
def test_r_abl_5_r_abl_7_bad_input_gets_a_sentence_and_stays(
    customer: PageClient, form: str, typed: dict[str, str], sentence: str
) -> None:
    response = customer.post(form, typed)
    assert response.status_code == 422
    assert sentence in visible_text(response)
    value = typed["stand-1-8-0"]
    assert f'value="{value}"' in response.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "' or 1=1 --", "\x00", "9" * 5000, "‮17925"])
def test_hostile_input_is_shown_as_text_or_dropped(customer: PageClient, form: str, typed: str) -> None:
    response = customer.post(form, {"stand-1-8-0": typed})
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()


def test_r_abl_6_two_registers_are_asked_for_together(portal: PageClient) -> None:
    portal.enter(make_user("ht_nt"))
    form = f"/zaehlerstand/{meter_of('ht_nt').id}/"
    response = portal.post(form, {"stand-1-8-1": "99999", "stand-1-8-2": ""})
    assert "Geben Sie auch den Zählerstand für Niedertarif ein" in visible_text(response)


def test_r_abl_2_a_remote_meter_has_no_form(portal: PageClient) -> None:
    portal.enter(make_user("smart"))
    form = f"/zaehlerstand/{meter_of('smart').id}/"
    assert "lesen wir automatisch ab" in visible_text(portal.get(form))
    assert portal.post(form, {"stand-1-8-0": "5"}).status_code == 409


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("17.925", f"Das passt zu Ihrem Verbrauch 187{NBSP}kWh in 24 Tagen."),
        ("179251", "Haben Sie die Stelle nach dem Komma mit eingegeben?"),
        ("17000", "Der Wert ist niedriger als beim letzten Mal"),
        ("17738", "Seit der letzten Ablesung hat sich nichts geändert"),
        ("18500", "Der Wert ist höher als erwartet"),
        ("18000", "Der Wert ist etwas höher als erwartet"),
        ("17760", "Der Wert ist niedriger als erwartet"),
    ],
)
def test_r_abl_9_a_formally_right_value_is_judged_and_never_refused(
    customer: PageClient, form: str, typed: str, sentence: str
) -> None:
    assert sentence in visible_text(customer.get(f"{form}einschaetzen/", {"stand-1-8-0": typed}))
    response = customer.post(form, {"stand-1-8-0": typed}, follow=True)
    assert sentence in visible_text(response)
    sent = customer.post(f"{form}pruefen/", {"submission_key": hidden_key(response)}, follow=True)
    assert "Danke, Ihr Zählerstand ist angekommen" in visible_text(sent)
    assert Case.objects.count() == 1


def send(customer: PageClient, form: str, typed: str = "17925") -> HttpResponse:
    check = customer.post(form, {"stand-1-8-0": typed}, follow=True)
    return customer.post(f"{form}pruefen/", {"submission_key": hidden_key(check)}, follow=True)


def test_the_receipt_names_number_next_steps_and_undo(customer: PageClient, form: str) -> None:
    text = visible_text(send(customer, form))
    case = Case.objects.get()
    assert case.reference in text
    assert "angekommen, wird übertragen" in text
    assert f"Vertippt? Bis 7.{NBSP}Januar{NBSP}2027 können Sie den Zählerstand zurücknehmen" in text
    assert case.reference in visible_text(customer.get("/verwaltung/vorgaenge/"))


def test_double_click_back_and_reload_are_one_reading(customer: PageClient, form: str) -> None:
    check = customer.post(form, {"stand-1-8-0": "17925"}, follow=True)
    key = hidden_key(check)
    pages = {customer.post(f"{form}pruefen/", {"submission_key": key}).url for _ in range(3)}
    assert len(pages) == 1
    assert (SubmittedReading.objects.count(), OutboundMessage.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "nonsense", "00000000"])
def test_a_form_without_its_key_is_stale(customer: PageClient, form: str, key: str) -> None:
    customer.post(form, {"stand-1-8-0": "17925"})
    response = customer.post(f"{form}pruefen/", {"submission_key": key}, follow=True)
    assert "Dieses Formular war veraltet." in visible_text(response)
    assert not Case.objects.exists()


def test_decimals_are_cut_and_said(customer: PageClient, form: str) -> None:
    text = visible_text(customer.post(form, {"stand-1-8-0": "17925,9"}, follow=True))
    assert f"17.925{NBSP}kWh" in text
    assert "Die Stellen nach dem Komma haben wir weggelassen." in text


def test_change_brings_back_what_was_typed(customer: PageClient, form: str) -> None:
    customer.post(form, {"stand-1-8-0": "17.925", "when": "other", "read_on": "23.11.2026"})
    page = customer.get(f"{form}?aendern=1").content.decode()
    assert 'value="17.925"' in page and 'value="23.11.2026"' in page
    assert 'value="17.925"' not in customer.get(form).content.decode()


def test_r_abl_1_r_abl_13_the_history_names_origin_and_state(customer: PageClient, form: str) -> None:
    send(customer, form)
    text = visible_text(customer.get(f"{form}verlauf/"))
    assert f"24.11.2026 17.925{NBSP}kWh 187{NBSP}kWh von Ihnen mitgeteilt angekommen" in text
    assert "von uns abgelesen abgerechnet" in text
    file = customer.get(f"{form}verlauf.csv")
    assert file.content.startswith(
        "\ufeffDatum;Zählwerk;Stand;Einheit;Herkunft;Status;Zählernummer;Verbrauch seit letztem;Von Ihnen gemeldet\r\n"
        "24.11.2026;Zählerstand;17925;kWh;von Ihnen mitgeteilt;angekommen;1EMH0012345678;187;\r\n".encode()
    )


def test_undo_is_a_case_of_its_own(customer: PageClient, form: str) -> None:
    page = send(customer, form)
    case = Case.objects.get()
    undone = customer.post(
        f"/verwaltung/vorgaenge/{case.id}/zuruecknehmen/", {"submission_key": hidden_key(page)}, follow=True
    )
    assert "Ihr Zählerstand ist zurückgenommen" in visible_text(undone)
    assert Case.objects.count() == 2
    again = customer.post(f"/verwaltung/vorgaenge/{case.id}/zuruecknehmen/", {"submission_key": ""}, follow=True)
    assert "Das lässt sich nicht mehr zurücknehmen." in visible_text(again)


@pytest.fixture
def statements() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as captured:
        yield captured


def own(captured: CaptureQueriesContext) -> list[str]:
    """What a request costs in production, without the harness of the tests and without savepoints."""
    harness = ("set role", "reset role", "select set_config('osc.partners', ''", "SAVEPOINT", "RELEASE")
    return [each["sql"] for each in captured if not each["sql"].startswith(harness)]


@pytest.mark.parametrize("kind", ["A", "L"])
def test_bounded_statements_whatever_a_customer_has(
    portal: PageClient, kind: str, statements: CaptureQueriesContext
) -> None:
    portal.enter(make_user(kind))
    form = f"/zaehlerstand/{meter_of(kind).id}/"
    counts = {}
    for name, path in {
        "form": form,
        "history": f"{form}verlauf/",
        "cases": "/verwaltung/vorgaenge/",
        "inbox": "/postfach/",
    }.items():
        before = len(own(statements))
        assert portal.get(path).status_code == 200
        counts[name] = len(own(statements)) - before
    assert counts == {"form": 2, "history": 2, "cases": 2, "inbox": 2}


def test_handing_in_costs_at_most_ten_statements(customer: PageClient, form: str) -> None:
    check = customer.post(form, {"stand-1-8-0": "17925"}, follow=True)
    with CaptureQueriesContext(connection) as captured:
        customer.post(f"{form}pruefen/", {"submission_key": hidden_key(check)})
    assert len(own(captured)) <= 12, own(captured)
