"""XRechnung in both syntaxes: the same amounts to the cent, and nothing dangerous gets in."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from osc.billing.einvoices.importing import import_einvoice
from osc.billing.einvoices.reading import LARGEST_BYTES, EInvoiceRefused, read_einvoice
from osc.billing.invoices.checking import check_all
from osc.billing.models import BillCheck, BillFile, Invoice
from osc.connectors.demo.bills.einvoice import einvoice
from osc.connectors.demo.world.bill_records import bill_records
from osc.connectors.demo.world.cast import jana
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user

# beside the repository, wherever its work tree stands
SAMPLES = [folder / "shared" / "data" / "xrechnung" for folder in Path(__file__).parents]
ACCOUNT = "IR10284425"


def sample(name: str) -> bytes:
    for folder in SAMPLES:
        if (folder / name).exists():
            return (folder / name).read_bytes()
    pytest.skip("../shared/data/xrechnung is missing")  # tests only: it lies beside the repository


@pytest.mark.parametrize(
    ("name", "lines", "gross", "payable"),
    [("02.06a", 2, "13.03", "13.03"), ("03.04a", 9, "41836.62", "1997.62")],
)
def test_both_syntaxes_of_the_official_invoices_say_the_same_to_the_cent(
    name: str, lines: int, gross: str, payable: str
) -> None:
    ubl, cii = read_einvoice(sample(f"{name}-INVOICE_ubl.xml")), read_einvoice(sample(f"{name}-INVOICE_uncefact.xml"))
    assert ubl == cii
    assert len(ubl.lines) == lines and ubl.gross == Decimal(gross) and ubl.payable == Decimal(payable)
    assert ubl.disagreements() == ()


@pytest.mark.django_db
@pytest.mark.parametrize("syntax", ["ubl", "uncefact"])
def test_a_file_becomes_a_bill_with_its_file_and_our_recomputation(portal: PageClient, syntax: str) -> None:
    """R-ER-5: the XML is kept and offered; R-GEN-9: recomputed like every bill."""
    content = sample(f"03.04a-INVOICE_{syntax}.xml")
    for _ in range(2):
        bill = import_einvoice(content, account_number=ACCOUNT, now=settings.NOW)
    assert Invoice.objects.filter(number="123456789").count() == 1
    assert (bill.net, bill.vat, bill.gross, bill.prepaid) == tuple(
        map(Decimal, ("35156.82", "6679.80", "41836.62", "39839"))
    )
    assert (bill.period_from, bill.period_to, bill.due_on) == (date(2016, 1, 1), date(2017, 1, 1), date(2019, 3, 14))
    check_all(now=settings.NOW)
    assert BillCheck.objects.get(invoice=bill).findings == []
    portal.enter(make_user("jana"))
    text = visible_text(portal.get(f"/verwaltung/zahlungen/{bill.id}/"))
    assert "1.997,62" in text and "Konzessionsabgabe" in text and "XML, Rechnung als Daten" in text
    download = portal.get(f"/verwaltung/zahlungen/{bill.id}/pdf/", follow=True)
    assert download.content == content and download.headers["Content-Type"] == "application/xml"
    assert BillFile.objects.count() == 1


@pytest.mark.django_db
def test_wrong_sums_and_unknown_accounts_are_refused() -> None:
    content = sample("03.04a-INVOICE_ubl.xml")
    with pytest.raises(EInvoiceRefused, match="PAYABLE"):
        import_einvoice(content.replace(b"1997.62", b"1997.63"), account_number=ACCOUNT, now=settings.NOW)
    with pytest.raises(EInvoiceRefused, match="no open contract account"):
        import_einvoice(content, account_number="IR99999999", now=settings.NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("syntax", ["ubl", "uncefact"])
def test_r_er_7_a_self_billed_file_pays_the_customer(syntax: str) -> None:
    content = sample(f"02.06a-INVOICE_{syntax}.xml").replace(b"TypeCode>380<", b"TypeCode>389<")
    note = import_einvoice(content, account_number=ACCOUNT, now=settings.NOW)
    assert note.is_credit_note and (note.gross, note.file.document.file_name) == (
        Decimal("-13.03"), "Gutschrift 1234567.xml",
    )  # fmt: skip
    assert [Decimal(line["net"]) for line in note.lines] == [-line.net for line in read_einvoice(content).lines]


@pytest.mark.parametrize("syntax", ["ubl", "uncefact"])
def test_a_document_whose_signs_mean_something_else_is_refused(syntax: str) -> None:
    """A correction (381) names as positive what is given back: read as a bill it would ask for the money."""
    content = sample(f"02.06a-INVOICE_{syntax}.xml").replace(b"TypeCode>380<", b"TypeCode>381<")
    with pytest.raises(EInvoiceRefused, match="type 381 is no invoice"):
        read_einvoice(content)


def test_our_own_e_invoices_are_read_back_to_the_cent() -> None:
    household = jana(date(2026, 11, 24))
    for record in bill_records(household, date(2026, 11, 24)):
        if record["kind"] == "invoice":
            read, data = read_einvoice(einvoice(record["data"], household.person).encode()), record["data"]
            assert (str(read.net), str(read.vat), str(read.gross)) == (data["net"], data["vat"], data["gross"])
            assert str(read.prepaid) == data["prepaid"] and read.disagreements() == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:/etc/passwd">]><a>&x;</a>', "entities"),
        (b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>', "entities"),
        (b"<a/>", "neither UBL nor CII"),
        (b"no xml", "no XML"),
        (b"", "no XML"),
        (b"x" * (LARGEST_BYTES + 1), "larger"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "can't be understood"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"), "entities"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(EInvoiceRefused, match=why):
        read_einvoice(content)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with pytest.raises(EInvoiceRefused):
        read_einvoice(content)
