"""Übersicht: what must I do, what will I pay, what do I use; in that order."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from osc.billing.instalments.queries import INSTALMENT_PIECE
from osc.billing.queries import NEXT_DUE_PIECE, OPEN_INVOICE_PIECE
from osc.contracts.queries import ACCOUNT_PIECE, CONTRACT_PIECE, PARTNER_PIECE
from osc.correspondence.queries import INBOX_PIECE
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.isolation.scope import Scope
from osc.metering.queries import CONSUMPTION_PIECE, METER_TASK_PIECE
from osc.payments.queries import MISSING_MANDATE_PIECE
from osc.portal.guards import customers_only
from osc.portal.instalments.advice import InstalmentAdvice, advise
from osc.portal.overview.presenters import present_overview
from osc.portal.pages import render_page

# somebody with more accounts looks at the list of instalments, where all of them stand
ADVISED_ACCOUNTS = 6
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
    scope = request.customer.scope
    data = fetch_page(scope, today=today, pieces=PIECES, letters=3)
    advice = _advice(scope, today) if len(scope.contract_account_ids) <= ADVISED_ACCOUNTS else []
    view = present_overview(data, today=today, advice=advice)
    return render_page(
        request, "overview.html", nav="overview", unread=view.unread, view=view,
        year=today.year,
    )  # fmt: skip


def _advice(scope: Scope, today: date) -> list[InstalmentAdvice]:
    """In a statement of its own: together both would be too long for the driver to remember."""
    rows = fetch_page(scope, today=today, pieces={"rows": INSTALMENT_PIECE}, contract=None)["rows"]
    return advise(rows, section=settings.UTILITY.instalments, today=today)
