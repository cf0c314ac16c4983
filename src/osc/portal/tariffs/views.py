"""Tarif wechseln: what there is to choose from, and what was ordered."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.contracts.queries import CONTRACT_DETAIL_PIECE, OFFER_PIECE, find_order
from osc.contracts.rules.offers import OrderRules
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.foundation.german_input import InputRefused, parse_reading
from osc.metering.queries import CONTRACT_CONSUMPTION_PIECE, CONTRACT_METER_PIECE
from osc.portal.contracts.views import one_contract
from osc.portal.forms import Form
from osc.portal.guards import customers_only
from osc.portal.pages import energy_label, render_page
from osc.portal.tariffs.presenters import Choice, present_choice

PIECES = {
    "contract": CONTRACT_DETAIL_PIECE,
    "meters": CONTRACT_METER_PIECE,
    "offers": OFFER_PIECE,
    "consumption": CONTRACT_CONSUMPTION_PIECE,
}
# kWh a year have at most so many digits
USE_DIGITS = 6


def order_rules() -> OrderRules:
    """What this utility sets."""
    return OrderRules(settings.UTILITY.tariffs.lead_days, CivilCalendar(settings.UTILITY.portal.land))


def load_choice(request: HttpRequest, contract_id: UUID, *, early: bool, typed: Decimal | None) -> Choice:
    """The offers for one of the customer's contracts. Raises Http404 when it can't take any."""
    data = one_contract(request, contract_id, PIECES)
    if data["contract"][0]["ends_on"] is not None or data["contract"][0]["commodity"] not in {"STROM", "GAS"}:
        raise Http404
    return present_choice(data, today=berlin_today(request.now), rules=order_rules(), early=early, typed=typed)


def read_use(form: Form) -> Decimal | None:
    """The yearly use as typed, None when nothing was; refuses what is no whole number."""
    if not form["verbrauch"]:
        return None
    try:
        return parse_reading(form["verbrauch"], digits=USE_DIGITS, decimals=0).value
    except InputRefused:
        form.refuse("verbrauch", _("Geben Sie den Verbrauch im Jahr nur mit Ziffern ein, zum Beispiel 2700"))
        return None


@customers_only
@require_safe
def list_tariffs(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Every product for this contract, with its cost on the customer's own use (R-VTR-9, R-VTR-10)."""
    form = Form.read(request.GET, "verbrauch")
    choice = load_choice(request, contract_id, early=False, typed=read_use(form))
    electric = choice.contract["commodity"] == "STROM"
    label = energy_label(berlin_today(request.now)) if electric else None
    return render_page(
        request, "tariff_list.html", nav="administration", status=422 if form.errors else 200, choice=choice,
        label=label, form=form, here=path_to("portal:tariffs", contract_id), errors=list(form.errors.items()),
    )  # fmt: skip


@customers_only
@require_safe
def show_order(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was ordered, with everything told before; stays readable for as long as the case does (R-WID-7)."""
    order = find_order(request.customer.scope, case_id=case_id)
    if order is None:
        raise Http404
    return render_page(
        request, "tariff_order.html", nav="administration", order=order, summary=order.summary,
    )  # fmt: skip
