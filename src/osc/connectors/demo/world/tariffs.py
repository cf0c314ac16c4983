"""The products of the pretend utility, with their prices, terms and texts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from osc.connectors.demo.world.prices import price_of

TERMS_VERSION = "2026-07"
TERMS = """1. Vertragspartner. Ihr Vertragspartner ist die Stadtwerke Lindenau GmbH, Am Wasserturm 1, 03220 Lindenau.

2. Lieferung. Wir liefern Energie an die genannte Verbrauchsstelle. Messstellenbetrieb und Netznutzung sind enthalten.

3. Preise. Es gelten die Preise aus der Zusammenfassung. Sie enthalten Steuern, Abgaben, Umlagen und Netzentgelte.

4. Preisänderung. Wir teilen Ihnen jede Änderung mindestens einen Monat vorher in Textform mit, mit Anlass,
Voraussetzungen und Umfang. Sie können dann ohne Frist zum Tag der Änderung kündigen.

5. Laufzeit und Kündigung. Nach der Mindestlaufzeit läuft der Vertrag auf unbestimmte Zeit. Sie können ihn dann
jederzeit mit der genannten Frist in Textform kündigen.

6. Abrechnung und Zahlung. Wir rechnen einmal im Jahr ab, auf Wunsch monatlich, viertel- oder halbjährlich. Sie zahlen
mit SEPA-Lastschrift oder Überweisung.

7. Haftung. Bei einer Unterbrechung oder Unregelmäßigkeit der Versorgung richten sich Ansprüche an den Netzbetreiber.

8. Wechsel. Ein Lieferantenwechsel ist unentgeltlich und zügig möglich.

9. Beschwerden und Schlichtung. Beschwerden richten Sie an uns. Danach hilft die Schlichtungsstelle Energie e. V.,
Friedrichstraße 133, 10117 Berlin."""
RISKS = (
    "Ihr Preis ändert sich jede Viertelstunde mit der Strombörse. Verbrauchen Sie viel, wenn Strom teuer ist, zahlen "
    "Sie deutlich mehr als bei einem festen Preis. Der Preis hat keine Obergrenze. Verbrauchen Sie dann, wenn Strom "
    "billig ist, sparen Sie."
)
BASIS = (
    "Börsenpreis jeder Viertelstunde (EPEX Spot, Day-Ahead) plus 16,40 ct/kWh netto. Für die Schätzung nehmen wir den "
    "Durchschnitt der letzten 12 Monate."
)


def tariff_records(today: date) -> Iterator[dict[str, Any]]:
    """Every product that is offered today."""
    for commodity in ("STROM", "GAS"):
        name = commodity.capitalize()
        yield _tariff(
            f"{name.lower()}-basis", f"Lindenau {name} Basis", commodity, _listed(commodity, today, 0),
            supply_form="GRUNDVERSORGUNG", notice={"weeks": 2},
            points=["Grundversorgung ohne Mindestlaufzeit", "Jederzeit mit 2 Wochen Frist kündbar"],
        )  # fmt: skip
        yield _tariff(
            f"{name.lower()}-12", f"Lindenau {name} 12", commodity, _fixed(commodity, today, "-1.10"),
            price_kind="FIXED", term_months=12, price_guarantee_months=12, notice={"months": 1},
            points=["12 Monate fester Preis", "Günstiger als die Grundversorgung"],
        )  # fmt: skip
    yield _tariff(
        "strom-natur", "Lindenau Strom Natur", "STROM", _listed("STROM", today, Decimal("0.45")), notice={"months": 1},
        points=["100 % Strom aus Wind und Sonne der Region", "Ohne Mindestlaufzeit"],
    )  # fmt: skip
    yield _tariff(
        "strom-dynamik", "Lindenau Strom Dynamik", "STROM", _fixed("STROM", today, "-2.60"), price_kind="DYNAMIC",
        needs_remote_meter=True, notice={"months": 1}, risks=RISKS, price_basis=BASIS,
        points=["Preis der Strombörse, jede Viertelstunde neu", "Nur mit intelligentem Messsystem"],
    )  # fmt: skip
    yield _tariff("wasser", "Lindenau Wasser", "WASSER", _listed("WASSER", today, 0),
                  notice={"months": 1, "to": "MONTH_END"})  # fmt: skip
    yield _tariff("waerme-komfort", "Lindenau Wärme Komfort", "FERNWAERME", _listed("FERNWAERME", today, 0),
                  notice={"months": 9, "to": "TERM_END"})  # fmt: skip


def _tariff(code: str, name: str, commodity: str, prices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    data = {
        "name": name, "commodity": commodity, "prices": prices, "offered_from": "2026-01-01",
        "terms": {"title": "Allgemeine Vertragsbedingungen", "version": TERMS_VERSION, "body": TERMS}, **more,
    }  # fmt: skip
    return {"kind": "tariff", "id": code, "version": 1, "data": data}


def _listed(commodity: str, today: date, dearer_ct: Decimal | int) -> list[dict[str, Any]]:
    """The price list of this year and next, moved by some ct per unit."""
    prices = []
    for year in (today.year, today.year + 1):
        price = price_of(commodity, year)
        prices.append({
            "from": f"{year}-01-01", "to": f"{year + 1}-01-01" if year == today.year else None,
            "unit_price_ct": str(price.unit_ct + dearer_ct), "base_price_eur": str(price.base_eur),
        })  # fmt: skip
    return prices


def _fixed(commodity: str, today: date, dearer_ct: str) -> list[dict[str, Any]]:
    price = price_of(commodity, today.year + 1)
    return [{
        "from": f"{today.year}-01-01", "unit_price_ct": str(price.unit_ct + Decimal(dearer_ct)),
        "base_price_eur": str(price.base_eur),
    }]  # fmt: skip
