"""Every kind of meter, every sentence of ux 3.7 with its way on, corrections and conflicts."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.http import HttpResponse

from osc.cases.models import Case
from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.households import Household
from osc.connectors.demo.world.metering_records import used
from osc.contracts.models import Contract
from osc.interchange.models import OutboundMessage
from osc.metering.models import Meter, MeterReading, SubmittedReading
from tests.support.client import PageClient, visible_text
from tests.support.database import ACCOUNTS, SEED, TODAY
from tests.support.people import households, make_user
from tests.support.reading import hand_in, meter_of

NBSP = "\u00a0"


def hidden_key(page: HttpResponse) -> str:
    found = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def form_of(meter: Meter) -> str:
    return f"/zaehlerstand/{meter.id}/"


@pytest.fixture
def customer(portal: PageClient) -> PageClient:
    return portal.enter(make_user("jana"))


@pytest.fixture
def strom(db: None) -> Meter:
    return meter_of("jana")


def household(wanted: "object") -> Household:
    return next(each for each in all_households(ACCOUNTS, SEED, TODAY) if wanted(each))  # type: ignore[operator] - tests only


def meter_number(number: str) -> Meter:
    return Meter.objects.get(number=number)


def test_one_tap_without_script_takes_the_likely_value(customer: PageClient, strom: Meter) -> None:
    check = customer.post(form_of(strom), {"stand-1-8-0": "179251"}, follow=True)
    register = re.search(r'name="nehmen" value="([^"]+)"', check.content.decode())
    assert register and "17.925 übernehmen" in visible_text(check)
    mended = customer.post(f"{form_of(strom)}pruefen/", {"nehmen": register[1]}, follow=True)
    assert f"Zählerstand 17.925{NBSP}kWh" in visible_text(mended)
    assert "Das passt zu Ihrem Verbrauch" in visible_text(mended)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(mended)})
    assert SubmittedReading.objects.get().value == 17925


def test_swapped_digits_are_asked_for_never_taken(customer: PageClient, strom: Meter) -> None:
    live = visible_text(customer.get(f"{form_of(strom)}einschaetzen/", {"stand-1-8-0": "19725"}))
    assert "Meinten Sie 17.925?" in live
    check = customer.post(form_of(strom), {"stand-1-8-0": "19725"}, follow=True)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(check)})
    assert SubmittedReading.objects.get().value == 19725


def test_mixed_up_meters_are_moved_with_one_tap(customer: PageClient, strom: Meter) -> None:
    gas = meter_of("jana", 1)
    last = gas.registers.get().readings.order_by("-read_on").first()
    counted = used(households()["jana"].supplies[1], last.read_on + timedelta(1), TODAY)
    check = customer.post(form_of(strom), {"stand-1-8-0": f"{last.value + counted:.0f}"}, follow=True)
    assert "Haben Sie die Zähler vertauscht?" in visible_text(check) and "Als Gas eintragen" in visible_text(check)
    moved = customer.post(f"{form_of(strom)}pruefen/", {"andere": "1"}, follow=True)
    assert moved.redirect_chain[-1][0] == f"{form_of(gas)}pruefen/"
    customer.post(f"{form_of(gas)}pruefen/", {"submission_key": hidden_key(moved)})
    assert SubmittedReading.objects.get().register.meter_id == gas.id


@pytest.mark.parametrize(
    ("value", "offered", "remark"),
    [("17000", "Zähler wurde getauscht", "METER_EXCHANGED"), ("18500", "Wärmepumpe", "HEAT_PUMP")],
)
def test_r_abl_8_r_abl_9_a_reason_may_be_given(
    customer: PageClient, strom: Meter, value: str, offered: str, remark: str
) -> None:
    check = customer.post(form_of(strom), {"stand-1-8-0": value}, follow=True)
    assert offered in visible_text(check) and "(freiwillig)" in visible_text(check)
    assert "Zähler ist über die höchste Zahl gelaufen" not in visible_text(check)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(check), "remark": remark})
    assert SubmittedReading.objects.get().remark == remark
    assert Case.objects.get().state == "needs_clarification"
    assert OutboundMessage.objects.get().payload["in_review"] is True
    assert "in Prüfung" in visible_text(customer.get(f"{form_of(strom)}verlauf/"))


def test_an_unknown_reason_is_left_out(customer: PageClient, strom: Meter) -> None:
    check = customer.post(form_of(strom), {"stand-1-8-0": "18500"}, follow=True)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(check), "remark": "METER_EXCHANGED"})
    assert SubmittedReading.objects.get().remark == ""


def add_reading(meter: Meter, value: str, on: date, source: str = "LIEFERANT", *, billed: bool = False) -> None:
    register = meter.registers.get()
    MeterReading.objects.create(
        business_partner_id=meter.business_partner_id, external_id=f"test-{on}-{source}", source_version=1,
        content_hash="x", register=register, value=Decimal(value), read_on=on, source=source, reason="ZWISCHEN",
        billed=billed,
    )  # fmt: skip


def test_r_abl_8_a_register_may_run_over(portal: PageClient) -> None:
    portal.enter(make_user("rollover"))
    meter = meter_of("rollover")
    add_reading(meter, "99990", date(2026, 11, 1))
    text = visible_text(portal.post(form_of(meter), {"stand-1-8-0": "190"}, follow=True))
    assert "Ihr Zähler ist über die höchste Zahl gelaufen" in text and f"200{NBSP}kWh in 23 Tagen" in text
    below = visible_text(portal.post(form_of(meter), {"stand-1-8-0": "90000"}, follow=True))
    assert "Zähler ist über die höchste Zahl gelaufen" in below


def test_an_estimate_is_replaced(customer: PageClient, strom: Meter) -> None:
    add_reading(strom, "17800", date(2026, 11, 10), "SCHAETZUNG")
    text = visible_text(customer.post(form_of(strom), {"stand-1-8-0": "17790"}, follow=True))
    assert "Der letzte Stand war geschätzt. Ihr Wert ersetzt die Schätzung." in text


def test_r_abl_12_r_mko_3_both_values_stay(portal: PageClient) -> None:
    portal.enter(make_user("transfer"))
    text = visible_text(portal.get(f"{form_of(meter_of('transfer'))}verlauf/"))
    assert re.search(r"gemeldet [\d.]+,\d / abgerechnet [\d.]+,\d \(Messstellenbetreiber\)", text)


def test_r_abl_5_a_register_with_one_decimal(portal: PageClient) -> None:
    portal.enter(make_user("transfer"))
    page = visible_text(portal.get(form_of(meter_of("transfer"))))
    assert "Mit den Stellen nach dem Komma." in page
    last = re.search(r"Zuletzt: ([\d.]+,\d)", page)
    assert last
    check = portal.post(form_of(meter_of("transfer")), {"stand-1-8-0": last[1]}, follow=True)
    assert f"Zählerstand {last[1]}{NBSP}kWh" in visible_text(check)


def test_r_num_11_the_sum_register_is_compared(portal: PageClient) -> None:
    home = household(lambda each: each.kind == "ht_nt" and each.supplies[0].sum_register)
    portal.enter(make_user_for(home))
    meter = meter_number(home.supplies[0].meter_number)
    values = {row.label: row.readings.order_by("-read_on").first().value for row in meter.registers.all()}
    typed = {
        "stand-1-8-0": values["TOTAL"] + 2000,
        "stand-1-8-1": values["HT"] + 1240,
        "stand-1-8-2": values["NT"] + 760,
    }
    right = visible_text(portal.post(form_of(meter), {k: f"{v:.0f}" for k, v in typed.items()}, follow=True))
    assert "Die Summe passt nicht" not in right
    typed["stand-1-8-0"] += 150
    check = portal.post(form_of(meter), {k: f"{v:.0f}" for k, v in typed.items()}, follow=True)
    assert "Die Summe passt nicht zu den beiden Zählwerken" in visible_text(check)
    portal.post(f"{form_of(meter)}pruefen/", {"submission_key": hidden_key(check)})
    assert SubmittedReading.objects.count() == 3


def make_user_for(home: Household) -> object:
    from osc.identity.models import AccountLink, PortalUser

    user = PortalUser(email=f"h{home.index}@example.net", password="-", created_at=settings.NOW)
    user.save(force_insert=True)
    for account in Contract.objects.filter(contract_account__number__in=home.account_numbers):
        AccountLink.objects.get_or_create(
            user=user, contract_account_id=account.contract_account_id,
            business_partner_id=account.business_partner_id, defaults={"linked_at": settings.NOW},
        )  # fmt: skip
    return user


def test_heat_in_megawatt_hours_is_shown_in_kwh_too(portal: PageClient) -> None:
    home = household(lambda each: each.kind == "waerme" and any(supply.unit == "MWh" for supply in each.supplies))
    portal.enter(make_user_for(home))
    meter = meter_number(next(each.meter_number for each in home.supplies if each.unit == "MWh"))
    last = meter.registers.get().readings.order_by("-read_on").first().value
    check = portal.post(form_of(meter), {"stand-1-0-0": f"{last + 4:.3f}".replace(".", ",")}, follow=True)
    assert f"Das sind 4.000{NBSP}kWh." in visible_text(check)


def test_ex_7_gas_shows_kwh_with_its_factors(customer: PageClient) -> None:
    gas = meter_of("jana", 1)
    last = gas.registers.get().readings.order_by("-read_on").first().value
    check = customer.post(form_of(gas), {"stand-3-0-0": f"{last + 1500:.0f}"}, follow=True)
    assert f"Das sind etwa 16.310{NBSP}kWh (mal Zustandszahl 0,9644, mal Brennwert 11,275)." in visible_text(check)


def test_biz_15_old_and_new_meter_name_the_day_of_the_exchange(portal: PageClient) -> None:
    portal.enter(make_user("exchange"))
    new = meter_of("exchange")
    early = portal.post(form_of(new), {"stand-1-8-0": "5", "when": "other", "read_on": "01.05.2026"})
    assert "Er ist seit dem 12.05.2026 eingebaut." in visible_text(early)
    old = Meter.objects.get(contract_id=new.contract_id, removed_on__isnull=False)
    assert portal.get(form_of(old)).status_code == 404
    Meter.objects.filter(id=old.id).update(removed_on=date(2026, 11, 12))
    late = portal.post(form_of(old), {"stand-1-8-0": "99999", "when": "other", "read_on": "13.11.2026"})
    assert "Dieser Zähler wurde am 12.11.2026 ausgebaut. Für spätere Tage gilt der neue Zähler" in visible_text(late)


def test_r_ver_3_the_history_goes_over_the_exchange(portal: PageClient) -> None:
    portal.enter(make_user("exchange"))
    new = meter_of("exchange")
    old = Meter.objects.get(contract_id=new.contract_id, removed_on__isnull=False)
    text = visible_text(portal.get(f"{form_of(new)}verlauf/"))
    assert old.number[-8:] in text
    assert "-" not in re.sub(r"[A-Za-zÄÖÜäöüß]-|-[A-Za-z]", "", text.split("Zählerstände des Zählers")[1])


def send(client: PageClient, meter: Meter, value: str) -> HttpResponse:
    check = client.post(form_of(meter), {"stand-1-8-0": value}, follow=True)
    return client.post(f"{form_of(meter)}pruefen/", {"submission_key": hidden_key(check)}, follow=True)


def test_r_abl_13_a_second_value_is_version_2_and_version_1_stays(customer: PageClient, strom: Meter) -> None:
    send(customer, strom, "17925")
    check = customer.post(form_of(strom), {"stand-1-8-0": "17952"}, follow=True)
    assert f"Zählerstand bisher 17.925{NBSP}kWh" in visible_text(check)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(check)})
    assert list(SubmittedReading.objects.order_by("version").values_list("version", "value")) == [
        (1, 17925),
        (2, 17952),
    ]
    first, second = OutboundMessage.objects.order_by("accepted_at", "payload__replaces")
    keys = {first.id: first.payload["replaces"], second.id: second.payload["replaces"]}
    assert None in keys.values() and {str(key) for key in keys} & set(filter(None, keys.values()))
    text = visible_text(customer.get(f"{form_of(strom)}verlauf/"))
    assert "von Ihnen ersetzt" in text and "17.952" in text and "17.925" in text


def test_biz_14_two_devices_see_both_values(customer: PageClient, strom: Meter) -> None:
    other = PageClient()
    other.cookies = customer.cookies.__class__(customer.cookies)
    mine = customer.post(form_of(strom), {"stand-1-8-0": "17925"}, follow=True)
    key = hidden_key(mine)
    hand_in(owner_of(customer), strom, "17930")
    conflict = customer.post(f"{form_of(strom)}pruefen/", {"submission_key": key})
    assert conflict.status_code == 409
    assert "17.925" in visible_text(conflict) and "17.930" in visible_text(conflict)
    assert SubmittedReading.objects.count() == 1
    again = customer.post(f"{form_of(strom)}pruefen/", {"ersetzen": "1"}, follow=True)
    customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(again)})
    assert list(SubmittedReading.objects.order_by("version").values_list("value", flat=True)) == [17930, 17925]


def owner_of(customer: PageClient) -> "object":
    from osc.identity.models import PortalUser

    return PortalUser.objects.get(email="jana@example.net")


def test_the_same_value_from_two_devices_is_one_reading(customer: PageClient, strom: Meter) -> None:
    check = customer.post(form_of(strom), {"stand-1-8-0": "17925"}, follow=True)
    case = hand_in(owner_of(customer), strom, "17925")
    sent = customer.post(f"{form_of(strom)}pruefen/", {"submission_key": hidden_key(check)}, follow=True)
    assert case.reference in visible_text(sent) and SubmittedReading.objects.count() == 1


def test_r_abl_15_a_reading_around_a_price_change(customer: PageClient, strom: Meter) -> None:
    assert "Zwischenstand zum" not in visible_text(customer.get(form_of(strom)))
    contract = Contract.objects.get(id=strom.contract_id)
    prices = [dict(each) for each in contract.prices]
    prices[-1]["from"] = "2026-11-26"
    Contract.objects.filter(id=contract.id).update(prices=prices)
    assert f"Zwischenstand zum 26.{NBSP}November{NBSP}2026 mitteilen" in visible_text(customer.get(form_of(strom)))
    send(customer, strom, "17925")
    assert OutboundMessage.objects.get().payload["reason"] == "PREISAENDERUNG"


def test_r_abl_3_who_cannot_read_is_not_asked_again(customer: PageClient, strom: Meter) -> None:
    path = f"{form_of(strom)}nicht-selbst-ablesen/"
    assert customer.post(path, {}).status_code == 422
    check = customer.post(path, {"reason": "HEALTH"}, follow=True)
    assert "Kosten keine" in visible_text(check)
    key = hidden_key(check)
    receipts = {customer.post(f"{path}pruefen/", {"submission_key": key}).url for _ in range(2)}
    case = Case.objects.get()
    assert len(receipts) == 1 and case.kind == "reading_objection" and case.reference.startswith("AN-")
    assert "Danke, wir lesen Ihren Zähler ab" in visible_text(customer.get(receipts.pop()))
    assert OutboundMessage.objects.get().payload["fee"] == "0.00"
    assert "Zählerstand Strom mitteilen" not in visible_text(customer.get("/"))


def test_somebody_elses_meter_is_nowhere(customer: PageClient) -> None:
    foreign = form_of(meter_of("B"))
    for path in ("", "verlauf/", "verlauf.csv", "nicht-selbst-ablesen/", "einschaetzen/"):
        assert customer.get(f"{foreign}{path}").status_code == 404


def test_r_abl_2_no_objection_and_no_reading_for_a_remote_meter(portal: PageClient) -> None:
    portal.enter(make_user("smart"))
    meter = form_of(meter_of("smart"))
    assert portal.get(f"{meter}nicht-selbst-ablesen/").status_code == 302
    assert "Ihr Wert wird nicht abgerechnet." in visible_text(portal.post(meter, {"stand-1-8-0": "5"}))


def test_english(portal: PageClient) -> None:
    portal.enter(make_user("jana", language="en"))
    meter = form_of(meter_of("jana"))
    assert "Did you mean 17,925?" in visible_text(portal.get(f"{meter}einschaetzen/", {"stand-1-8-0": "19725"}))
    assert "I can't read the meter myself" in visible_text(portal.get(meter))
