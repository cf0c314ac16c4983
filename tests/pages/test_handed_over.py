"""REL13: the billing system gives a contract account to another customer; the user of the one before sees it no more."""

import json

import pytest
from django.conf import settings

from osc.billing.models import Invoice
from osc.connectors.demo.world.export import export_lines, world_lines
from osc.contracts.models import BusinessPartner, ContractAccount
from osc.correspondence.models import Letter
from osc.interchange.imports.run import import_file
from tests.support.client import PageClient
from tests.support.database import ACCOUNTS, SEED, TODAY
from tests.support.people import households, make_user

pytestmark = pytest.mark.django_db
PATHS = (
    "/", "/verwaltung/", "/zaehlerstand/", "/abschlag/", "/verbrauch/", "/postfach/", "/verwaltung/zahlungen/",
    "/verwaltung/bank/", "/verwaltung/post/", "/verwaltung/daten/",
)  # fmt: skip


def hand_over(number: str, *, to_owner_of: str) -> None:
    """A newer version of the contract account's record names another business partner; nothing else comes."""
    new = ContractAccount.objects.get(number=to_owner_of)
    owner = BusinessPartner.objects.get(id=new.business_partner_id).external_id
    lines = list(world_lines(ACCOUNTS, SEED, TODAY))
    found = next(
        row for row in map(json.loads, lines) if row["kind"] == "contract_account" and row["data"]["number"] == number
    )
    found["version"] += 1
    found["data"]["business_partner"] = owner
    header, *rest = export_lines([json.dumps(found).encode() + b"\n"], TODAY)
    partial = json.dumps(json.loads(header) | {"full": False}).encode() + b"\n"
    import_file([partial, *rest], source="test", clock=settings.CLOCK)


def test_rel13_the_user_before_loses_access_with_the_import(portal: PageClient) -> None:
    number, other = households()["A"].account_numbers[0], households()["B"].account_numbers[0]
    account = ContractAccount.objects.get(number=number)
    bill = Invoice.objects.filter(contract_account=account).first()
    client = portal.enter(make_user("A"))
    assert number[2:] in client.get("/verwaltung/").content.decode().replace("\u00a0", "").replace(" ", "")
    hand_over(number, to_owner_of=other)
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code in {200, 302}, path
        assert number[2:] not in answer.content.decode().replace("\u00a0", "").replace(" ", ""), path
    assert bill is not None and client.get(f"/verwaltung/zahlungen/{bill.id}/").status_code == 404


def test_rel13_what_was_written_before_stays_with_the_customer_before(portal: PageClient) -> None:
    number, other = households()["A"].account_numbers[0], households()["B"].account_numbers[0]
    account = ContractAccount.objects.get(number=number)
    owner = account.business_partner_id
    hand_over(number, to_owner_of=other)
    for model in (Invoice, Letter):
        rows = model.objects.filter(contract_account_id=account.id)
        assert {row.business_partner_id for row in rows} <= {owner}, model
    user = make_user("B")
    new = ContractAccount.objects.get(id=account.id)
    assert new.business_partner_id != owner
    user.links.create(
        contract_account_id=new.id, business_partner_id=new.business_partner_id, account_number=number,
        linked_at=settings.NOW,
    )  # fmt: skip
    client = portal.enter(user)
    assert number[2:] in client.get("/verwaltung/post/").content.decode().replace("\u00a0", "").replace(" ", "")
    bills = Invoice.objects.filter(contract_account_id=account.id)
    assert bills
    html = client.get("/verwaltung/zahlungen/").content.decode() + client.get("/postfach/").content.decode()
    for bill in bills:
        assert str(bill.id) not in html
        assert client.get(f"/verwaltung/zahlungen/{bill.id}/").status_code == 404
