"""Postfach: bills, letters, and messages both ways."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.billing.invoices.reading import BILL_PIECE
from osc.cases.queries import MESSAGE_PIECE, case_by_reference
from osc.correspondence.actions import mark_read
from osc.correspondence.queries import INBOX_PIECE, find_letter
from osc.design.language import gettext
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.forms import Form
from osc.portal.guards import customers_only
from osc.portal.inbox.presenters import FILTERS, chosen, items_of
from osc.portal.pages import render_page

PIECES = {"letters": INBOX_PIECE, "bills": BILL_PIECE, "sent": MESSAGE_PIECE}
SEARCH_FROM = 8


@customers_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything, newest first; narrowed by what kind it is, a year and words."""
    data = fetch_page(request.customer.scope, today=berlin_today(request.now), pieces=PIECES, letters=200)
    items = items_of(data)
    form = Form.read(request.GET, "suche")
    year = request.GET.get("jahr", "")
    year = year if re.fullmatch(r"20\d\d", year) else ""
    wanted = request.GET.get("filter", "")
    return render_page(
        request, "inbox.html", nav="inbox", items=chosen(items, wanted, year, form["suche"]),
        unread=sum(item.unread for item in items), form=form, wanted=wanted, year=year, any=bool(items),
        filters=[(id_, gettext(name)) for id_, name, _kinds in FILTERS],
        years=sorted({item.day[:4] for item in items}, reverse=True), searchable=len(items) >= SEARCH_FROM,
    )  # fmt: skip


@customers_only
@require_safe
def show_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter or answer; opening it marks it as read."""
    letter = find_letter(request.customer.scope, letter_id=letter_id)
    if letter is None:
        raise Http404
    if request.customer.may_act_for(letter.contract_account_id):
        mark_read(request.customer.scope, letter_id=letter_id, now=request.now)
    asked = case_by_reference(request.customer.scope, reference=letter.answers) if letter.answers else None
    return render_page(request, "letter.html", nav="inbox", letter=letter, asked=asked)
