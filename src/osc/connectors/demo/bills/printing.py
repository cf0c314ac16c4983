"""The PDF of a bill, set when somebody asks for it."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from osc.connectors.demo.bills.archive import mark_as_einvoice
from osc.connectors.demo.bills.einvoice import SELLER, SELLER_IBAN, SMALL_OPERATOR, einvoice
from osc.connectors.demo.world.bill_lines import NAMES
from osc.connectors.demo.world.people import Person
from osc.documents.typesetter import typeset
from osc.foundation.german_output import format_cents, format_date, format_money, format_number, format_quantity
from osc.foundation.money import Money

TEMPLATE = Path(__file__).parent / "bill.typ"
TITLES = {
    "periodic": "Ihre Jahresrechnung", "interim": "Ihre Zwischenrechnung", "final": "Ihre Schlussrechnung",
    "credit_note": "Gutschrift",
}  # fmt: skip
SOURCES = {"LIEFERANT": "abgelesen", "MSB": "Messstellenbetreiber", "SCHAETZUNG": "geschätzt", "KUNDE": "von Ihnen"}

COMPONENTS = {
    "ELECTRICITY_TAX": "Stromsteuer", "ENERGY_TAX": "Energiesteuer", "CONCESSION": "Konzessionsabgabe",
    "KWKG": "KWKG-Umlage", "OFFSHORE": "Offshore-Netzumlage", "STROMNEV_19": "Aufschlag nach § 19 StromNEV",
    "GRID": "Netzentgelte", "METERING": "Messung und Messstellenbetrieb",
}  # fmt: skip


def print_bill(bill: dict[str, Any], person: Person) -> bytes:
    """PDF/A-3a and PDF/UA-1 with the e-invoice inside; the same record gives the same bytes."""
    issued_on = date.fromisoformat(bill["issued_on"])
    pdf = typeset(
        TEMPLATE, _words(bill, person), now=datetime.combine(issued_on, time(6), UTC),
        attached_xml=einvoice(bill, person),
    )  # fmt: skip
    return mark_as_einvoice(pdf)


def _words(bill: dict[str, Any], person: Person) -> dict[str, Any]:
    detail, result = bill["detail"], Decimal(bill["gross"]) - Decimal(bill["prepaid"])
    name, street, postal_code, city, vat_id = SELLER
    # what the customer delivers is paid: the word Gutschrift is a duty, minus signs would only puzzle (R-ER-7)
    credit_note = detail["kind"] == "credit_note"
    sign, paid_out = (-1, "Gutschrift") if credit_note else (1, "Guthaben")
    words = ("Nummer der Gutschrift", "Datum") if credit_note else ("Rechnungsnummer", "Rechnungsdatum")
    return {
        "title": f"{TITLES[detail['kind']]} {bill['number']}",
        "recipient": [
            person.name, f"{person.street} {person.house_number}", "03220 Lindenau",
        ],
        "sender": {"name": name, "street": street, "city": f"{postal_code} {city}", "vat_id": vat_id},
        "facts": [
            ["Vertragskonto", bill["contract_account"].removeprefix("VK-")],
            [words[0], bill["number"]],
            [words[1], _day(bill["issued_on"])],
            ["Zeitraum", f"{_day(bill['period_from'])} – {_last_day(bill['period_to'])}"],
            *([["Ihre Steuernummer", person.tax_number]] if credit_note else []),
        ],
        "credit_note": credit_note,
        "result": {
            "label": ("Ihre " if credit_note else "Ihr ") + paid_out if result < 0 else "Sie zahlen",
            "amount": _eur(abs(result)),
        },
        "payment": _payment(bill, detail["settlement"], result),
        "lines": [_line(line, sign) for line in bill["lines"]],
        "sums": [
            ["Summe netto", _eur(sign * Decimal(bill["net"]))],
            *([f"Umsatzsteuer {_percent(group['vat_percent'])} auf {_eur(group['net'])}", _eur(group["vat"])]
              for group in detail["tax_groups"] if Decimal(group["vat_percent"])),
            *([[SMALL_OPERATOR, _eur("0")]] if credit_note else [["Rechnungsbetrag", _eur(bill["gross"])]]),
            *(_prepayment(paid) for paid in detail["prepayments"]),
            [paid_out if result < 0 else "Zu zahlen", _eur(abs(result))],
        ],
        "counted": "Eingespeist" if credit_note else "Verbrauch",
        "readings": [_reading(reading) for reading in detail["readings"]],
        "gas": [_gas(reading) for reading in detail["readings"] if "state_number" in reading],
        "contained": [[COMPONENTS[each["code"]], _eur(each["net"])] for each in detail.get("components", [])],
        "carbon": [_carbon(each) for each in detail.get("carbon", [])],
        "estimates": [
            f"Zähler {reading['meter']}: Der Stand am Ende ist geschätzt, weil uns keine Ablesung vorlag. "
            "Grundlage ist Ihr Verbrauch im vorigen Zeitraum. Auf Wunsch erläutern wir die Schätzung kostenlos."
            for reading in detail["readings"] if "estimate" in reading
        ],
        "comparisons": [_comparison(each) for each in detail["comparisons"]],
        "next": [
            f"{NAMES[each['commodity']]}: {_eur(each['amount'])} im Monat ab {_day(each['first_due_on'])}"
            for each in detail["next_instalments"]
        ],
    }  # fmt: skip


def _payment(bill: dict[str, Any], settlement: dict[str, Any], result: Decimal) -> str:
    due = _day(bill["due_on"])
    if result < 0:
        return f"Wir überweisen den Betrag bis zum {due}."
    if settlement["way"] == "direct_debit":
        return f"Wir buchen den Betrag am {due} von Ihrem Konto mit der Endung {settlement['iban_tail']} ab."
    return f"Bitte überweisen Sie bis zum {due} auf {SELLER_IBAN}, Verwendungszweck {bill['number']}."


def _line(line: dict[str, Any], sign: int) -> list[str]:
    price = sign * Decimal(line["unit_price"])
    if line["kind"] == "base":
        shown = f"{format_money(Money(price), 'de')} je Jahr"
    else:
        shown = f"{format_cents(price, 'de')} ct/{line['unit'].replace('m3', 'm³')}"
    return [
        line["text"],
        format_quantity(Decimal(line["quantity"]), line["unit"], "de"),
        shown,
        _eur(sign * Decimal(line["net"])),
    ]


def _prepayment(paid: dict[str, Any]) -> list[str]:
    taxed = f"(netto {_eur(paid['net'])}, Umsatzsteuer {_eur(paid['vat'])})"
    text = f"{paid['count']} Abschläge {NAMES[paid['commodity']]} zu {_eur(paid['amount'])} {taxed}"
    return [text, _eur(-Decimal(paid["net"]) - Decimal(paid["vat"]))]


def _reading(reading: dict[str, Any]) -> list[str]:
    unit = reading["unit"]
    return [
        reading["meter"] + ("" if reading["label"] in ("TOTAL", "FEED_IN") else f" {reading['label']}"),
        *(f"{format_number(Decimal(reading[end]), 'de')} am {_day(reading[end + '_on'])}, "
          f"{SOURCES[reading[end + '_source']]}" for end in ("start", "end")),
        format_quantity(Decimal(reading["used"]), unit, "de"),
    ]  # fmt: skip


def _gas(reading: dict[str, Any]) -> str:
    return (
        f"{format_quantity(Decimal(reading['used']), 'm3', 'de')} × Zustandszahl "
        f"{format_number(Decimal(reading['state_number']), 'de')} × Brennwert "
        f"{format_number(Decimal(reading['calorific_value']), 'de')} = "
        f"{format_quantity(Decimal(reading['energy']), 'kWh', 'de')}"
    )


def _carbon(each: dict[str, Any]) -> str:
    energy = format_quantity(Decimal(each["energy_kwh"]), "kWh", "de")
    factor, kilograms = (format_number(Decimal(each[name]), "de") for name in ("factor", "kilograms"))
    return (
        f"{NAMES[each['commodity']]} {_day(each['period_from'])} – {_last_day(each['period_to'])}: {energy} × {factor} "
        f"kg CO₂/kWh = {kilograms} kg CO₂; zu {_eur(each['eur_per_ton'])} je Tonne {_eur(each['net'])} netto, "
        f"{_eur(each['gross'])} mit Umsatzsteuer"
    )


def _comparison(each: dict[str, Any]) -> dict[str, Any]:
    values = [("Dieser Zeitraum", each["used"]), ("Zeitraum davor", each["previous"]),
              (f"Durchschnitt ({each['group_source']})", each["group_average"])]  # fmt: skip
    known = [(label, Decimal(value)) for label, value in values if value is not None]
    top = max(value for _label, value in known) or Decimal(1)
    return {
        "name": NAMES[each["commodity"]],
        "bars": [
            {"label": label, "value": format_quantity(value, each["unit"], "de"), "percent": int(value * 100 / top)}
            for label, value in known
        ],
        "none": "" if each["previous"] is not None else "Für den Zeitraum davor gibt es keinen eigenen Vergleichswert.",
    }


def _eur(value: str | Decimal) -> str:
    return format_money(Money(Decimal(value)), "de")


def _percent(value: str) -> str:
    return f"{format_number(Decimal(value), 'de')} %"


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), "de")


def _last_day(text: str) -> str:
    return format_date(date.fromordinal(date.fromisoformat(text).toordinal() - 1), "de")
