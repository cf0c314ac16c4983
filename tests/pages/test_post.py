"""Post und Benachrichtigungen: few contract accounts at a glance, of many one at a time."""

import re

import pytest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_TOKEN_LENGTH, _unmask_cipher_token

from osc.portal.csrf import masked
from tests.support.client import PageClient
from tests.support.people import make_user

pytestmark = pytest.mark.django_db


def test_few_contract_accounts_show_their_choices_at_once(portal: PageClient) -> None:
    html = portal.enter(make_user("jana")).get("/verwaltung/post/").content.decode()
    assert html.count(">Auf Papier<") == html.count('action="/verwaltung/post/') / 2 == 3
    assert "?konto=" not in html


def test_of_sixty_contract_accounts_one_shows_its_choices(portal: PageClient) -> None:
    html = portal.enter(make_user("L")).get("/verwaltung/post/").content.decode()
    chosen = re.findall(r'href="/verwaltung/post/(\?konto=[0-9a-f-]+)#konto"', html)
    assert len(chosen) == 60 and 'action="/verwaltung/post/' not in html and len(html) < 60_000
    one = portal.get(f"/verwaltung/post/{chosen[40]}").content.decode()
    assert one.count('id="konto"') == 1 and one.count('action="/verwaltung/post/') == 2
    assert len(re.findall(r"\?konto=", one)) == 59


def test_all_forms_of_a_page_carry_one_token(portal: PageClient) -> None:
    html = portal.enter(make_user("jana")).get("/verwaltung/post/").content.decode()
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert len(tokens) > 5 and len(set(tokens)) == 1
    other = portal.get("/verwaltung/post/").content.decode()
    assert tokens[0] not in other, "a new mask for each page"


def test_a_token_is_masked_as_django_does_it() -> None:
    secret = "".join(CSRF_ALLOWED_CHARS[place % 62] for place in range(35, 67))
    tokens = {masked(secret) for _ in range(200)}
    assert len(tokens) == 200 and all(len(token) == CSRF_TOKEN_LENGTH for token in tokens)
    assert {_unmask_cipher_token(token) for token in tokens} == {secret}
    assert all(len({token[place] for token in tokens}) > 40 for place in range(64)), "every place hangs on chance"
