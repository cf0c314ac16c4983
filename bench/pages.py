"""What is measured: each page of the portal beside the floor's page that does comparable work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.load import Request
from bench.portal import Visitor

Ask = Callable[[], Request]


@dataclass(frozen=True)
class Page:
    """A page by name. `floor` is the page of the floor; `ours` makes the request of a visitor."""

    name: str
    floor: str
    ours: Callable[[Visitor], Ask]
    # what only visitors with a smart meter have
    smart: bool = False


def at(pattern: str, start: str, rest: str = "") -> Callable[[Visitor], Ask]:
    """The page whose address is found on the page `start`."""
    return lambda visitor: visitor.get(visitor.find(pattern, start) + rest)


def path(address: str) -> Callable[[Visitor], Ask]:
    """A page with the same address for everybody."""
    return lambda visitor: visitor.get(address)


ID = r"[0-9a-f-]{36}"
CONTRACT = rf"/verwaltung/vertraege/{ID}/"
PAGES = (
    Page("overview", "/", path("/")),
    Page("contracts", "/", path("/verwaltung/")),
    Page("contract", "/", at(CONTRACT, "/verwaltung/")),
    Page("tariffs", "/", at(CONTRACT, "/verwaltung/", "tarife/")),
    Page("tariff", "/", at(CONTRACT, "/verwaltung/", "tarife/strom-12/")),
    Page("instalment", "/", at(rf"/abschlag/{ID}/", "/abschlag/")),
    Page("preview", "/", at(rf"/abschlag/{ID}/", "/abschlag/", "vorschau/?amount=99")),
    Page("schedule", "/", at(rf"/abschlag/{ID}/", "/abschlag/", "plan/")),
    Page("bank", "/", path("/verwaltung/bank/")),
    Page("post", "/", path("/verwaltung/post/")),
    Page("person", "/", path("/verwaltung/daten/")),
    Page("security", "/", path("/verwaltung/sicherheit/")),
    Page("menu", "/", path("/menue/")),
    Page("sign_in_page", "/", lambda visitor: visitor.stranger("/anmelden/")),
    Page("terminate_page", "/", lambda visitor: visitor.stranger("/kuendigen/")),
    Page("meter", "/", at(rf"/zaehlerstand/{ID}/", "/zaehlerstand/")),
    Page("readings", "/readings", at(rf"/zaehlerstand/{ID}/", "/zaehlerstand/", "verlauf/")),
    Page("bills", "/readings", path("/verwaltung/zahlungen/")),
    Page("bill", "/readings", at(rf"/verwaltung/zahlungen/{ID}/", "/verwaltung/zahlungen/")),
    Page("inbox", "/readings", path("/postfach/")),
    Page("cases", "/readings", path("/verwaltung/vorgaenge/")),
    Page("year", "/year", at(r"/verbrauch/\w+/(?:\?vertrag=[0-9a-f-]+)?", "/verbrauch/")),
    Page("month", "/month", path("/verbrauch/strom/?ansicht=tage"), smart=True),
    Page("day", "/day", path("/verbrauch/strom/?ansicht=stunden"), smart=True),
    Page("bill_pdf", "/", lambda visitor: visitor.get(visitor.bill_pdf())),
)
# kinds of household with one contract account, or few
FEW = {"A", "strom", "jana", "transfer", "strom_gas"}


def visitors_of(card: dict[str, Any], port: int) -> tuple[list[Visitor], Visitor, list[Visitor]]:
    """Eight customers with few contract accounts, the landlord with sixty, and those with a smart meter."""
    few = [Visitor(port, each) for each in card["registered"] if each["kind"] in FEW]
    landlord = Visitor(port, next(each for each in card["registered"] if each["kind"] == "L"))
    return few[:8], landlord, [each for each in few if each.is_smart]
