"""Vertrags- und Kontoverwaltung: every contract, and where to change what."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.billing.queries import OPEN_INVOICE_PIECE
from osc.cases.queries import OPEN_PIECE
from osc.contracts.queries import CONTRACT_DETAIL_PIECE, CONTRACT_LIST_PIECE, LOCATION_PIECE, PARTNER_PIECE
from osc.foundation.calendars import CivilCalendar
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.metering.queries import CONTRACT_METER_PIECE
from osc.payments.queries import DEBIT_MASK_PIECE
from osc.portal.contracts.presenters import present_contract
from osc.portal.contracts.searching import accounts_labelled, commodities_called, pattern_of
from osc.portal.forms import Form
from osc.portal.guards import customers_only
from osc.portal.pages import render_page

PIECES = {
    "partners": PARTNER_PIECE,
    "contracts": CONTRACT_LIST_PIECE,
    "debit_masks": DEBIT_MASK_PIECE,
    "open_bills": OPEN_INVOICE_PIECE,
    "open_cases": OPEN_PIECE,
}
# with more contracts than this there is something to search
SEARCH_FROM = 12


def one_contract(request: HttpRequest, contract_id: UUID, pieces: dict[str, str]) -> dict[str, Any]:
    """The rows of a page about one of the customer's contracts. Raises Http404."""
    today = berlin_today(request.now)
    data = fetch_page(request.customer.scope, today=today, pieces=pieces, contract=contract_id)
    if not data["contract"]:
        raise Http404
    return data


@customers_only
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Everything of contract and account in one list, each with its current value."""
    words = request.GET.get("suche", "").replace("\x00", "").strip()[:80]
    data = fetch_page(
        request.customer.scope, today=berlin_today(request.now),
        pieces=PIECES,
        search=pattern_of(words), commodities=commodities_called(words),
        labelled=accounts_labelled(words, request.customer),
    )  # fmt: skip
    contracts = data["contracts"]
    return render_page(
        request, "administration.html", nav="administration", contracts=contracts, form=Form({"suche": words}),
        found=contracts[0]["found"] if contracts else 0, searchable=bool(words) or len(contracts) > SEARCH_FROM,
        name=data["partners"][0]["name"] if data["partners"] else "", open_cases=data["open_cases"][0]["count"],
        email=request.customer.email, label_of=request.customer.label_of,
        open_bills=data["open_bills"], debit_masks=[row["iban_mask"] for row in data["debit_masks"]],
    )  # fmt: skip


@customers_only
@require_safe
def show_contract(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """One contract: what it costs, how long it binds, who is behind it (R-VTR-1)."""
    data = one_contract(request, contract_id, {"contract": CONTRACT_DETAIL_PIECE, "meters": CONTRACT_METER_PIECE})
    holidays = CivilCalendar(settings.UTILITY.portal.land)
    view = present_contract(data["contract"][0], today=berlin_today(request.now), holidays=holidays)
    return render_page(
        request, "contract.html", nav="administration", contract=view, meters=data["meters"],
        account_label=request.customer.label_of(UUID(data["contract"][0]["account_id"])),
        current=[meter for meter in data["meters"] if meter["removed_on"] is None and not view.ended],
    )  # fmt: skip


@customers_only
@require_safe
def show_numbers(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """Marktlokation and Messlokation: only after a click, and with a word of warning (R-NUM-7)."""
    data = one_contract(request, contract_id, {"contract": LOCATION_PIECE})
    return render_page(request, "contract_numbers.html", nav="administration", contract=data["contract"][0])
