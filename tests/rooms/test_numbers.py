"""Numbers in the rooms: which meters open an account, which register is HT, and what never stands in an address."""

import re
from datetime import date

import pytest

from osc.contracts.models import ContractAccount
from osc.metering.models import Meter
from osc.metering.queries import account_has_meter
from tests.support.client import PageClient
from tests.support.people import households, make_user
from tests.support.reading import meter_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "opens"),
    [
        (date(2026, 5, 12), True),
        (date(2026, 7, 11), True),  # 60 days after the exchange: old paper still names the old meter
        (date(2026, 7, 12), False),
    ],
)
def test_r_num_3_an_old_meter_number_opens_for_sixty_days(on: date, opens: bool) -> None:
    account = ContractAccount.objects.get(number=households()["exchange"].account_numbers[0])
    old = Meter.objects.get(contract__contract_account=account, removed_on__isnull=False)
    assert old.removed_on == date(2026, 5, 12)
    assert account_has_meter(account.id, old.number, on=on) is opens
    new = Meter.objects.get(contract__contract_account=account, removed_on__isnull=True)
    assert account_has_meter(account.id, new.number, on=on)


def test_r_num_10_ht_and_nt_are_master_data_whatever_the_obis_code_says(portal: PageClient) -> None:
    meter = meter_of("ht_nt")
    swapped = {"1-0:1.8.1": "NT", "1-0:1.8.2": "HT"}
    for register in meter.registers.all():
        register.label = swapped[register.obis]
        register.save()
    page = portal.enter(make_user("ht_nt")).get(f"/zaehlerstand/{meter.id}/").content.decode()
    assert re.search(r'for="stand-1-8-1">Niedertarif', page)
    assert re.search(r'for="stand-1-8-2">Hochtarif', page)


def test_r_num_15_no_address_of_a_page_names_an_account_a_meter_or_a_market_location(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    household = households()["jana"]
    secrets = {*household.account_numbers, *(supply.meter_number for supply in household.supplies)}
    for path in (
        "/",
        "/zaehlerstand/",
        "/postfach/",
        "/verwaltung/vorgaenge/",
        f"/zaehlerstand/{meter_of('jana').id}/",
    ):
        text = portal.get(path).content.decode()
        for address in re.findall(r'(?:href|action|data-judge)="([^"]+)"', text):
            assert not any(secret in address for secret in secrets), address
        assert not re.search(r"\b5[0-9]{10}\b", text), "R-NUM-7: no market location on these pages"
