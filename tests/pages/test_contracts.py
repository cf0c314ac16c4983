"""Vertrags- und Kontoverwaltung and the page of a contract."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from osc.contracts.models import Contract
from tests.support.client import PageClient, visible_text
from tests.support.people import canaries, households, make_user

NBSP = "\u00a0"


def contract_of(kind: str, commodity: str = "STROM") -> Contract:
    numbers = households()[kind].account_numbers
    found = Contract.objects.filter(contract_account__number__in=numbers, commodity=commodity).order_by("external_id")
    first = found.first()
    assert first is not None
    return first


def test_the_area_lists_contracts_and_where_to_change_what(portal: PageClient) -> None:
    page = portal.enter(make_user("jana")).get("/verwaltung/")
    text = visible_text(page)
    assert "Strom, Lindenau Strom Basis" in text and f"IR{NBSP}10284417, Ahornweg 12" in text
    assert "Meine Vorgänge" in text and "Persönliche Daten Jana Albrecht" in text
    assert "Rechnungen und Zahlungen keine Überweisung offen" in text
    assert "Bankverbindung DE" in text and "Anmeldung und Sicherheit jana@example.net" in text
    assert "Vertragskonto hinzufügen" in text and "Umzug" in text
    assert "Vertrag suchen" not in text
    assert page.content.decode().count('aria-current="page"') == 1, "the entry of the top navigation"


def test_sixty_accounts_can_be_searched_and_cost_the_same(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    with CaptureQueriesContext(connection) as few:
        portal.get("/verwaltung/")
    portal.enter(make_user("L"))
    with CaptureQueriesContext(connection) as many:
        page = portal.get("/verwaltung/")
    assert len(few) == len(many)
    assert "60 Verträge gefunden" in visible_text(page)
    number = households()["L"].account_numbers[33]
    spaced = f"ir {number[2:6]} {number[6:]}"
    found = visible_text(portal.get("/verwaltung/", {"suche": spaced}))
    assert "1 Vertrag gefunden" in found and f"IR{NBSP}{number[2:]}" in found
    assert "20 Verträge gefunden" in visible_text(portal.get("/verwaltung/", {"suche": "wass"}))


def test_a_name_of_ones_own_is_shown_and_found(portal: PageClient) -> None:
    user = make_user("L")
    link = user.links.order_by("id").first()
    assert link is not None
    link.label = "Haus am See"
    link.save()
    portal.enter(user)
    found = visible_text(portal.get("/verwaltung/", {"suche": "am see"}))
    assert "1 Vertrag gefunden" in found and "Haus am See, IR" in found
    contract = Contract.objects.get(contract_account_id=link.contract_account_id)
    page = portal.get(f"/verwaltung/vertraege/{contract.id}/")
    assert "Haus am See" in visible_text(page)
    assert f"/verwaltung/vertragskonten/{link.contract_account_id}/entfernen/" in page.content.decode()


@pytest.mark.parametrize("typed", ["%", "_", "\\", "' or 1=1 --", "\x00", "x" * 900, "<b>"])
def test_odd_words_find_nothing_and_break_nothing(portal: PageClient, typed: str) -> None:
    page = portal.enter(make_user("L")).get("/verwaltung/", {"suche": typed})
    assert page.status_code == 200
    if typed.strip("\x00"):
        assert "keinen Vertrag gefunden" in visible_text(page)
    assert "<b>" not in page.content.decode().split("<main")[1].split("Vertrag suchen")[1].split("</form>")[0]


def test_nobody_without_a_contract_sees_an_empty_hole(portal: PageClient) -> None:
    assert "Hier stehen Ihre Verträge" in visible_text(portal.enter(make_user("empty")).get("/verwaltung/"))


def test_r_vtr_1_r_vtr_10_r_num_8_a_contract_says_what_the_law_wants(portal: PageClient) -> None:
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract_of('jana').id}/"))
    assert "Lindenau Strom Basis" in text and "Grundversorgung" in text
    assert f"Arbeitspreis 33,20{NBSP}ct/kWh Grundpreis 152,32{NBSP}€ im Jahr" in text  # side by side
    assert "Gültig vom 01.01.2026 bis 31.12.2026" in text and "ab 01.01.2027" in text
    assert "Was im Arbeitspreis steckt" in text and f"Netzentgelte und Messung 11,66{NBSP}ct/kWh" in text
    assert "Der Preis ist veränderlich" in text
    assert "Kündigungsfrist 2 Wochen" in text
    assert f"Nächstmögliches Ende 8.{NBSP}Dezember{NBSP}2026" in text
    assert "Netzbetreiber Lindenau Netz GmbH Codenummer 9901234000017" in text
    assert "Messstellenbetreiber Lindenau Messstellen GmbH Codenummer 9901234000024" in text
    assert f"1{NBSP}EMH00{NBSP}12345678" in text and "Keller links" in text
    assert "Schlichtungsstelle Energie" in text


def test_r_num_7_the_market_location_waits_behind_a_click(portal: PageClient) -> None:
    contract = contract_of("jana")
    assert contract.market_location and contract.metering_location
    portal.enter(make_user("jana"))
    page = portal.get(f"/verwaltung/vertraege/{contract.id}/").content.decode()
    assert contract.market_location not in page and contract.metering_location not in page
    numbers = portal.get(f"/verwaltung/vertraege/{contract.id}/nummern/")
    text = numbers.content.decode()
    assert contract.market_location in text and contract.metering_location in text
    assert contract.market_location not in text.split("</title>")[0]
    assert "Nennen Sie sie niemandem am Telefon" in visible_text(numbers)


def test_water_is_per_cubic_metre_and_has_no_numbers_of_the_market(portal: PageClient) -> None:
    contract = contract_of("jana", "WASSER")
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "ct/m³" in text and "1 Monat zum Monatsende" in text
    assert "Marktlokation" not in text and "Tarif wechseln" not in text


def test_heat_runs_to_the_end_of_its_term(portal: PageClient) -> None:
    contract = contract_of("waerme", "FERNWAERME")
    text = visible_text(portal.enter(make_user("waerme")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "9 Monate zum Ende der Laufzeit" in text
    assert f"bis 31.{NBSP}Dezember{NBSP}2030" in text and "um 60 Monate" in text


def test_r_vtr_3_r_vtr_6_a_change_of_price_is_told_component_by_component(portal: PageClient) -> None:
    contract = contract_of("jana", "GAS")
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert f"Ab 1.{NBSP}Januar{NBSP}2027 ändern sich Ihre Preise." in text
    assert "Die Netzentgelte steigen um 0,45 ct/kWh" in text
    assert "Netzentgelte und Messung (ct/kWh) 2,50 3,03" in text
    assert f"Sie können ohne Frist zum 1.{NBSP}Januar{NBSP}2027 kündigen." in text


def test_r_vtr_5_passing_on_a_tax_gives_no_special_right(portal: PageClient) -> None:
    contract = contract_of("jana", "GAS")
    contract.price_change["pass_through"] = True
    contract.save()
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "ändern sich Ihre Preise" in text and "ohne Frist" not in text


def test_r_vtr_7_substitute_supply_names_its_last_day(portal: PageClient) -> None:
    contract = contract_of("moved_in")
    text = visible_text(portal.enter(make_user("moved_in")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert f"endet spätestens mit Ablauf des 31.{NBSP}Januar{NBSP}2027" in text


def test_r_vtr_1_bundled_extras_end_on_their_own(portal: PageClient) -> None:
    contract = contract_of("company")
    text = visible_text(portal.enter(make_user("company")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "Wallbox-Service Einzeln kündigen" in text and "Vertrag kündigen" in text


def test_r_vtr_15_a_partial_supply_is_shown(portal: PageClient) -> None:
    contract = contract_of("jana")
    Contract.objects.filter(id=contract.id).update(residual=True)
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert "Wir liefern den Rest." in text


def test_r_umz_8_an_ended_contract_stays_readable(portal: PageClient) -> None:
    portal.enter(make_user("moved_out"))
    assert "beendet" in visible_text(portal.get("/verwaltung/"))
    text = visible_text(portal.get(f"/verwaltung/vertraege/{contract_of('moved_out').id}/"))
    assert f"am 30.{NBSP}Juni{NBSP}2026 ausgelaufen" in text and "Nächstmögliches Ende" not in text


def test_a_record_without_the_new_fields_is_a_page_too(portal: PageClient) -> None:
    contract = contract_of("jana")
    bare = [{"from": "2026-01-01", "unit_price_ct": "30", "base_price_eur": "100"}]
    Contract.objects.filter(id=contract.id).update(
        prices=bare, notice=None, grid_operator=None, metering_operator=None, tariff_code=None, market_location=None,
        metering_location=None, concluded_on=None,
    )  # fmt: skip
    text = visible_text(portal.enter(make_user("jana")).get(f"/verwaltung/vertraege/{contract.id}/"))
    assert f"30,00{NBSP}ct" in text and "Kündigungsfrist" not in text and "Marktlokation" not in text


@pytest.mark.parametrize(
    ("path", "most"), [("", 1), ("nummern/", 1), ("tarife/", 1), ("tarife/strom-12/", 2)]
)  # fmt: skip
def test_a_page_about_a_contract_is_one_statement(portal: PageClient, path: str, most: int) -> None:
    portal.enter(make_user("jana"))
    with CaptureQueriesContext(connection) as statements:
        assert portal.get(f"/verwaltung/vertraege/{contract_of('jana').id}/{path}").status_code == 200
    own = [each for each in statements if "contracts_contract c" in each["sql"]]
    assert len(own) <= most


@pytest.mark.parametrize("page", ["", "nummern/"])
def test_somebody_elses_contract_does_not_exist(portal: PageClient, page: str) -> None:
    path = f"/verwaltung/vertraege/{contract_of('jana').id}/{page}"
    other = portal.enter(make_user("B")).get(path)
    assert other.status_code == 404
    assert not any(mark in other.content.decode() for mark in canaries("jana"))
    portal.cookies.clear()
    assert portal.get(path).status_code == 302


def test_english(portal: PageClient) -> None:
    portal.enter(make_user("jana", language="en"))
    assert "Contracts and account" in visible_text(portal.get("/verwaltung/"))
    text = visible_text(portal.get(f"/verwaltung/vertraege/{contract_of('jana', 'GAS').id}/"))
    assert "Notice period 2 weeks" in text and "Price change" in text


def test_b1_an_announced_price_is_a_task_until_the_day_before(portal: PageClient) -> None:
    portal.enter(make_user("same_tail"))
    text = visible_text(portal.get("/"))
    assert "Preisänderung Gas" in text and f"Bis 31.{NBSP}Dezember{NBSP}2026 können Sie neu wählen." in text
    assert "Vertrag ansehen" in text
    Contract.objects.filter(commodity="GAS").update(price_change=None)
    assert "Preisänderung" not in visible_text(portal.get("/"))


@pytest.mark.parametrize("kind", ["jana", "moved_in", "waerme", "moved_out", "feed_in"])
def test_every_way_on_from_a_contract_leads_somewhere(portal: PageClient, kind: str) -> None:
    portal.enter(make_user(kind))
    page = portal.get(f"/verwaltung/vertraege/{contract_of(kind).id}/").content.decode()
    for target in set(re.findall(r'href="(/[^"#]*)"', page.split("<main")[1].split("<footer")[0])):
        assert portal.get(target.replace("&amp;", "&"), follow=True).status_code == 200, target
