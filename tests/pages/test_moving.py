"""Umzug: four tasks in any order, a day for each Sparte, with and without sign-in."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings

from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.contracts.models import Contract
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.declarations.matched import judge_stored
from osc.declarations.models import Declaration
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.metering.models import MeterReading, Register
from osc.moving.actions import remind_of_readings
from tests.support.client import PageClient, visible_text
from tests.support.door import RunningUtility
from tests.support.leaving import contract_of, hidden_key, name_of
from tests.support.people import make_user

NEW = {"street": "Neue Gasse 7", "postal_code": "03220", "city": "Lindenau"}
IN = {**NEW, "moves_on": "15.12.2026", "c-STROM": "ja", "keep": "nein"}


def ticks(kind: str, *commodities: str) -> dict[str, str]:
    return {f"c-{contract_of(kind, each).id}": "ja" for each in commodities}


def fill(portal: PageClient, base: str, out: dict[str, str] | None, into: dict[str, str] | None) -> None:
    """The first three tasks."""
    for part, typed in (("auszug", out), ("einzug", into)):
        answer = portal.post(f"{base}{part}/", typed if typed is not None else {"skip": "ja"})
        assert answer.status_code == 302, visible_text(answer)
    where = {"where": "new"} if into else {"where": "other", **NEW}
    assert portal.post(f"{base}anschrift/", where).status_code == 302


def send(portal: PageClient, base: str, **more: str) -> str:
    key = hidden_key(portal.get(f"{base}pruefen/"))
    answer = portal.post(f"{base}pruefen/", {"submission_key": key, **more})
    assert answer.status_code == 302, visible_text(answer)
    return answer.headers["Location"]


@pytest.fixture
def jana(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


OWN = "/verwaltung/umzug/"


def test_the_list_shows_what_is_open_and_what_is_done(jana: PageClient) -> None:
    text = visible_text(jana.get(OWN))
    assert (text.count("offen"), text.count("noch nicht möglich")) == (3, 1)
    jana.post(OWN + "auszug/", {"moves_on": "15.12.2026", **ticks("jana", "STROM")})
    jana.post(OWN + "einzug/", {"skip": "ja"})
    text = visible_text(jana.get(OWN))
    assert "erledigt" in text and "nicht nötig" in text


def test_customers_are_led_to_their_own_pages(jana: PageClient) -> None:
    assert jana.get("/umzug/auszug/").headers["Location"] == "/verwaltung/umzug/auszug/"
    assert PageClient().get(OWN).headers["Location"].startswith("/anmelden/")


def test_a_draft_is_kept_for_a_day_and_over_sessions(jana: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    jana.post(OWN + "einzug/", IN)
    from osc.identity.models import PortalUser

    other = PageClient().enter(PortalUser.objects.get(email="jana@example.net"))
    assert 'value="Neue Gasse 7"' in other.get(OWN + "einzug/").content.decode()
    monkeypatch.setattr(settings, "CLOCK", lambda: settings.NOW + timedelta(hours=24))
    assert "Neue Gasse 7" not in PageClient().enter(
        PortalUser.objects.get(email="jana@example.net")
    ).get(OWN + "einzug/").content.decode()  # fmt: skip


def test_r_umz_1_r_umz_3_a_past_day_is_explained_and_counts_from_the_earliest_for_each_sparte(jana: PageClient) -> None:
    fill(jana, OWN, {"moves_on": "15.11.2026", **ticks("jana", "STROM", "GAS", "WASSER")}, IN)
    text = visible_text(jana.get(OWN + "pruefen/")).replace("\xa0", " ")
    assert "Strom lässt sich nicht rückwirkend melden. Ihr frühester Termin ist der 25. November 2026." in text
    assert "Gas lässt sich nicht" not in text
    where = send(jana, OWN)
    rows = {row["commodity"]: row for row in Case.objects.get(kind="move_out").summary["contracts"]}
    assert rows["STROM"]["effective_on"] == "2026-11-25"
    assert rows["GAS"]["effective_on"] == "2026-11-15"
    assert rows["WASSER"]["last_day"] == "2026-12-31", "two weeks to the end of a month (R-WAS-3)"
    assert "Danke, Ihr Umzug ist angekommen" in visible_text(jana.get(where))


def test_r_umz_3_one_move_one_message_for_each_contract_and_one_for_arriving(jana: PageClient) -> None:
    fill(jana, OWN, {"moves_on": "15.12.2026", **ticks("jana", "STROM", "GAS")}, IN)
    send(jana, OWN)
    kinds = sorted(OutboundMessage.objects.values_list("kind", flat=True))
    assert kinds == ["move_in", "move_out", "move_out"]
    assert sorted(Case.objects.values_list("kind", flat=True)) == ["move_in", "move_out"]
    assert all(case.reference.startswith("UM-") for case in Case.objects.all())


def test_r_umz_4_the_clock_for_a_counter_offer(jana: PageClient) -> None:
    fill(jana, OWN, {"moves_on": "10.12.2026", **ticks("jana", "STROM")}, None)
    send(jana, OWN)
    assert Case.objects.get().answer_by == date(2026, 12, 8)


def test_sent_twice_is_one_move(jana: PageClient) -> None:
    fill(jana, OWN, {"moves_on": "15.12.2026", **ticks("jana", "STROM")}, IN)
    key = hidden_key(jana.get(OWN + "pruefen/"))
    first, second = (jana.post(OWN + "pruefen/", {"submission_key": key}).headers["Location"] for _ in range(2))
    assert first == second
    assert Case.objects.count() == 2


def test_r_umz_5_without_a_market_location_it_is_looked_for(jana: PageClient) -> None:
    fill(jana, OWN, None, IN)
    assert "wird von uns ermittelt" in visible_text(jana.get(OWN + "pruefen/"))
    wrong = jana.post(OWN + "einzug/", {**IN, "market_location": "12345678901"})
    assert wrong.status_code == 422
    assert jana.post(OWN + "einzug/", {**IN, "market_location": "41373559241"}).status_code == 302


def test_r_umz_6_without_reading_accepted_and_reminded_on_the_day(jana: PageClient) -> None:
    fill(jana, OWN, {"moves_on": "15.12.2026", **ticks("jana", "STROM")}, None)
    send(jana, OWN)
    assert remind_of_readings(now=settings.NOW) == 0
    day = settings.NOW.replace(month=12, day=15)
    assert (remind_of_readings(now=day), remind_of_readings(now=day)) == (1, 0)
    assert write(Mail.objects.get(template="move_reading_due")).subject == "Ihr Auszug: Zählerstand ablesen"


def test_booked_with_reading_end_and_new_contract(jana: PageClient, utility: RunningUtility) -> None:
    register = Register.objects.get(meter__contract=contract_of("jana", "STROM"))
    typed = {"moves_on": "15.12.2026", **ticks("jana", "STROM"), f"r-{register.id}": "18.400"}
    fill(jana, OWN, typed, IN)
    send(jana, OWN)
    for message in OutboundMessage.objects.all():
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.CONFIRMED}
    pull(door=utility.door, source="tests", now=settings.NOW)
    old = Contract.objects.get(id=register.meter.contract_id)
    assert old.ends_on is not None and old.ends_on > date(2026, 12, 15)
    new = Contract.objects.get(premise__street="Neue Gasse")
    assert (new.starts_on, new.contract_account_id) == (date(2026, 12, 15), old.contract_account_id)
    assert MeterReading.objects.filter(register=register, value=18400, reason="AUSZUG").exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_r_umz_9_the_start_of_supply_is_confirmed_in_text_form(
    jana: PageClient, utility: RunningUtility, language: str
) -> None:
    fill(jana, OWN, None, IN)
    send(jana, OWN)
    for message in OutboundMessage.objects.all():
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    mail = Mail.objects.get(template="move_confirmed")
    mail.language = language
    day = {"de": "Strom ab 15.\xa0Dezember\xa02026", "en": "Electricity from 15\xa0December\xa02026"}[language]
    assert day in write(mail).body


def test_errors_say_what_to_do_and_keep_what_was_typed(jana: PageClient) -> None:
    page = jana.post(OWN + "auszug/", {"moves_on": "bald", "successor": "Familie Quast"})
    assert page.status_code == 422
    text = visible_text(page)
    assert "Geben Sie das Datum der Übergabe ein, zum Beispiel 15.12.2026" in text
    assert "Wählen Sie mindestens einen Vertrag aus" in text
    assert 'value="Familie Quast"' in page.content.decode()
    assert len(re.findall('<li><a href="#', jana.post(OWN + "einzug/", {}).content.decode())) == 5


def test_a_contract_of_somebody_else_can_not_be_moved(jana: PageClient) -> None:
    answer = jana.post(OWN + "auszug/", {"moves_on": "15.12.2026", **ticks("B", "STROM")})
    assert answer.status_code == 422


def test_checking_without_the_parts_leads_back_to_the_list(jana: PageClient) -> None:
    assert jana.get(OWN + "pruefen/").headers["Location"] == OWN
    jana.post(OWN + "auszug/", {"moves_on": "15.12.2026", **ticks("jana", "STROM")})
    assert jana.get(OWN + "pruefen/").headers["Location"] == OWN, "the address of the final bill is missing"


def test_sixty_contract_accounts_are_one_page_with_few_statements(
    portal: PageClient, django_assert_max_num_queries: object
) -> None:
    portal.enter(make_user("L"))
    with django_assert_max_num_queries(12):  # type: ignore[operator] - tests only
        page = portal.get(OWN + "auszug/")
    assert page.content.decode().count('type="checkbox"') >= 60


PUBLIC_OUT = {"contract_account": "IR10284417", "moves_on": "15.12.2026", "reading_strom": "18.400"}


def test_r_umz_7_without_account_for_everybody(portal: PageClient, utility: RunningUtility) -> None:
    fill(portal, "/umzug/", PUBLIC_OUT, IN)
    where = send(portal, "/umzug/", name=name_of("jana"), email="jana@example.net")
    text = visible_text(portal.get(where))
    declaration = Declaration.objects.get()
    assert declaration.reference.startswith("UM-") and declaration.reference in text
    assert portal.get(where + "beleg.pdf").content.startswith(b"%PDF")
    assert Mail.objects.get().template == "move_declared"
    judge_stored(declaration_id=declaration.id, now=settings.NOW)
    assert Case.objects.get(kind="move_out").reference == declaration.reference
    for message in OutboundMessage.objects.all():
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.CONFIRMED}


def test_r_umz_7_moving_in_as_a_stranger_waits_for_a_person(portal: PageClient) -> None:
    fill(portal, "/umzug/", None, IN)
    send(portal, "/umzug/", name="Nora Neu", email="nora@example.net")
    declaration = Declaration.objects.get()
    judge_stored(declaration_id=declaration.id, now=settings.NOW)
    declaration.refresh_from_db()
    assert (declaration.state, declaration.doubt) == ("unmatched", "nothing_found")


def test_name_and_address_for_the_confirmation_are_asked_at_the_end(portal: PageClient) -> None:
    fill(portal, "/umzug/", PUBLIC_OUT, None)
    answer = portal.post("/umzug/pruefen/", {"submission_key": hidden_key(portal.get("/umzug/pruefen/"))})
    assert re.findall(r'<li><a href="#(\w+)">', answer.content.decode()) == ["name", "email"]


@pytest.mark.parametrize("part", ["", "auszug/", "einzug/", "anschrift/"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_in_both_languages(portal: PageClient, part: str, language: str) -> None:
    portal.cookies["osc_language"] = language
    assert portal.get(f"/umzug/{part}").status_code == 200
    assert PageClient().enter(make_user("jana", language=language)).get(OWN + part).status_code == 200


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_mail_of_a_move_can_be_written(jana: PageClient, language: str) -> None:
    fill(jana, OWN, {"moves_on": "15.12.2026", **ticks("jana", "STROM")}, IN)
    send(jana, OWN)
    fill(jana, OWN, None, IN)
    send(jana, OWN)
    for mail in Mail.objects.all():
        mail.language = language
        assert write(mail).subject
