"""Zählerstand ohne Anmeldung: write-only, the same for right and wrong numbers; the worker matches (R-ABL-14)."""

import re
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.cases.models import Case
from osc.correspondence.models import Mail
from osc.interchange.models import OutboundMessage
from osc.metering.anonymous import match
from osc.metering.models import AnonymousReading, SubmittedReading
from tests.support.client import PageClient, visible_text
from tests.support.people import canaries, households, make_user
from tests.support.reading import meter_of

pytestmark = pytest.mark.django_db
FORM, CHECK = "/zaehlerstand-melden/", "/zaehlerstand-melden/pruefen/"


def numbers(kind: str) -> dict[str, str]:
    home = households()[kind]
    return {"contract_account": home.account_numbers[0], "meter_number": home.supplies[0].meter_number}


def hand_in(portal: PageClient, **typed: str) -> HttpResponse:
    check = portal.post(FORM, typed, follow=True)
    key = re.search(r'name="submission_key" value="([^"]+)"', check.content.decode())
    assert key, visible_text(check)
    return portal.post(CHECK, {"submission_key": key[1]}, follow=True)


def work() -> AnonymousReading:
    row = AnonymousReading.objects.latest("received_at")
    match(reading_id=row.id, oldest_days=42, now=settings.NOW)
    row.refresh_from_db()
    return row


def without_number(page: HttpResponse) -> str:
    return re.sub(r"ZS-[0-9A-Z]{4}-[0-9A-Z]{4}", "ZS", page.content.decode())


def scrubbed(page: HttpResponse) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", without_number(page))


def test_r_sec_4_right_and_wrong_pairs_get_the_same_page_and_a_number_at_once(portal: PageClient) -> None:
    right = hand_in(portal, **numbers("jana"), stand="17925")
    wrong = hand_in(PageClient(), contract_account="IR99999999", meter_number="12345678", stand="17925")
    assert scrubbed(right) == scrubbed(wrong)
    assert "Wenn Vertragskonto und Zähler zusammenpassen, tragen wir den Stand ein." in visible_text(right)
    assert AnonymousReading.objects.count() == 2
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="match_reading")
    assert len(jobs) == 2
    assert all(job.lock for job in jobs), "those of one contract account wait for each other (I5)"
    assert not Case.objects.exists(), "nothing is looked up while the customer waits"


def test_r_abl_14_the_answer_says_nothing_about_anybody(portal: PageClient) -> None:
    page = hand_in(portal, **numbers("A"), stand="17925")
    assert not [mark for mark in canaries("A") if mark in page.content.decode()]


def test_the_worker_hands_it_in_for_the_owner(portal: PageClient) -> None:
    page = hand_in(portal, **numbers("jana"), stand="17.925")
    row = work()
    case = Case.objects.get()
    assert row.outcome == "matched" and case.reference == row.reference and row.reference in visible_text(page)
    assert SubmittedReading.objects.get().value == 17925
    assert OutboundMessage.objects.get().payload["channel"] == "anonymous"
    assert Mail.objects.get().to == households()["jana"].person.email
    work()
    assert Case.objects.count() == 1
    assert row.reference in visible_text(portal.enter(make_user("jana")).get("/verwaltung/vorgaenge/"))


def test_without_an_address_on_file_nobody_is_written_to(portal: PageClient) -> None:
    value = meter_of("B").registers.get().readings.order_by("-read_on").first().value
    hand_in(portal, **numbers("B"), stand=str(int(value) + 100))
    assert work().outcome == "matched" and not Mail.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "outcome"),
    [
        ("ht_nt", {"stand": "99999", "stand2": "99999"}, "matched"), ("ht_nt", {"stand": "5"}, "unreadable"),
        ("smart", {"stand": "5"}, "unreadable"), ("jana", {"stand": "1234567"}, "unreadable"),
        ("jana", {"stand": "17925", "when": "other", "read_on": "01.12.2025"}, "unreadable"),
    ],
)  # fmt: skip
def test_what_the_meter_cannot_show_stays_for_people(
    portal: PageClient, kind: str, typed: dict[str, str], outcome: str
) -> None:
    page = hand_in(portal, **numbers(kind), **typed)
    assert "Danke" in visible_text(page)
    assert work().outcome == outcome


def test_a_value_below_the_last_one_goes_to_review(portal: PageClient) -> None:
    hand_in(portal, **numbers("jana"), stand="17000")
    work()
    assert Case.objects.get().state == "needs_clarification"


def test_a_wrong_pair_changes_nothing(portal: PageClient) -> None:
    hand_in(
        portal,
        contract_account=numbers("jana")["contract_account"],
        meter_number=numbers("B")["meter_number"],
        stand="1",
    )
    assert work().outcome == "no_match" and not Case.objects.exists()


def test_double_click_and_reload_are_one_reading(portal: PageClient) -> None:
    check = portal.post(FORM, {**numbers("jana"), "stand": "17925"}, follow=True)
    key = re.search(r'name="submission_key" value="([^"]+)"', check.content.decode())
    assert key
    pages = [portal.post(CHECK, {"submission_key": key[1]}, follow=True) for _ in range(3)]
    assert len({visible_text(page) for page in pages}) == 1 and AnonymousReading.objects.count() == 1
    stale = portal.post(CHECK, {"submission_key": str(UUID(int=5))}, follow=True)
    assert "Dieses Formular war veraltet." in visible_text(stale)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"stand": ""}, "Geben Sie den Zählerstand nur mit Ziffern ein"),
        ({"stand": "1", "contract_account": "5"}, "Die Vertragskontonummer hat 8 Ziffern nach IR"),
        ({"stand": "1", "when": "other", "read_on": "30.02.2026"}, "Geben Sie ein Datum ein"),
        ({"stand": "1", "when": "other", "read_on": "25.11.2026"}, "Das Ablesedatum darf nicht in der Zukunft liegen"),
    ],
)
def test_only_formats_are_told(portal: PageClient, typed: dict[str, str], sentence: str) -> None:
    response = portal.post(FORM, {**numbers("jana"), **typed})
    assert response.status_code == 422 and sentence in visible_text(response)


def test_numbers_come_filled_in_by_post_only(portal: PageClient) -> None:
    page = portal.post(FORM, {**numbers("jana"), "nummern": "1"})
    assert page.status_code == 200 and 'value="IR10284417"' in page.content.decode()
    assert "IR10284417" not in portal.get(f"{FORM}?contract_account=IR10284417").content.decode()


def test_a_source_is_limited(portal: PageClient) -> None:
    for number in range(settings.UTILITY.readings.anonymous_per_hour):
        assert "Danke" in visible_text(hand_in(PageClient(), **numbers("jana"), stand=str(20000 + number)))
    assert hand_in(PageClient(), **numbers("jana"), stand="5").status_code == 429


@pytest.mark.parametrize("path", [CHECK, "/zaehlerstand-melden/gesendet/"])
def test_steps_out_of_order_lead_to_the_form(portal: PageClient, path: str) -> None:
    assert portal.get(path).url == FORM
