"""Postfach: what the utility wrote."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.correspondence.actions import mark_read
from osc.correspondence.queries import INBOX_PIECE, find_letter
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.guards import customers_only
from osc.portal.pages import render_page


@customers_only
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Letters, newest first."""
    today = berlin_today(request.now)
    data = fetch_page(request.customer.scope, today=today, pieces={"found": INBOX_PIECE}, letters=100)
    unread = data["found"][0]["unread_count"] if data["found"] else 0
    return render_page(request, "inbox.html", nav="inbox", letters=data["found"], unread=unread)


@customers_only
@require_safe
def show_letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter; opening it marks it as read."""
    letter = find_letter(request.customer.scope, letter_id=letter_id)
    if letter is None:
        raise Http404
    mark_read(request.customer.scope, letter_id=letter_id, now=request.now)
    return render_page(request, "letter.html", nav="inbox", letter=letter)
