"""Übersicht: what must I do, what will I pay, what do I use; in that order."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from osc.billing.instalments.queries import HINT_PIECE
from osc.billing.queries import NEXT_DUE_PIECE, OPEN_INVOICE_PIECE
from osc.contracts.queries import ACCOUNT_PIECE, CONTRACT_PIECE, PARTNER_PIECE
from osc.correspondence.queries import INBOX_PIECE
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.metering.queries import CONSUMPTION_PIECE, METER_TASK_PIECE
from osc.payments.queries import MISSING_MANDATE_PIECE
from osc.portal.guards import customers_only
from osc.portal.overview.presenters import present_overview
from osc.portal.pages import render_page

# two statements: the driver remembers none of more than 4,096 characters
PIECES = {
    "partners": PARTNER_PIECE,
    "accounts": ACCOUNT_PIECE,
    "contracts": CONTRACT_PIECE,
    "meters": METER_TASK_PIECE,
    "consumption": CONSUMPTION_PIECE,
    "dues": NEXT_DUE_PIECE,
}
SIDE_PIECES = {
    "open_invoices": OPEN_INVOICE_PIECE,
    "hints": HINT_PIECE,
    "no_mandate": MISSING_MANDATE_PIECE,
    "letters": INBOX_PIECE,
}


@customers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The start page of a customer, from two statements."""
    if request.customer.is_staff:
        return HttpResponseRedirect(path_to("backoffice:start"))
    today = berlin_today(request.now)
    scope = request.customer.scope
    data = fetch_page(scope, today=today, pieces=PIECES)
    data |= fetch_page(scope, today=today, pieces=SIDE_PIECES, letters=3)
    view = present_overview(data, today=today)
    return render_page(
        request, "overview.html", nav="overview", unread=view.unread, view=view,
        year=today.year, link_states=request.customer.link_states,
    )  # fmt: skip
