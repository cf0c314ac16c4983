"""Verbrauch: sentence, chart, table and file of every view; own interval only; gaps are gaps."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from osc.connectors.demo.world.metering_records import used
from osc.contracts.models import Contract
from osc.metering.models import IntervalDay, Meter, YearConsumption
from tests.pages.test_readings import own
from tests.support.client import PageClient, visible_text
from tests.support.people import households, make_user
from tests.support.reading import meter_of

NBSP = "\u00a0"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


@pytest.fixture
def smart(portal: PageClient) -> PageClient:
    return portal.enter(make_user("smart"))


def rows_of(file: HttpResponse) -> list[list[str]]:
    return [line.split(";") for line in file.content.decode("utf-8-sig").splitlines()]


def test_the_first_commodity_opens_and_the_others_are_links(customer: PageClient) -> None:
    page = customer.get("/verbrauch/", follow=True)
    assert page.redirect_chain == [("/verbrauch/strom/", 302)]
    text = visible_text(page)
    assert "Strom Gas Wasser" in text and "Vertragskonto IR" in text
    assert customer.get("/verbrauch/fernwaerme/").status_code == 404
    assert customer.get("/verbrauch/unsinn/").status_code == 404


def test_the_sentence_comes_first_and_agrees_with_the_meter(customer: PageClient) -> None:
    text = visible_text(customer.get("/verbrauch/strom/"))
    supply = households()["jana"].supplies[0]
    now = used(supply, date(2026, 1, 1), date(2026, 11, 1))
    before = used(supply, date(2025, 1, 1), date(2025, 11, 1))
    percent = round(Decimal(now) / before * 100) - 100
    assert f"Sie haben 2026 bisher {-percent} % weniger Strom verbraucht als im gleichen Zeitraum 2025." in text
    months = f"{now:,}".replace(",", ".")
    assert re.search(rf"2026 bis Oktober {months}\s+kWh|2026 bis Oktober [\d.]+\s+kWh", text)
    assert "Oktober 2026:" in text and ", im Vorjahr" in text


def test_r_inf_10_the_table_says_origin_and_gaps(customer: PageClient) -> None:
    text = visible_text(customer.get("/verbrauch/strom/"))
    assert re.search(r"Oktober 2026 [\d.,]+.kWh [\d.,]+.kWh .[\d.,]+.kWh von Ihnen mitgeteilt", text)
    assert re.search(r"November 2026 [\d.,]+.kWh [\d.,]+.kWh .?[\d.,]+.kWh hochgerechnet", text)
    assert "hochgerechnet" in text
    YearConsumption.objects.filter(contract__contract_account__number="IR10284417", year=2026).update(
        months=[None, *["100"] * 11]
    )
    text = visible_text(customer.get("/verbrauch/strom/"))
    assert re.search(r"Januar 2026 keine Daten [\d.,]+.kWh – keine Daten", text)


def test_two_drawings_with_title_and_description(customer: PageClient) -> None:
    html = customer.get("/verbrauch/gas/").content.decode()
    assert html.count('role="img"') >= 2 and html.count("<desc") == 2
    assert 'fill="url(#chart-wide-hatch)"' in html and 'class="col col--before"' in html


@pytest.mark.parametrize("path", ["/verbrauch/strom/", "/verbrauch/gas/", "/verbrauch/wasser/"])
@pytest.mark.parametrize("view", ["monate", "jahre", "tage", "unsinn"])
@pytest.mark.parametrize("worth", ["", "&wert=euro"])
def test_every_view_renders_for_every_commodity(customer: PageClient, path: str, view: str, worth: str) -> None:
    page = customer.get(f"{path}?ansicht={view}{worth}")
    assert page.status_code == 200
    text = visible_text(page)
    assert ("Schätzung mit Ihren Preisen" in text) == bool(worth)
    assert ("Stunden" in text) is False, "hours need a smart meter"


def test_r_gen_9_euro_are_an_estimate_with_the_standing_charge(customer: PageClient) -> None:
    html = customer.get("/verbrauch/strom/?wert=euro").content.decode()
    assert "Grundpreis" in html and "col--standing" in html
    text = visible_text(customer.get("/verbrauch/strom/?wert=euro"))
    contract = Contract.objects.get(contract_account__number="IR10284417")
    price = next(each for each in contract.prices if each["from"] == "2026-01-01")
    kwh = used(households()["jana"].supplies[0], date(2026, 10, 1), date(2026, 11, 1))
    euro = round(kwh * Decimal(price["unit_price_ct"]) / 100, 2) + round(Decimal(price["base_price_eur"]) * 31 / 365, 2)
    assert f"Oktober 2026: {euro:,.2f}".replace(",", ";").replace(".", ",").replace(";", ".") in text


def test_years_show_the_current_one_projected(customer: PageClient) -> None:
    page = customer.get("/verbrauch/strom/?ansicht=jahre")
    text = visible_text(page)
    assert re.search(r"2023 [\d.]+.kWh .* 2024 [\d.]+.kWh .* 2025 [\d.]+.kWh .* 2026 [\d.]+.kWh", text)
    assert "2025:" in text and "ansicht=monate" in page.content.decode()


def test_r_inf_5_a_smart_meter_has_days_and_hours(smart: PageClient) -> None:
    month = smart.get("/verbrauch/strom/?ansicht=tage&tag=2026-10-25")
    text = visible_text(month)
    assert "Stunden Tage Monate Jahre" in text and "25.10.2026" in text and "gemessen" in text
    assert "ansicht=stunden&amp;tag=2026-10-25" in month.content.decode()
    total = sum(
        IntervalDay.objects.filter(meter=meter_of("smart"), day__year=2026, day__month=10).values_list(
            "total", flat=True
        )
    )
    whole = f"{Decimal(total) / 1000:,.1f}".replace(",", ";").replace(".", ",").replace(";", ".")
    assert re.search(rf"Oktober 2026 {whole}\s+kWh", text)


@pytest.mark.parametrize(
    ("day", "quarters", "two"), [("2026-03-29", 92, 0), ("2026-10-25", 100, 2), ("2026-11-01", 96, 1)]
)
def test_biz_16_r_gen_3_clock_change_on_page_and_in_the_file(
    smart: PageClient, day: str, quarters: int, two: int
) -> None:
    path = f"/verbrauch/strom/?ansicht=stunden&tag={day}"
    text = visible_text(smart.get(path))
    assert text.count("02:00 Uhr (UTC+0") == two
    file = smart.get(path.replace("strom/?", "strom/verbrauch.csv?") + "&format=technisch")
    lines = [line.split(",") for line in file.content.decode().splitlines()][1:]
    assert len(lines) == quarters
    assert all(re.fullmatch(rf"{day}T\d\d:\d\d:00\+0[12]:00", line[0]) for line in lines)
    stored = IntervalDay.objects.get(meter=meter_of("smart"), day=day)
    assert sum(Decimal(line[1]) for line in lines) == Decimal(stored.total) / 1000


def test_r_inf_10_a_gap_in_the_quarter_hours_is_not_zero(smart: PageClient) -> None:
    day = date(2026, 11, 24) - timedelta(20)
    text = visible_text(smart.get(f"/verbrauch/strom/?ansicht=stunden&tag={day}"))
    assert "keine Daten" in text
    assert "unvollständig" in visible_text(smart.get(f"/verbrauch/strom/?ansicht=tage&tag={day}"))
    substitute = visible_text(smart.get(f"/verbrauch/strom/?ansicht=stunden&tag={day + timedelta(1)}"))
    assert "geschätzt" in substitute and "gemessen" in substitute


def test_r_inf_6_values_outside_of_the_own_supply_do_not_exist(smart: PageClient) -> None:
    contract = Contract.objects.get(meters=meter_of("smart"))
    Contract.objects.filter(id=contract.id).update(starts_on=date(2026, 6, 15))
    text = visible_text(smart.get("/verbrauch/strom/"))
    assert "Mai 2026 keine Daten" in text and "Juni 2026 keine Daten" not in text
    before = visible_text(smart.get("/verbrauch/strom/?ansicht=tage&tag=2026-06-30"))
    assert "14.06.2026 keine Daten" in before and "15.06.2026 keine Daten" not in before
    file = smart.get("/verbrauch/strom/verbrauch.csv?ansicht=stunden&tag=2026-06-14")
    assert len(rows_of(file)) == 1


def test_r_inf_6_after_moving_out_the_own_period_stays(portal: PageClient) -> None:
    portal.enter(make_user("moved_out"))
    text = visible_text(portal.get("/verbrauch/strom/"))
    assert re.search(r"Juni 2026 [\d.]+.kWh", text) and "Juli 2026 keine Daten" in text


def test_foreign_contracts_are_nowhere(customer: PageClient) -> None:
    foreign = Meter.objects.get(id=meter_of("B").id).contract_id
    for path in ("", "verbrauch.csv"):
        assert customer.get(f"/verbrauch/strom/{path}?vertrag={foreign}").status_code == 404
        assert customer.get(f"/verbrauch/strom/{path}?vertrag=1%27or").status_code == 404


def test_r_ver_3_an_exchange_is_marked(portal: PageClient) -> None:
    portal.enter(make_user("exchange"))
    page = portal.get("/verbrauch/strom/")
    assert "Zählerwechsel am 12.05.2026" in visible_text(page) and 'class="mark"' in page.content.decode()


def test_r_abl_11_estimated_values_look_and_read_otherwise(portal: PageClient) -> None:
    portal.enter(make_user("estimated"))
    page = portal.get("/verbrauch/strom/?ansicht=monate&tag=2025-06-01")
    assert "geschätzt" in visible_text(page) and "chart-wide-cross" in page.content.decode()


def test_files_open_in_german_spreadsheets(customer: PageClient) -> None:
    file = customer.get("/verbrauch/wasser/verbrauch.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="verbrauch-wasser-2026.csv"'
    rows = rows_of(file)
    assert rows[0] == ["Monat", "Verbrauch", "Einheit", "Vorjahr", "Herkunft"]
    assert rows[1][0] == "Januar 2026" and re.fullmatch(r"\d+,\d+", rows[1][1]) and rows[1][2] == "m3"
    technical = customer.get("/verbrauch/wasser/verbrauch.csv?format=technisch").content.decode().splitlines()
    assert technical[1].startswith("2026-01,") and not technical[0].startswith("\ufeff")


def test_web_11_no_cell_is_a_formula() -> None:
    from osc.portal.spreadsheets import csv_file

    body = csv_file("x", [["=1+1", "+1", "-1", "@x", "\tx", Decimal("-5"), "gut"]]).content.decode("utf-8-sig")
    assert body.strip() == "'=1+1;'+1;'-1;'@x;'\tx;-5;gut"


def test_a_landlord_chooses_from_a_list(portal: PageClient) -> None:
    portal.enter(make_user("L"))
    page = portal.get("/verbrauch/")
    assert visible_text(page).count("Verbrauch ansehen") == 60
    href = re.findall(r'href="(/verbrauch/\w+/\?vertrag=[0-9a-f-]+)"', page.content.decode())[40]
    assert "Anderen Vertrag wählen" in visible_text(portal.get(href))


@pytest.fixture
def statements() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as captured:
        yield captured


@pytest.mark.parametrize(
    ("kind", "query"), [("A", ""), ("L", ""), ("smart", "?ansicht=tage"), ("smart", "?ansicht=stunden")]
)
def test_three_statements_whatever_a_customer_has(
    portal: PageClient, kind: str, query: str, statements: CaptureQueriesContext
) -> None:
    portal.enter(make_user(kind))
    before = len(own(statements))
    assert portal.get(f"/verbrauch/strom/{query}").status_code == 200
    assert len(own(statements)) - before == 3


def test_english(portal: PageClient) -> None:
    portal.enter(make_user("jana", language="en"))
    text = visible_text(portal.get("/verbrauch/strom/"))
    assert "So far in 2026 you used 6 % less Electricity than in the same period of 2025." in text
    assert "Show values as a table" in text and "reported by you" in text


@pytest.mark.parametrize(
    "query", ["tag=9999-99-99", "tag=0001-01-01", "ansicht=stunden&tag=2026-02-30", "tag=%00", "wert=x"]
)
def test_nonsense_in_the_address_is_this_year(customer: PageClient, query: str) -> None:
    assert customer.get(f"/verbrauch/strom/?{query}").status_code == 200
