"""Reading an e-invoice after EN 16931, in UBL or CII syntax, with a parser that trusts nobody.

Amounts are taken as they stand in the file; nothing is computed but the check whether they agree (R-ER-5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

LARGEST_BYTES = 10_000_000
UBL = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
UBL_ROOT = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
CII = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
CII_ROOT = f"{{{CII['rsm']}}}CrossIndustryInvoice"


# UNTDID 1001: partial, invoice, corrected, self-billed, and bills of building work; all others ask for other signs
INVOICES = {"326", "380", "384", "389", "875", "876", "877"}
SELF_BILLED = "389"


class EInvoiceRefused(Exception):
    """The file is no e-invoice that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, net EUR; `unit` is a code of UN/ECE Recommendation 20."""

    text: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net: Decimal
    vat_percent: Decimal


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """Net and VAT of one rate."""

    vat_percent: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True)
class EInvoice:
    """What both syntaxes say alike. The period is half-open; amounts are EUR, as the seller demands them.

    `self_billed`: a Gutschrift that the buyer made, the customer is the seller (R-ER-7).
    """

    number: str
    self_billed: bool
    issued_on: date
    due_on: date | None
    period_from: date | None
    period_to: date | None
    lines: tuple[Line, ...]
    tax_groups: tuple[TaxGroup, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    prepaid: Decimal
    payable: Decimal

    def disagreements(self) -> tuple[str, ...]:
        """Codes of sums that do not agree to the cent; empty when all do."""
        sums = {
            "LINES": (sum((line.net for line in self.lines), Decimal(0)), self.net),
            "TAX_NET": (sum((group.net for group in self.tax_groups), Decimal(0)), self.net),
            "TAX_VAT": (sum((group.vat for group in self.tax_groups), Decimal(0)), self.vat),
            "GROSS": (self.net + self.vat, self.gross),
            "PAYABLE": (self.gross - self.prepaid, self.payable),
        }
        return tuple(code for code, (computed, stated) in sums.items() if computed != stated)


def read_einvoice(content: bytes) -> EInvoice:
    """Reads both syntaxes. Entities, document types and network are refused. Raises EInvoiceRefused."""
    if len(content) > LARGEST_BYTES:
        raise EInvoiceRefused("larger than an invoice can be")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise EInvoiceRefused("document types and entities are not taken")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise EInvoiceRefused(f"no XML: {error}") from None
    readers = {UBL_ROOT: _read_ubl, CII_ROOT: _read_cii}
    if root.getroottree().docinfo.doctype:  # written in another encoding
        raise EInvoiceRefused("document types and entities are not taken")
    if root.tag not in readers:
        raise EInvoiceRefused(f"neither UBL nor CII: {root.tag}")
    try:
        return readers[root.tag](root)
    except (InvalidOperation, ValueError, KeyError) as error:
        raise EInvoiceRefused(f"can't be understood: {error}") from None


def _text(node: etree._Element, path: str, names: dict[str, str]) -> str:
    found = node.find(path, names)
    return (found.text or "").strip() if found is not None else ""


def _need(node: etree._Element, path: str, names: dict[str, str]) -> str:
    text = _text(node, path, names)
    if not text:
        raise KeyError(path)
    return text


def _amount(text: str) -> Decimal:
    return Decimal(text or "0")


def _is_self_billed(code: str) -> bool:
    if code not in INVOICES:
        known = ", ".join(sorted(INVOICES))
        raise EInvoiceRefused(f"a document of type {code or '(none)'} is no invoice; types {known} are")
    return code == SELF_BILLED


def _read_ubl(root: etree._Element) -> EInvoice:
    total = root.find("cac:LegalMonetaryTotal", UBL)
    if total is None:
        raise KeyError("cac:LegalMonetaryTotal")
    start, end = (_text(root, f"cac:InvoicePeriod/cbc:{name}", UBL) for name in ("StartDate", "EndDate"))
    if not start:
        start, end = _ubl_line_period(root)
    due = _text(root, "cbc:DueDate", UBL)
    return EInvoice(
        number=_need(root, "cbc:ID", UBL),
        self_billed=_is_self_billed(_text(root, "cbc:InvoiceTypeCode", UBL)),
        issued_on=date.fromisoformat(_need(root, "cbc:IssueDate", UBL)),
        due_on=date.fromisoformat(due) if due else None,
        period_from=date.fromisoformat(start) if start else None,
        period_to=date.fromisoformat(end) + timedelta(days=1) if end else None,
        lines=tuple(_ubl_lines(root)),
        tax_groups=tuple(_ubl_groups(root)),
        net=_amount(_need(total, "cbc:TaxExclusiveAmount", UBL)),
        vat=_amount(_text(root, "cac:TaxTotal/cbc:TaxAmount", UBL)),
        gross=_amount(_need(total, "cbc:TaxInclusiveAmount", UBL)),
        prepaid=_amount(_text(total, "cbc:PrepaidAmount", UBL)),
        payable=_amount(_need(total, "cbc:PayableAmount", UBL)),
    )


def _ubl_line_period(root: etree._Element) -> tuple[str, str]:
    starts = [_text(line, "cac:InvoicePeriod/cbc:StartDate", UBL) for line in root.findall("cac:InvoiceLine", UBL)]
    ends = [_text(line, "cac:InvoicePeriod/cbc:EndDate", UBL) for line in root.findall("cac:InvoiceLine", UBL)]
    return min(filter(None, starts), default=""), max(filter(None, ends), default="")


def _ubl_lines(root: etree._Element) -> Iterator[Line]:
    for line in root.findall("cac:InvoiceLine", UBL):
        quantity = line.find("cbc:InvoicedQuantity", UBL)
        if quantity is None:
            raise KeyError("cbc:InvoicedQuantity")
        yield Line(
            text=_need(line, "cac:Item/cbc:Name", UBL),
            quantity=_amount(quantity.text or ""),
            unit=quantity.get("unitCode", ""),
            unit_price=_amount(_need(line, "cac:Price/cbc:PriceAmount", UBL)),
            net=_amount(_need(line, "cbc:LineExtensionAmount", UBL)),
            vat_percent=_amount(_text(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", UBL)),
        )


def _ubl_groups(root: etree._Element) -> Iterator[TaxGroup]:
    for group in root.findall("cac:TaxTotal/cac:TaxSubtotal", UBL):
        yield TaxGroup(
            vat_percent=_amount(_text(group, "cac:TaxCategory/cbc:Percent", UBL)),
            net=_amount(_need(group, "cbc:TaxableAmount", UBL)),
            vat=_amount(_need(group, "cbc:TaxAmount", UBL)),
        )


SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"
TOTALS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
LINES = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
PERIOD = "ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod"


def _cii_day(node: etree._Element, path: str) -> date | None:
    text = _text(node, f"{path}/udt:DateTimeString", CII)
    return datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 - a foundation type: a civil day


def _read_cii(root: etree._Element) -> EInvoice:
    settlement, total = root.find(SETTLEMENT, CII), root.find(TOTALS, CII)
    issued_on = _cii_day(root, "rsm:ExchangedDocument/ram:IssueDateTime")
    if settlement is None or total is None or issued_on is None:
        raise KeyError("ram:ApplicableHeaderTradeSettlement or ram:IssueDateTime")
    start = _cii_day(settlement, "ram:BillingSpecifiedPeriod/ram:StartDateTime")
    last = _cii_day(settlement, "ram:BillingSpecifiedPeriod/ram:EndDateTime")
    if start is None:
        lines = root.findall(LINES, CII)
        starts, ends = ([day for line in lines if (day := _cii_day(line, f"{PERIOD}/ram:{name}"))]
                        for name in ("StartDateTime", "EndDateTime"))  # fmt: skip
        start, last = min(starts, default=None), max(ends, default=None)
    return EInvoice(
        number=_need(root, "rsm:ExchangedDocument/ram:ID", CII),
        self_billed=_is_self_billed(_text(root, "rsm:ExchangedDocument/ram:TypeCode", CII)),
        issued_on=issued_on,
        due_on=_cii_day(settlement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime"),
        period_from=start,
        period_to=last + timedelta(days=1) if last else None,
        lines=tuple(_cii_lines(root)),
        tax_groups=tuple(_cii_groups(settlement)),
        net=_amount(_need(total, "ram:TaxBasisTotalAmount", CII)),
        vat=_amount(_text(total, "ram:TaxTotalAmount", CII)),
        gross=_amount(_need(total, "ram:GrandTotalAmount", CII)),
        prepaid=_amount(_text(total, "ram:TotalPrepaidAmount", CII)),
        payable=_amount(_need(total, "ram:DuePayableAmount", CII)),
    )


def _cii_lines(root: etree._Element) -> Iterator[Line]:
    for line in root.findall(LINES, CII):
        quantity = line.find("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", CII)
        if quantity is None:
            raise KeyError("ram:BilledQuantity")
        settled = "ram:SpecifiedLineTradeSettlement"
        price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
        yield Line(
            text=_need(line, "ram:SpecifiedTradeProduct/ram:Name", CII),
            quantity=_amount(quantity.text or ""),
            unit=quantity.get("unitCode", ""),
            unit_price=_amount(_need(line, price, CII)),
            net=_amount(
                _need(line, f"{settled}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", CII)
            ),
            vat_percent=_amount(_text(line, f"{settled}/ram:ApplicableTradeTax/ram:RateApplicablePercent", CII)),
        )


def _cii_groups(settlement: etree._Element) -> Iterator[TaxGroup]:
    for group in settlement.findall("ram:ApplicableTradeTax", CII):
        yield TaxGroup(
            vat_percent=_amount(_text(group, "ram:RateApplicablePercent", CII)),
            net=_amount(_need(group, "ram:BasisAmount", CII)),
            vat=_amount(_need(group, "ram:CalculatedAmount", CII)),
        )
