"""Verbrauch: what was used, compared with the year before; from years down to quarter-hours."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.foundation.period import Period
from osc.isolation.pages import fetch_page
from osc.metering.queries import (
    DAY_PIECE,
    EXCHANGES_PIECE,
    INTERVAL_PIECE,
    SOURCES_PIECE,
    SUPPLY_PIECE,
    YEARS_PIECE,
)
from osc.portal.consumption.costs import price_steps
from osc.portal.consumption.csv import consumption_file
from osc.portal.consumption.entries import Sources
from osc.portal.consumption.presenters import ConsumptionView, neighbours, present_consumption
from osc.portal.consumption.selection import DAYS, HOURS, MONTHS, PATHS, SLUGS, YEARS, Selection, read_selection
from osc.portal.guards import customers_only
from osc.portal.pages import render_page

LONG = {"years": YEARS_PIECE, "readings": SOURCES_PIECE, "exchanges": EXCHANGES_PIECE}
# the years of a day's page tell its unit
PIECES = {
    YEARS: LONG, MONTHS: LONG,
    DAYS: {"years": YEARS_PIECE, "days": DAY_PIECE}, HOURS: {"years": YEARS_PIECE, "days": INTERVAL_PIECE},
}  # fmt: skip
NEVER = Period(date(1970, 1, 1), date(1970, 1, 1))


@dataclass(frozen=True, slots=True)
class Loaded:
    """One contract's consumption and the other supplies of the customer."""

    supply: dict[str, Any]
    supplies: list[dict[str, Any]]
    sources: Sources
    view: ConsumptionView


def _supplies(request: HttpRequest) -> list[dict[str, Any]]:
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces={"supplies": SUPPLY_PIECE})
    return list(data["supplies"])


@customers_only
@require_safe
def choose_supply(request: HttpRequest) -> HttpResponse:
    """One contract for each commodity: straight to the first. More: a list."""
    supplies = _supplies(request)
    commodities = [row["commodity"] for row in supplies]
    if supplies and len(set(commodities)) == len(commodities):
        return HttpResponseRedirect(path_to("portal:consumption_of", SLUGS[commodities[0]]))
    return render_page(request, "supply_list.html", nav="consumption", supplies=supplies, slugs=SLUGS, months=MONTHS)


@customers_only
@require_safe
def show_consumption(request: HttpRequest, sparte: str) -> HttpResponse:
    """Sentence first, then chart and table; every switch is a link."""
    loaded = _load(request, sparte)
    view = loaded.view
    back, on = neighbours(view, berlin_today(request.now))
    return render_page(
        request, "consumption.html", nav="consumption", view=view, supply=loaded.supply, back=back, on=on,
        seg=_segments(loaded), several=len(loaded.supplies) > len(_segments(loaded)), sparte=sparte,
        views={"years": YEARS, "months": MONTHS, "days": DAYS, "hours": HOURS},
    )  # fmt: skip


@customers_only
@require_safe
def consumption_csv(request: HttpRequest, sparte: str) -> HttpResponse:
    """The same values as a file, `format=technisch` for programs."""
    loaded = _load(request, sparte)
    return consumption_file(loaded.view, loaded.sources, technical=request.GET.get("format") == "technisch")


def _segments(loaded: Loaded) -> list[tuple[str, str, bool]]:
    """Commodity, path part and whether it is shown; only what the customer has."""
    shown = loaded.view.selection.commodity
    commodities = dict.fromkeys(row["commodity"] for row in loaded.supplies)
    return [(each, SLUGS[each], each == shown) for each in commodities]


def _load(request: HttpRequest, sparte: str) -> Loaded:
    """The chosen contract of this commodity, else the first. Raises Http404 when there is none."""
    commodity = PATHS.get(sparte)
    supplies = _supplies(request)
    own = [row for row in supplies if row["commodity"] == commodity]
    wanted = request.GET.get("vertrag", "")
    supply = next((row for row in own if row["id"] == wanted), None if wanted else next(iter(own), None))
    if commodity is None or supply is None:
        raise Http404
    today = berlin_today(request.now)
    selection = read_selection(
        request.GET, commodity=commodity, contract_id=supply["id"], remote=supply["remote"], today=today
    )
    sources = _sources(request, supply, selection, today)
    view = present_consumption(selection, sources, price_steps(supply["prices"]), today=today)
    return Loaded(supply, supplies, sources, view)


def _sources(request: HttpRequest, supply: dict[str, Any], selection: Selection, today: date) -> Sources:
    spans = {"start": selection.period.start, "end": selection.period.end}
    before = selection.period_before or NEVER
    data = fetch_page(
        request.customer.scope, today=today, pieces=PIECES[selection.view],
        contract=UUID(supply["id"]), **spans, start_before=before.start, end_before=before.end,
    )  # fmt: skip
    return Sources(
        starts_on=date.fromisoformat(supply["starts_on"]),
        ends_on=date.fromisoformat(supply["ends_on"]) if supply["ends_on"] else None,
        remote=supply["remote"],
        years={row["year"]: row for row in data["years"]},
        readings={date.fromisoformat(row["read_on"]): row["source"] for row in data.get("readings", ())},
        exchanges=[date.fromisoformat(row["removed_on"]) for row in data.get("exchanges", ())],
        days={date.fromisoformat(row["day"]): row for row in data.get("days", ())},
    )
