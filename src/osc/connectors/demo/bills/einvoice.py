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
TRANSFER, DIRECT_DEBIT = "58", "59"


def einvoice(bill: dict[str, Any], person: Person) -> str:
    """The XML, checked against the schema. Amounts are those of the record, none is computed anew."""
    document = Document()
    document.context.guideline_parameter.id = "urn:cen.eu:en16931:2017"
    document.header.id, document.header.type_code = bill["number"], "380"
    document.header.issue_date_time = date.fromisoformat(bill["issued_on"])
    note = IncludedNote()
    note.content = f"Vertragskonto {bill['contract_account'].removeprefix('VK-')}"
    document.header.notes.add(note)
    _parties(document, person)
    document.trade.delivery.event.occurrence = date.fromisoformat(bill["period_to"])
    for number, line in enumerate(bill["lines"], 1):
        document.trade.items.add(_line(number, line))
    _settle(document, bill)
    xml: bytes = document.serialize(schema="FACTUR-X_EN16931")
    return xml.decode()


def _parties(document: Document, person: Person) -> None:
    name, street, postal_code, city, vat_id = SELLER
    seller, buyer = document.trade.agreement.seller, document.trade.agreement.buyer
    _address(seller, name, street, postal_code, city)
    seller.tax_registrations.add(TaxRegistration(id=("VA", vat_id)))
    buyer_name = person.company or f"{person.first_name} {person.last_name}"
    _address(buyer, buyer_name, f"{person.street} {person.house_number}", "03220", "Lindenau")


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
    item.settlement.trade_tax.type_code, item.settlement.trade_tax.category_code = "VAT", "S"
    item.settlement.trade_tax.rate_applicable_percent = _percent(line["vat_percent"])
    item.settlement.monetary_summation.total_amount = Decimal(line["net"])
    return item


def _settle(document: Document, bill: dict[str, Any]) -> None:
    settlement, detail = document.trade.settlement, bill["detail"]
    settlement.currency_code = "EUR"
    means = PaymentMeans(type_code=TRANSFER)
    means.payee_account.iban = SELLER_IBAN
    settlement.payment_means.add(means)
    settlement.period.start = date.fromisoformat(bill["period_from"])
    settlement.period.end = date.fromordinal(date.fromisoformat(bill["period_to"]).toordinal() - 1)
    for group in detail["tax_groups"]:
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount = Decimal(group["vat"]), Decimal(group["net"])
        tax.type_code, tax.category_code = "VAT", "S"
        tax.rate_applicable_percent = _percent(group["vat_percent"])
        settlement.trade_tax.add(tax)
    terms = PaymentTerms()
    terms.description = "Guthaben zahlen wir aus." if _due(bill) < 0 else "Zahlbar bis zum Fälligkeitstag."
    terms.due = date.fromisoformat(bill["due_on"])
    settlement.terms.add(terms)
    totals = settlement.monetary_summation
    totals.line_total = totals.tax_basis_total = Decimal(bill["net"])
    totals.charge_total = totals.allowance_total = Decimal("0.00")
    totals.tax_total, totals.grand_total = (Decimal(bill["vat"]), "EUR"), Decimal(bill["gross"])
    totals.prepaid_total, totals.due_amount = Decimal(bill["prepaid"]), _due(bill)


def _due(bill: dict[str, Any]) -> Decimal:
    return Decimal(bill["gross"]) - Decimal(bill["prepaid"])


def _percent(text: str) -> Decimal:
    return round_half_up(Decimal(text), 2)
