"""Every page asks the database as often for one contract account as for sixty, and seldom."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from osc.billing.models import Invoice
from osc.contracts.models import Contract
from osc.correspondence.models import Letter
from osc.identity.models import LoginSession
from osc.portal.urls import urlpatterns
from tests.support.client import PageClient
from tests.support.forms import hidden
from tests.support.people import make_user, settle
from tests.support.reading import account_ids, hand_in, meter_of

# performance.md 9, BEGIN and COMMIT included
MOST_FOR_A_PAGE, MOST_FOR_A_WRITE, FRAME = 8, 12, 2
OF_THE_TEST_CLIENT = ("set role", "reset role", "select set_config('osc.partners', ''", "SAVEPOINT", "RELEASE")
PAGES = [route for route in urlpatterns if getattr(route.callback, "open_to", "") == "customers"]
Addresses = dict[str, UUID | str]


def statements(ask: Callable[[], HttpResponse]) -> tuple[int, int]:
    """Status of the answer, and how many statements it took."""
    with CaptureQueriesContext(connection) as captured:
        response = ask()
    own = [each for each in captured if not each["sql"].startswith(OF_THE_TEST_CLIENT)]
    return response.status_code, len(own)


def enter(portal: PageClient, kind: str) -> Addresses:
    """Signs the household's user in, with one case handed in, and says what its pages are about.

    What this customer has none of is asked for with an id that nobody has.
    """
    user = make_user(kind)
    case = hand_in(user, meter_of(kind), "5")
    portal.enter(user, device=settle(user))
    LoginSession.objects.filter(user=user).update(data={"confirmed_at": settings.NOW.isoformat()})
    ids = account_ids(kind)
    contract = Contract.objects.filter(contract_account_id__in=ids).order_by("external_id")[0]
    return {
        "contract_id": contract.id, "account_id": contract.contract_account_id, "partner_id": contract.business_partner_id,
        "bill_id": Invoice.objects.filter(contract_account_id__in=ids)[0].id,
        "letter_id": Letter.objects.filter(contract_account_id__in=ids)[0].id,
        "meter_id": meter_of(kind).id, "case_id": case.id, "sparte": contract.commodity.lower(), "code": "strom-12",
        "part": "telefon",
    }  # fmt: skip


@pytest.fixture
def of_one_and_of_sixty(portal: PageClient) -> dict[str, dict[str, tuple[int, int]]]:
    """{route: {kind: (status, statements)}}; each page was opened before, so that nothing is new to it."""
    found: dict[str, dict[str, tuple[int, int]]] = {route.name: {} for route in PAGES}
    for kind in ("A", "L"):
        addresses = enter(portal, kind)
        for route in PAGES:
            path = reverse(
                f"portal:{route.name}", kwargs={name: addresses.get(name, uuid4()) for name in route.pattern.converters}
            )
            portal.get(path)
            found[route.name][kind] = statements(lambda path=path: portal.get(path))
    return found


def test_no_page_asks_more_often_for_sixty_accounts(
    of_one_and_of_sixty: dict[str, dict[str, tuple[int, int]]],
) -> None:
    growing = {
        name: each
        for name, each in of_one_and_of_sixty.items()
        # the only contract is shown at once, of several there is a list: two pages under one address
        if each["A"] != each["L"] and each["A"][0] != 302
    }
    assert not growing
    too_many = {name: each for name, each in of_one_and_of_sixty.items() if each["L"][1] + FRAME > MOST_FOR_A_PAGE}
    assert not too_many
    assert sum(each["L"][0] == 200 for each in of_one_and_of_sixty.values()) >= 40, "most pages were really seen"


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("enter_reading", {"stand-1-8-0": "99000", "confirmed": "yes"}),
        ("instalment", {"amount": "5", "reason": "Wir sind jetzt weniger."}),
        ("new_message", {"topic": "other", "text": "Bitte melden Sie sich."}),
    ],
)
def test_no_write_asks_more_often_for_sixty_accounts(portal: PageClient, form: str, typed: dict[str, str]) -> None:
    found = {}
    for kind in ("A", "L"):
        addresses = enter(portal, kind)
        route = next(each for each in PAGES if each.name == form)
        path = reverse(
            f"portal:{form}", kwargs={name: addresses.get(name, uuid4()) for name in route.pattern.converters}
        )
        check = portal.post(path, {**typed, "account": str(addresses["account_id"])}, follow=True)
        sent = {"submission_key": hidden(check, "submission_key")}
        found[kind] = statements(lambda path=check.request["PATH_INFO"], sent=sent: portal.post(path, sent))
    assert found["A"] == found["L"]
    assert found["A"][0] == 302 and found["A"][1] + FRAME <= MOST_FOR_A_WRITE
