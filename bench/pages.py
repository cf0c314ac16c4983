"""What is measured: each page of the portal beside the floor's page that does comparable work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.portal import BILL, CONTRACT, INSTALMENT, METER, SUPPLY, Ask, Visitor

MakeAsk = Callable[[Visitor], Ask]


@dataclass(frozen=True)
class Page:
    """A page by name, the floor's page beside it, and how a visitor asks for it."""

    name: str
    floor: str
    ours: MakeAsk
    smart: bool = False  # only customers with a smart meter have it


def at(pattern: str, start: str, rest: str = "") -> MakeAsk:
    """The page whose address is found on the page `start`."""
    return lambda visitor: visitor.get(visitor.find(pattern, start) + rest)


def path(address: str) -> MakeAsk:
    """A page with the same address for everybody."""
    return lambda visitor: visitor.get(address)


PAGES = (
    Page("overview", "/", path("/")),
    Page("contracts", "/", path("/verwaltung/")),
    Page("contract", "/", at(CONTRACT, "/verwaltung/")),
    Page("tariffs", "/", at(CONTRACT, "/verwaltung/", "tarife/")),
    Page("instalment", "/", at(INSTALMENT, "/abschlag/")),
    Page("preview", "/", at(INSTALMENT, "/abschlag/", "vorschau/?amount=99")),
    Page("schedule", "/", at(INSTALMENT, "/abschlag/", "plan/")),
    Page("bank", "/", path("/verwaltung/bank/")),
    Page("post", "/", path("/verwaltung/post/")),
    Page("person", "/", path("/verwaltung/daten/")),
    Page("security", "/", path("/verwaltung/sicherheit/")),
    Page("menu", "/", path("/menue/")),
    Page("sign_in_page", "/", lambda visitor: visitor.stranger("/anmelden/")),
    Page("terminate_page", "/", lambda visitor: visitor.stranger("/kuendigen/")),
    Page("meter", "/", at(METER, "/zaehlerstand/")),
    Page("readings", "/readings", at(METER, "/zaehlerstand/", "verlauf/")),
    Page("bills", "/readings", path("/verwaltung/zahlungen/")),
    Page("bill", "/readings", at(BILL, "/verwaltung/zahlungen/")),
    Page("inbox", "/readings", path("/postfach/")),
    Page("cases", "/readings", path("/verwaltung/vorgaenge/")),
    Page("year", "/year", at(SUPPLY, "/verbrauch/")),
    Page("month", "/month", path("/verbrauch/strom/?ansicht=tage"), smart=True),
    Page("day", "/day", path("/verbrauch/strom/?ansicht=stunden"), smart=True),
    Page("bill_pdf", "/", lambda visitor: visitor.bill_pdf()),
)
# with sixty contract accounts these are lists of sixty; pages about one thing stay as they are
LISTS = (
    Page("overview", "/", path("/")),
    Page("contracts", "/", path("/verwaltung/")),
    Page("instalments", "/", path("/abschlag/")),
    Page("bank", "/", path("/verwaltung/bank/")),
    Page("post", "/", path("/verwaltung/post/")),
    Page("meters", "/", path("/zaehlerstand/")),
    Page("supplies", "/", path("/verbrauch/")),
    Page("bills", "/", path("/verwaltung/zahlungen/")),
    Page("inbox", "/", path("/postfach/")),
    Page("bill", "/readings", at(BILL, "/verwaltung/zahlungen/")),
    Page("instalment", "/", at(INSTALMENT, "/abschlag/")),
)
FEW = {"A", "strom", "jana", "transfer", "strom_gas"}


def visitors_of(card: dict[str, Any], port: int, kinds: set[str]) -> list[Visitor]:
    """Up to eight customers of these kinds of household, signed in."""
    return [Visitor(port, each) for each in card["registered"] if each["kind"] in kinds][:8]
