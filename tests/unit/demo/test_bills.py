"""The demo's bills as documents: 300 by the Schematron of EN 16931, ten by the veraPDF rules, all by our recomputation."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

from osc.billing.messages import InvoiceRecord
from osc.billing.rules.bills.recompute import recompute
from osc.connectors.demo.bills.einvoice import einvoice
from osc.connectors.demo.bills.printing import print_bill
from osc.connectors.demo.world.bill_records import bill_records
from osc.connectors.demo.world.cast import all_households
from osc.connectors.demo.world.people import Person
from tests.support.einvoice_rules import Schematron
from tests.support.pdf_rules import broken_rules

TODAY = date(2026, 11, 24)
WANTED = 300
Bill = tuple[dict[str, Any], Person]


def _bills() -> Iterator[Bill]:
    for household in all_households(260, 7, TODAY):
        for record in bill_records(household, TODAY):
            if record["kind"] == "invoice":
                yield record["data"], household.person


@cache
def bills() -> tuple[Bill, ...]:
    return tuple(_bills())


def test_the_world_has_bills_of_every_kind() -> None:
    found = [bill for bill, _person in bills()]
    assert len(found) >= WANTED
    assert {bill["detail"]["kind"] for bill in found} == {"periodic", "interim", "final", "credit_note"}
    assert {bill["detail"]["settlement"]["way"] for bill in found} == {"direct_debit", "transfer", "refund"}
    assert any(len(bill["detail"]["tax_groups"]) == 2 for bill in found), "R-RE-13: two rates on one bill"
    assert any("estimate" in reading for bill in found for reading in bill["detail"]["readings"])
    assert any(
        float(reading["end"]) < float(reading["start"]) for bill in found for reading in bill["detail"]["readings"]
    )


def test_r_gen_9_our_recomputation_agrees_to_the_cent_on_every_bill() -> None:
    for bill, _person in bills():
        record = msgspec.convert(bill, InvoiceRecord, strict=False)
        assert recompute(record) == (), bill["number"]


def test_300_bills_are_valid_by_schematron() -> None:
    rules = Schematron()
    for bill, person in bills()[:WANTED]:
        assert rules.findings(einvoice(bill, person)) == [], bill["number"]


def test_r_er_7_a_gutschrift_is_a_valid_invoice_of_the_customer(tmp_path: Path) -> None:
    """§ 14(4) UStG: the word, who delivered and with which tax number; no minus sign in the data."""
    rules, notes = Schematron(), [each for each in bills() if each[0]["detail"]["kind"] == "credit_note"]
    assert len(notes) > 10
    for bill, person in notes:
        xml = einvoice(bill, person)
        assert rules.findings(xml) == [], bill["number"]
        seller, buyer = (xml[xml.index(f"<ram:{side}>") : xml.index(f"</ram:{side}>")]
                         for side in ("SellerTradeParty", "BuyerTradeParty"))  # fmt: skip
        assert "<ram:TypeCode>389</ram:TypeCode>" in xml and ">-" not in xml
        assert person.name in seller and person.tax_number in seller and "Stadtwerke Lindenau GmbH" in buyer
    path = tmp_path / "note.pdf"
    path.write_bytes(print_bill(*notes[0]))
    assert broken_rules([path]) == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title).startswith("Gutschrift ")


def test_the_schematron_goes_red_on_a_wrong_total() -> None:
    bill, person = bills()[0]
    wrong = {**bill, "gross": "9999.99"}
    assert any("BR-CO-15" in finding for finding in Schematron().findings(einvoice(wrong, person)))


def test_r_bf_6_ten_bills_keep_the_rules_of_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    step, paths = len(bills()) // 10, []
    for number, (bill, person) in enumerate(bills()[::step][:10]):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(print_bill(bill, person))
        paths.append(path)
    assert len(paths) == 10 and broken_rules(paths) == []


def test_the_pdf_rules_go_red_on_a_file_without_tags(tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    findings = broken_rules([plain])
    assert any(finding.startswith("PDFA-3A") for finding in findings)
    assert any(finding.startswith("PDFUA-1") for finding in findings)


def test_a_bill_is_the_same_every_time_and_carries_its_data() -> None:
    bill, person = bills()[0]
    pdf = print_bill(bill, person)
    assert pdf == print_bill(bill, person)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.attachments["factur-x.xml"].get_file().read_bytes().decode() == einvoice(bill, person)
        assert b"urn:factur-x:pdfa:CrossIndustryDocument" in opened.Root.Metadata.read_bytes()


@pytest.mark.parametrize("kind", ["energy", "base"])
def test_every_line_says_what_it_bills(kind: str) -> None:
    bill, _person = bills()[0]
    assert any(line["kind"] == kind for line in bill["lines"])
