"""People who may look at somebody else's contract account: each account has its own right (R-DS-12, AUT8)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from osc.audit.models import AuditEntry
from osc.billing.models import BillRead
from osc.cases.models import Case
from osc.contracts.models import Contract
from osc.correspondence.models import Letter, LetterRead, Mail
from osc.declarations.models import Declaration
from osc.identity.models import PortalUser
from osc.identity.sessions import find_session, start_session
from osc.interchange.models import OutboundMessage
from tests.attacks.pages import Form, read_forms
from tests.pages.test_everywhere import pages_of
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, canaries, let_look, make_user
from tests.support.reading import account_ids, hand_in, meter_of

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# choices about the person at the screen
OWN = ("/abmelden/", "/sprache/", "/darstellung/", "/verwaltung/sicherheit/", "/verwaltung/vertraege/neu/",
       "/passwort", "/anmelden/", "/verwaltung/code/", "/verwaltung/zugriff/")  # fmt: skip


@pytest.fixture
def onlooker(db: None) -> PortalUser:
    """Has B's contract account, and looks at A's."""
    return let_look(make_user("B"), "A")


@pytest.fixture
def delegate(db: None) -> PortalUser:
    """Has nothing and looks at A's: D of the attack suite."""
    user = make_user("A", email="d@example.net")
    user.links.update(read_only=True)
    return user


def forms_of(kind: str) -> list[Form]:
    """Every form that the owner of a household comes across, walking from the overview."""
    owner = PageClient().enter(make_user(kind, email="owner@example.net"))
    waiting, seen, forms = ["/", *pages_of(kind)], set(), {}
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen or path.startswith("/static/"):
            continue
        seen.add(path)
        page = owner.get(path)
        if page.status_code == 302:
            waiting.append(page.headers["Location"])
        if page.headers.get("Content-Type", "").startswith("text/html"):
            text = page.content.decode()
            waiting += [link.partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text)]
            for form in read_forms(text, "http://testserver" + path):
                target = urlsplit(form.action).path
                if form.method == "POST" and not target.startswith(OWN):
                    forms[target, tuple(sorted(form.fields))] = form
    return list(forms.values())


def traces() -> tuple[int, ...]:
    """How much is stored that an action leaves."""
    return tuple(each.objects.count() for each in (Case, OutboundMessage, AuditEntry, Declaration, Mail))


def sent_by(client: PageClient, kind: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Sends every form of the household, with what an honest person would type."""
    for form in forms_of(kind):
        target = urlsplit(form.action).path
        texts = {name: "17925" for name in form.shown if form.types.get(name, "text") == "text"}
        typed = {
            **form.fields,
            **texts,
            "reason": "weil es so ist",
            "text": "Guten Tag",
            "submission_key": str(uuid4()),
        }
        typed.pop("csrfmiddlewaretoken", None)
        yield target, client.post(target, typed).status_code, typed


@pytest.mark.parametrize("who", ["onlooker", "delegate"])
def test_aut8_every_form_of_the_owner_is_refused(portal: PageClient, who: str, request: pytest.FixtureRequest) -> None:
    portal.enter(request.getfixturevalue(who))
    before, tried = traces(), []
    for target, status, typed in sent_by(portal, "A"):
        if not ID.search(target) and target.startswith(("/kuendigen", "/widerrufen", "/umzug", "/zaehlerstand-melden")):
            continue  # for everybody, with the numbers as typed; see below
        assert status in {302, 403, 404, 422}, (target, status)
        if ID.search(target):
            assert status == 404, target
            unknown = ID.sub(str(uuid4()), target)
            assert visible_text(portal.post(target, typed)) == visible_text(portal.post(unknown, typed)), target
        tried.append(target)
    assert len(tried) >= 8
    assert traces() == before


def test_the_own_contract_account_still_works(portal: PageClient, onlooker: PortalUser) -> None:
    portal.enter(onlooker)
    meter = meter_of("B")
    case = hand_in(onlooker, meter, "5")
    assert portal.get(f"/zaehlerstand/{meter.id}/").status_code == 200
    typed = {f"stand-{register.obis}": "7" for register in meter.registers.all()}
    assert portal.post(f"/zaehlerstand/{meter.id}/", typed).status_code in {302, 422}
    undone = portal.post(f"/verwaltung/vorgaenge/{case.id}/zuruecknehmen/", {"submission_key": str(uuid4())})
    assert undone.status_code == 302
    assert Case.objects.filter(kind=Case.Kind.WITHDRAWAL).count() == 1


def test_pages_show_both_and_forms_only_the_own(portal: PageClient, onlooker: PortalUser) -> None:
    portal.enter(onlooker)
    contract = Contract.objects.filter(contract_account_id__in=account_ids("A")).first()
    assert portal.get(f"/verwaltung/vertraege/{contract.id}/").status_code == 200
    foreign, unknown = portal.get(f"/zaehlerstand/{meter_of('A').id}/"), portal.get(f"/zaehlerstand/{uuid4()}/")
    assert foreign.status_code == unknown.status_code == 403
    assert visible_text(foreign) == visible_text(unknown)
    assert "gehört jemand anderem" in visible_text(foreign)
    accounts = portal.get("/postfach/neu/").content.decode()
    assert not [mark for mark in canaries("A") if mark in accounts]


def test_letters_of_others_stay_unread(portal: PageClient, onlooker: PortalUser) -> None:
    letter = Letter.objects.filter(contract_account_id__in=account_ids("A"), missing_since=None).first()
    assert portal.enter(onlooker).get(f"/postfach/{letter.id}/").status_code == 200
    assert not LetterRead.objects.exists()
    assert not BillRead.objects.exists()


def test_the_database_itself_hides_the_foreign_rows_from_a_request_that_acts(onlooker: PortalUser) -> None:
    """R-SEC-5: row-level security is pinned by the session look-up, whatever a view forgets."""
    key = start_session(onlooker, now=settings.NOW)
    for acts, kinds in ((False, ("A", "B")), (True, ("B",))):
        with connection.cursor() as cursor:
            cursor.execute("set role osc_app")
            found = find_session(key, now=settings.NOW, acts=acts)
            cursor.execute("select distinct contract_account_id from contracts_contract")
            seen = {row[0] for row in cursor.fetchall()}
            cursor.execute("reset role")
        assert seen == {id_ for kind in kinds for id_ in account_ids(kind)}
        assert found is not None and found.user is not None and set(found.user.scope.contract_account_ids) == seen


def test_who_only_looks_on_declares_nothing_here(portal: PageClient, delegate: PortalUser) -> None:
    portal.enter(delegate)
    assert portal.post("/kuendigen/", {"name": "x"}).status_code == 403
    assert portal.post("/widerrufen/", {"name": "x"}).status_code in {302, 422, 403}
    assert not Declaration.objects.exists()


def test_the_own_log_in_stays_the_delegates_own(portal: PageClient, delegate: PortalUser) -> None:
    """Password, devices, e-mail address, language: never refused because of somebody else's contract account."""
    portal.enter(delegate)
    typed = {"current": PASSWORD, "password": "ein ganz anderer langer Satz"}
    assert portal.post("/anmelden/bestaetigen/", {"password": PASSWORD}).status_code != 403
    assert portal.post("/sprache/", {"language": "en", "weiter": "/"}).status_code == 302
    assert portal.post("/verwaltung/sicherheit/geraete/", {"others": "1"}).status_code == 302
    assert portal.post("/verwaltung/sicherheit/passwort/", typed).status_code == 302


def test_a_new_address_of_a_delegate_is_no_business_of_the_owner(delegate: PortalUser) -> None:
    from osc.identity.address.reporting import report, tell_on_file
    from osc.identity.models import EmailChange

    change = EmailChange.objects.create(
        user=delegate, old_email="d@example.net", new_email="e@example.net", asked_at=settings.NOW
    )
    assert report(change_id=change.id, now=settings.NOW) == []
    tell_on_file(user_id=delegate.id, template="password_changed", now=settings.NOW)
    assert not Mail.objects.exists() and not OutboundMessage.objects.exists()


def test_every_page_that_takes_a_form_says_so(portal: PageClient, onlooker: PortalUser) -> None:
    """A customer's page that answers GET and POST must be a form_page: else it would offer foreign accounts."""
    for route in get_resolver().url_patterns[1].url_patterns:
        view = route.callback
        if getattr(view, "open_to", "") != "customers" or getattr(view, "prepares", False):
            continue
        path = "/" + re.sub(r"<uuid:\w+>", str(uuid4()), str(route.pattern))
        path = re.sub(r"<\w+:\w+>", "x", path)
        allowed = portal.enter(onlooker).generic("TRACE", path).headers.get("Allow", "")
        assert not ("POST" in allowed and "GET" in allowed), route
