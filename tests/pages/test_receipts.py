"""Everything a customer hands in has a number, a mail and a file to keep (R-ZUG-8)."""

import pytest
from django.conf import settings

from osc.cases.models import Case
from osc.correspondence.models import Mail
from osc.portal.cases.shown import shown_cases
from tests.pages.test_bills import write
from tests.rooms.test_paperless import choose
from tests.support.client import PageClient, visible_text
from tests.support.pdf_text import pdf_text
from tests.support.people import make_user
from tests.support.reading import hand_in, meter_of


def test_r_zug_8_r_zug_9_the_receipt_names_who_what_and_when(portal: PageClient) -> None:
    user = make_user("jana")
    case = hand_in(user, meter_of("jana"), "17925")
    portal.enter(user)
    path = f"/verwaltung/vorgaenge/{case.id}/beleg.pdf"
    assert path in portal.get(f"/verwaltung/vorgaenge/{case.id}/").content.decode()
    response = portal.get(path)
    words = pdf_text(response.content)
    for each in (case.reference, "Jana Albrecht", "17.925", "24. November 2026", settings.UTILITY.name):
        assert each in words, each
    assert response.content == portal.get(path).content, "the same file whenever it is asked for"
    assert response.headers["Cache-Control"] == "no-store"
    assert Mail.objects.filter(template="reading_received").count() == 1


def test_r_zug_8_messages_and_choices_too(portal: PageClient) -> None:
    user = make_user("jana")
    portal.enter(user)
    choose(user)
    from tests.pages.test_bills import bill

    write(portal, bill_id=str(bill().id))
    for case in Case.objects.all():
        words = pdf_text(portal.get(f"/verwaltung/vorgaenge/{case.id}/beleg.pdf").content)
        assert case.reference in words and "Eingegangen am" in words
    assert Mail.objects.count() == Case.objects.count() == 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_of_case_is_shown_somewhere_and_the_file_speaks_the_language(
    portal: PageClient, language: str
) -> None:
    assert set(shown_cases()) >= set(Case.Kind.values) - {"withdrawal"}
    user = make_user("A", language=language)
    case = hand_in(user, meter_of("A"), "5")
    words = pdf_text(portal.enter(user).get(f"/verwaltung/vorgaenge/{case.id}/beleg.pdf").content)
    assert ("Reference number" in words) == (language == "en")


def test_somebody_elses_receipt_does_not_exist(portal: PageClient) -> None:
    case = hand_in(make_user("B"), meter_of("B"), "5")
    response = portal.enter(make_user("A")).get(f"/verwaltung/vorgaenge/{case.id}/beleg.pdf")
    assert response.status_code == 404 and case.reference not in visible_text(response)
