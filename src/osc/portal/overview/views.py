"""Übersicht: what must I do, what will I pay, what do I use; in that order."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from osc.billing.queries import NEXT_DUE_PIECE, OPEN_INVOICE_PIECE
from osc.contracts.queries import ACCOUNT_PIECE, CONTRACT_PIECE, PARTNER_PIECE
from osc.correspondence.queries import INBOX_PIECE
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.metering.queries import CONSUMPTION_PIECE, METER_TASK_PIECE
from osc.payments.queries import MISSING_MANDATE_PIECE
from osc.portal.guards import customers_only
from osc.portal.overview.presenters import present_overview
from osc.portal.pages import render_page

PIECES = {
    "partners": PARTNER_PIECE,
    "accounts": ACCOUNT_PIECE,
    "contracts": CONTRACT_PIECE,
    "meters": METER_TASK_PIECE,
    "consumption": CONSUMPTION_PIECE,
    "dues": NEXT_DUE_PIECE,
    "open_invoices": OPEN_INVOICE_PIECE,
    "no_mandate": MISSING_MANDATE_PIECE,
    "letters": INBOX_PIECE,
}


@customers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The start page of a customer, from one statement."""
    if request.customer.is_staff:
        return HttpResponseRedirect(reverse("backoffice:start"))
    today = berlin_today(request.now)
    data = fetch_page(request.customer.scope, today=today, pieces=PIECES, letters=3)
    view = present_overview(data, today=today)
    return render_page(
        request, "overview.html", nav="overview", unread=view.unread, view=view,
        year=today.year, link_states=request.customer.link_states,
    )  # fmt: skip
