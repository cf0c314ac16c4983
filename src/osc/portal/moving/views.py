"""Umzug: a list of four tasks, in any order, kept as a draft."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.moving.orders import MARKET, process_of
from osc.moving.rules.dates import OUT, earliest
from osc.portal.guards import form_page
from osc.portal.moving import drafts
from osc.portal.moving.forms import (
    COMMODITIES,
    TYPED_READINGS,
    MoveForm,
    read_final_address,
    read_in,
    read_out,
    read_public_out,
)
from osc.portal.moving.own_places import OwnPlace, own_places
from osc.portal.pages import render_page

View = Callable[..., HttpResponse]
PARTS = ("_out", "_in", "_address", "_check")
FEW_CONTRACTS = 4


def for_strangers(view: View) -> View:
    """Customers have their own pages, where nothing is asked that is known."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: UUID) -> HttpResponse:
        if request.customer is not None and request.customer.scope.contract_account_ids:
            return HttpResponseRedirect("/verwaltung" + request.get_full_path())
        return view(request, **kwargs)

    return shown


def place_of(request: HttpRequest, part: str = "") -> str:
    """The address of a part, on the side where this person is."""
    return path_to(f"portal:{'my_move' if request.path.startswith('/verwaltung/') else 'moving'}{part}")


def links(request: HttpRequest) -> dict[str, str]:
    """The addresses of all parts, for templates."""
    return {"list": place_of(request)} | {part.strip("_"): place_of(request, part) for part in PARTS}


def read_draft_out(draft: Mapping[str, Any], own: list[OwnPlace]) -> MoveForm | None:
    """The first part of a draft as a form; None when there is none."""
    typed = draft.get("out")
    if not typed:
        return None
    return read_out(typed, own) if own else read_public_out(typed)


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """What is done and what is open."""
    draft = drafts.load(request)
    states = {part: _state(draft, part) for part in ("out", "in", "address")}
    ready = (states["out"] == "done" and states["address"] == "done") or (
        states["out"] != "done" and states["in"] == "done"
    )
    return render_page(request, "moving.html", nav="administration", states=states, ready=ready, links=links(request))


def _state(draft: Mapping[str, Any], part: str) -> str:
    if draft.get(part):
        return "done"
    return "skipped" if part in draft else "open"


@form_page
def move_out(request: HttpRequest) -> HttpResponse:
    """Auszug: day, contracts, readings."""
    own = own_places(request)
    if request.method == "POST":
        if request.POST.get("skip"):
            return _keep(request, "out", None)
        form = read_out(request.POST, own) if own else read_public_out(request.POST)
        if not form.errors:
            return _keep(request, "out", form.values)
    else:
        typed = drafts.load(request).get("out")
        few = {each.field: "ja" for each in own} if len(own) <= FEW_CONTRACTS else {}
        form = MoveForm(values=dict(typed) if typed else few)
    first = {code: earliest(OUT, berlin_today(request.now), process_of(code), MARKET) for code in ("STROM", "GAS")}
    return _show(request, "move_out.html", form, own=own, first=first, typed_readings=TYPED_READINGS)


@form_page
def move_in(request: HttpRequest) -> HttpResponse:
    """Einzug: address, day, meter."""
    if request.method == "POST":
        if request.POST.get("skip"):
            return _keep(request, "in", None)
        form = read_in(request.POST)
        if not form.errors:
            return _keep(request, "in", form.values)
    else:
        form = MoveForm(values=dict(drafts.load(request).get("in") or {"keep": "ja"}))
    return _show(request, "move_in.html", form, commodities=COMMODITIES)


@form_page
def final_address(request: HttpRequest) -> HttpResponse:
    """Where the final bill goes."""
    draft = drafts.load(request)
    into = bool(draft.get("in"))
    if request.method == "POST":
        form = read_final_address(request.POST, into=into)
        if not form.errors:
            return _keep(request, "address", form.values)
    else:
        form = MoveForm(values=dict(draft.get("address") or {"where": "new"}))
    return _show(request, "final_address.html", form, into=into)


def _keep(request: HttpRequest, part: str, typed: dict[str, str] | None) -> HttpResponse:
    drafts.keep(request, part, typed)
    return HttpResponseRedirect(place_of(request))


def _show(request: HttpRequest, template: str, form: MoveForm, **more: Any) -> HttpResponse:
    return render_page(
        request, template, nav="administration", status=422 if form.errors else 200, form=form, links=links(request),
        errors=list(form.errors.items()), **more,
    )  # fmt: skip
