"""The bill as an e-invoice in CII syntax after EN 16931, made from its record."""

from datetime import date
from decimal import Decimal
from typing import Any

from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration, TradeParty
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.tradelines import LineItem

from osc.connectors.demo.world.people import Person
from osc.foundation.money import round_half_up

# UN/ECE Recommendation 20
UNITS = {"kWh": "KWH", "m3": "MTQ", "Tage": "DAY"}
SELLER = ("Stadtwerke Lindenau GmbH", "Am Wasserturm 1", "03220", "Lindenau", "DE123456789")
SELLER_IBAN = "DE02120300000000202051"
# UNTDID 4461: a transfer to the named account, and one to the account that both sides know
TRANSFER, AS_AGREED = "58", "57"
# UNTDID 1001; a Gutschrift is an invoice that the buyer makes (R-ER-7)
INVOICE, SELF_BILLED = "380", "389"
# UNTDID 5305
STANDARD, EXEMPT = "S", "E"
SMALL_OPERATOR = "Steuerfreie Lieferung eines Kleinunternehmers (§ 19 UStG)"


def einvoice(bill: dict[str, Any], person: Person) -> str:
    """The XML, checked against the schema. Amounts are those of the record, none is computed anew; those of a
    Gutschrift are said from the side of the customer, who is the seller there."""
    self_billed = bill["detail"]["kind"] == "credit_note"
    if self_billed:
        bill = _turned(bill)
    document = Document()
    document.context.guideline_parameter.id = "urn:cen.eu:en16931:2017"
    document.header.id, document.header.type_code = bill["number"], SELF_BILLED if self_billed else INVOICE
    document.header.issue_date_time = date.fromisoformat(bill["issued_on"])
    note = IncludedNote()
    note.content = f"Vertragskonto {bill['contract_account'].removeprefix('VK-')}"
    document.header.notes.add(note)
    _parties(document, person, self_billed=self_billed)
    document.trade.delivery.event.occurrence = date.fromisoformat(bill["period_to"])
    for number, line in enumerate(bill["lines"], 1):
        document.trade.items.add(_line(number, line))
    _settle(document, bill)
    xml: bytes = document.serialize(schema="FACTUR-X_EN16931")
    return xml.decode()


def _turned(bill: dict[str, Any]) -> dict[str, Any]:
    """The same with what is below zero above it."""
    detail = bill["detail"]
    groups = [_without_minus(group, "net", "vat") for group in detail["tax_groups"]]
    return _without_minus(bill, "net", "vat", "gross") | {
        "lines": [_without_minus(line, "net", "unit_price") for line in bill["lines"]],
        "detail": {**detail, "tax_groups": groups},
    }


def _without_minus(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: row[name].removeprefix("-") for name in names}


def _parties(document: Document, person: Person, *, self_billed: bool) -> None:
    name, street, postal_code, city, vat_id = SELLER
    utility, customer = document.trade.agreement.seller, document.trade.agreement.buyer
    if self_billed:
        utility, customer = customer, utility
        customer.id = person.id
        customer.tax_registrations.add(TaxRegistration(id=("FC", person.tax_number)))
    _address(utility, name, street, postal_code, city)
    utility.tax_registrations.add(TaxRegistration(id=("VA", vat_id)))
    _address(customer, person.name, f"{person.street} {person.house_number}", "03220", "Lindenau")


def _address(party: TradeParty, name: str, street: str, postal_code: str, city: str) -> None:
    party.name = name
    party.address.line_one, party.address.postcode, party.address.city_name = street, postal_code, city
    party.address.country_id = "DE"


def _line(number: int, line: dict[str, Any]) -> LineItem:
    """Base prices are per year: as an e-invoice line they are one unit at their net amount."""
    item = LineItem()
    item.document.line_id, item.product.name = str(number), line["text"]
    energy = line["kind"] == "energy"
    quantity, unit = (Decimal(line["quantity"]), UNITS[line["unit"]]) if energy else (Decimal(1), "C62")
    item.agreement.net.amount = Decimal(line["unit_price"]) if energy else Decimal(line["net"])
    item.agreement.net.basis_quantity = (Decimal(1), unit)
    item.delivery.billed_quantity = (quantity, unit)
    item.settlement.trade_tax.type_code, item.settlement.trade_tax.category_code = "VAT", _category(line)
    item.settlement.trade_tax.rate_applicable_percent = _percent(line["vat_percent"])
    item.settlement.monetary_summation.total_amount = Decimal(line["net"])
    return item


def _settle(document: Document, bill: dict[str, Any]) -> None:
    settlement, detail = document.trade.settlement, bill["detail"]
    settlement.currency_code = "EUR"
    if detail["kind"] == "credit_note":
        settlement.payment_means.add(PaymentMeans(type_code=AS_AGREED))
    else:
        means = PaymentMeans(type_code=TRANSFER)
        means.payee_account.iban = SELLER_IBAN
        settlement.payment_means.add(means)
    settlement.period.start = date.fromisoformat(bill["period_from"])
    settlement.period.end = date.fromordinal(date.fromisoformat(bill["period_to"]).toordinal() - 1)
    for group in detail["tax_groups"]:
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount = Decimal(group["vat"]), Decimal(group["net"])
        category = _category(group)
        tax.type_code, tax.category_code = "VAT", category
        if category == EXEMPT:
            tax.exemption_reason = SMALL_OPERATOR
        tax.rate_applicable_percent = _percent(group["vat_percent"])
        settlement.trade_tax.add(tax)
    terms = PaymentTerms()
    pays = _due(bill) < 0 or detail["kind"] == "credit_note"
    terms.description = "Guthaben zahlen wir aus." if pays else "Zahlbar bis zum Fälligkeitstag."
    terms.due = date.fromisoformat(bill["due_on"])
    settlement.terms.add(terms)
    totals = settlement.monetary_summation
    totals.line_total = totals.tax_basis_total = Decimal(bill["net"])
    totals.charge_total = totals.allowance_total = Decimal("0.00")
    totals.tax_total, totals.grand_total = (Decimal(bill["vat"]), "EUR"), Decimal(bill["gross"])
    totals.prepaid_total, totals.due_amount = Decimal(bill["prepaid"]), _due(bill)


def _due(bill: dict[str, Any]) -> Decimal:
    return Decimal(bill["gross"]) - Decimal(bill["prepaid"])


def _category(taxed: dict[str, Any]) -> str:
    return STANDARD if Decimal(taxed["vat_percent"]) else EXEMPT


def _percent(text: str) -> Decimal:
    return round_half_up(Decimal(text), 2)
