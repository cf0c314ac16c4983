"""Zugang löschen: what goes at once, what stays and until when (R-DS-7)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from osc.design.language import gettext as _
from osc.identity.erasing import close_login
from osc.portal.cases.views import submitter_of
from osc.portal.guards import confirmed_recently, customers_only
from osc.portal.pages import render_page
from osc.portal.sign_in.entering import leave


@customers_only
@confirmed_recently
@require_http_methods(["GET", "HEAD", "POST"])
def delete_login(request: HttpRequest) -> HttpResponse:
    """The consequences, and with a fresh password the end. Staff log-ins end elsewhere."""
    if request.customer.is_staff:
        raise Http404
    if request.method != "POST":
        return render_page(request, "delete_login.html", nav="menu", email=request.customer.email)
    close_login(submitter=submitter_of(request), now=request.now)
    return leave(request, _("Ihr Zugang ist gelöscht. Eine Bestätigung kommt per E-Mail."))
