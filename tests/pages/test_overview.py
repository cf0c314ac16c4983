"""Übersicht: real data, empty states, and the same number of statements for one and sixty accounts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.client import PageClient, visible_text
from tests.support.people import make_user


def test_shows_what_to_do_what_to_pay_and_what_was_used(portal: PageClient) -> None:
    text = visible_text(portal.enter(make_user("jana")).get("/"))
    assert "Guten Tag, Jana Albrecht" in text
    assert "Nächste Abbuchung am 1.\u00a0Dezember\u00a02026 290,00\u00a0€ Strom, Gas und Wasser" in text
    assert "Zählerstand Strom mitteilen Bis 15.\u00a0Dezember\u00a02026." in text
    assert "6 % weniger als 2025" in text
    assert "Willkommen im neuen Online-Service-Center" in text


def test_english(portal: PageClient) -> None:
    text = visible_text(portal.enter(make_user("jana", language="en")).get("/"))
    assert "Hello, Jana Albrecht" in text
    assert "Next direct debit on 1\u00a0December\u00a02026 €290.00" in text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("empty", "Zu Ihrem Vertragskonto gibt es im Moment keinen laufenden Vertrag."),
        ("moved_in", "Ihr erster Verbrauch erscheint nach der ersten Ablesung."),
        ("moved_out", "Zu Ihrem Vertragskonto gibt es im Moment keinen laufenden Vertrag."),
        ("transfer", "Nächste Zahlung bis 1.\u00a0Dezember\u00a02026"),
    ],
)
def test_empty_states_say_what_is(portal: PageClient, kind: str, sentence: str) -> None:
    assert sentence in visible_text(portal.enter(make_user(kind)).get("/"))


def test_no_account_at_all(portal: PageClient) -> None:
    user = make_user("jana")
    user.links.all().delete()
    text = visible_text(portal.enter(user).get("/"))
    assert "Fügen Sie Ihr erstes Vertragskonto hinzu." in text
    assert "Alles erledigt. Im Moment müssen Sie nichts tun." in text
    assert "Noch keine Nachrichten." in text


def test_same_number_of_statements_for_one_and_sixty_accounts(portal: PageClient) -> None:
    counts = []
    for kind in ("A", "L"):
        portal.enter(make_user(kind))
        with CaptureQueriesContext(connection) as statements:
            response = portal.get("/")
        assert response.status_code == 200
        own = [
            each["sql"]
            for each in statements
            if not each["sql"].startswith(
                ("set role", "reset role", "select set_config('osc.partners', ''", "SAVEPOINT", "RELEASE")
            )
        ]
        counts.append(len(own))
    assert counts == [3, 3], "one statement for session, user and scope, two for the page"


def test_anonymous_is_sent_to_the_sign_in(portal: PageClient) -> None:
    response = portal.get("/")
    assert (response.status_code, response.url) == (302, "/anmelden/")
