"""What holds for all pages: guards, foreign ids, headers, system pages, both languages."""

import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError
from django.urls import get_resolver

from osc.billing.instalments.queries import INSTALMENT_PIECE, SWITCH_PIECE
from osc.contracts.models import Contract
from osc.correspondence.models import Letter
from osc.interchange.models import FeedCursor
from osc.isolation.pages import _statement
from osc.portal.consumption.views import PIECES as CONSUMPTION_PIECES
from osc.portal.overview.views import PIECES as OVERVIEW_PIECES
from osc.portal.overview.views import SIDE_PIECES
from osc.portal.readings.loading import JUDGED as READING_PIECES
from tests.support.client import PageClient, visible_text
from tests.support.people import canaries, make_user
from tests.support.reading import account_ids, hand_in, meter_of

PUBLIC = ["/anmelden/", "/registrieren/", "/registrieren/gesendet/", "/hilfe/", "/impressum/", "/datenschutz/",
          "/barrierefreiheit/", "/lizenzen/", "/nutzungsbedingungen/", "/kuendigen/", "/widerrufen/", "/umzug/"]  # fmt: skip


def pages_of(kind: str, *, case: object = None) -> list[str]:
    """Every address that belongs to a household."""
    meters = [
        f"/zaehlerstand/{meter_of(kind, 0).id}/{rest}"
        for rest in ("", "pruefen/", "verlauf/", "verlauf.csv", "einschaetzen/")
    ]
    letters = [f"/postfach/{each.id}/" for each in Letter.objects.filter(contract_account_id__in=account_ids(kind))]
    cases = [f"/verwaltung/vorgaenge/{case}/"] if case else []
    contracts = [
        f"/verwaltung/vertraege/{id_}/{rest}"
        for id_ in Contract.objects.filter(contract_account_id__in=account_ids(kind)).values_list("id", flat=True)
        for rest in ("", "nummern/", "tarife/", "tarife/strom-12/")
    ]
    return meters + letters + contracts + cases


def test_customer_a_with_every_address_of_b_gets_404_and_no_canary(portal: PageClient) -> None:
    owner = make_user("B")
    case = hand_in(owner, meter_of("B"), "5")
    portal.enter(make_user("A"))
    nothing = portal.get(f"/postfach/{uuid4()}/")
    marks = canaries("B") | {case.reference}
    for path in pages_of("B", case=case.id):
        for response in (portal.get(path), portal.post(path, {"stand-1-8-0": "5", "submission_key": str(uuid4())})):
            expected = {404, 405} if not path.endswith("pruefen/") else {302, 404}
            assert response.status_code in expected, path
            assert not {mark for mark in marks if mark in response.content.decode()}, path
            if response.status_code == 404:
                assert visible_text(response) == visible_text(nothing)
    undo = portal.post(f"/verwaltung/vorgaenge/{case.id}/zuruecknehmen/", {"submission_key": str(uuid4())})
    assert undo.status_code == 404


def test_own_pages_show_no_canary_of_others(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    marks = canaries("B") | canaries("C") | canaries("jana") - {"Ahornweg"}
    for path in [
        "/",
        "/zaehlerstand/",
        "/verwaltung/vorgaenge/",
        "/postfach/",
        "/verwaltung/",
        "/verwaltung/daten/",
        "/menue/",
        *pages_of("A"),
    ]:
        response = portal.get(path, follow=True)
        assert not {mark for mark in marks if mark in response.content.decode()}, path


def test_every_route_says_who_may_enter() -> None:
    open_to = {}
    for prefix in get_resolver().url_patterns:
        for route in prefix.url_patterns:
            open_to[str(prefix.pattern) + str(route.pattern)] = getattr(route.callback, "open_to", None)
    assert not [route for route, who in open_to.items() if who is None]
    assert {who for route, who in open_to.items() if route.startswith("team/")} == {"staff"}


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["de", "en"])
def test_public_pages_in_both_languages(portal: PageClient, path: str, language: str) -> None:
    portal.cookies["osc_language"] = language
    response = portal.get(path)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/zaehlerstand/", "/verwaltung/vorgaenge/", "/postfach/", "/menue/"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_customer_pages_in_both_languages(portal: PageClient, path: str, language: str) -> None:
    assert portal.enter(make_user("jana", language=language)).get(path).status_code == 200


@pytest.mark.parametrize("path", ["/anmelden/", "/gibt-es-nicht/", "/static/osc.js"])
def test_web3_every_answer_carries_the_fixed_headers(portal: PageClient, path: str) -> None:
    with closing(portal.get(path)) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_driver_can_remember_the_statement_of_every_page() -> None:
    instalments = {"contracts": INSTALMENT_PIECE, "switch": SWITCH_PIECE}
    for pieces in (OVERVIEW_PIECES, SIDE_PIECES, READING_PIECES, instalments, *CONSUMPTION_PIECES.values()):
        assert len(_statement(tuple(pieces.items()))) <= 4096, "psycopg parses longer ones anew each time"


def test_a_letter_counts_as_new_until_it_was_opened(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    letter = Letter.objects.get(external_id="B-IR10284417-1")
    assert "2 neu" in visible_text(portal.get("/"))
    assert "Ihre Stadtwerke Lindenau" in visible_text(portal.get(f"/postfach/{letter.id}/"))
    portal.get(f"/postfach/{letter.id}/")
    assert "1 neu" in visible_text(portal.get("/"))


def test_404_says_what_to_do(portal: PageClient) -> None:
    response = portal.get("/gibt/es/nicht/")
    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in visible_text(response)
    assert "03220 1000" in visible_text(response)


def test_403_for_a_form_that_is_too_old(db: None) -> None:
    client = PageClient()
    client.handler.enforce_csrf_checks = True
    response = client.post("/anmelden/", {"email": "a@example.net", "password": "x"})
    assert response.status_code == 403
    assert "Dieses Formular ist veraltet" in visible_text(response)


def test_503_when_the_database_is_lost_says_that_nothing_was_saved(
    portal: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection")

    portal.enter(make_user("jana"))
    monkeypatch.setattr("osc.portal.overview.views.fetch_page", lost)
    portal.raise_request_exception = False
    response = portal.get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Es wurde nichts gespeichert, wofür Sie keine Vorgangsnummer haben." in visible_text(response)


def test_500_for_our_own_mistakes(portal: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("bug")

    portal.enter(make_user("jana"))
    monkeypatch.setattr("osc.portal.overview.views.fetch_page", broken)
    portal.raise_request_exception = False
    response = portal.get("/")
    assert response.status_code == 500
    assert "Bei uns ist etwas schiefgelaufen" in visible_text(response)


def test_staff_pages_do_not_exist_for_customers(portal: PageClient) -> None:
    assert portal.enter(make_user("jana")).get("/team/").status_code == 404
    assert PageClient().get("/team/").status_code == 404


def test_staff_see_what_is_not_confirmed(portal: PageClient, staff_database: None) -> None:
    case = hand_in(make_user("B"), meter_of("B"), "5")
    portal.role = "osc_worker"
    response = portal.enter(make_user("A", is_staff=True)).get("/team/austausch/")
    assert case.reference in visible_text(response)


def test_a_view_that_forgets_its_filter_shows_its_own_customer_only(
    portal: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's statement without any condition: row-level security answers with the customer's own rows."""
    from osc.portal.overview import views

    careless = "select id, subject, sent_on, body as preview, true as unread, count(*) over () as unread_count from correspondence_letter"
    monkeypatch.setitem(views.PIECES, "letters", careless)
    monkeypatch.setitem(views.PIECES, "partners", "select id, last_name as name from contracts_businesspartner")
    own = Letter.objects.filter(contract_account_id__in=account_ids("A")).count()
    response = portal.enter(make_user("A")).get("/")
    assert f"{own} neu" in visible_text(response)
    assert not {mark for mark in canaries("B") | canaries("C") if mark in response.content.decode()}


@pytest.mark.parametrize("path", ["/", "/zaehlerstand/", "/verwaltung/vorgaenge/", "/postfach/"])
def test_every_page_says_from_when_its_data_is_while_the_billing_system_is_silent(
    portal: PageClient, path: str
) -> None:
    portal.enter(make_user("jana"))
    FeedCursor.objects.create(source="t", read_at=settings.NOW - timedelta(minutes=14))
    assert "Stand: 24.11.2026" not in visible_text(portal.get(path, follow=True))
    FeedCursor.objects.update(read_at=settings.NOW - timedelta(hours=1))
    assert "Stand: 24.11.2026, 10:00 Uhr." in visible_text(portal.get(path, follow=True))


@pytest.mark.parametrize("name", ["maintenance", "overloaded"])
def test_the_proxy_has_pages_for_when_the_portal_is_away(name: str) -> None:
    """R-BES-5, ux A10: they need no database, no script, and name a phone number, in both languages."""
    text = (Path(settings.STATIC_ROOT) / "pages" / f"{name}.html").read_text(encoding="utf-8")
    assert settings.UTILITY.contact.outage_phone in text and settings.UTILITY.legal.company in text
    assert '<section class="card card--large mt-5" lang="de">' in text and 'lang="en">' in text
    assert "<script" not in text and "style=" not in text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        assert (Path(settings.STATIC_ROOT) / address.removeprefix("/static/")).exists(), address
