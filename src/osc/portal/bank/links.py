"""Links in mails about bank details: GET shows, POST acts, nobody needs to sign in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from osc.payments.objections import Use, consent_to_mandate, find_linked, object_to_change
from osc.portal.addresses import client_address
from osc.portal.guards import everybody
from osc.portal.links import token_page
from osc.portal.pages import render_page


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def object_bank(request: HttpRequest, token: str) -> HttpResponse:
    """Das war ich nicht: stops the change and tells staff (BIZ2)."""
    found = find_linked(token, Use.OBJECT, now=request.now)
    if found is None:
        raise Http404
    case = None
    if request.method == "POST":
        case = object_to_change(token, source=client_address(request), now=request.now)
    return render_page(request, "object_bank.html", found=found, stopped=case, token=token)


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def consent_bank(request: HttpRequest, token: str) -> HttpResponse:
    """The holder of the account gives the mandate (R-SEP-4)."""
    found = find_linked(token, Use.CONSENT, now=request.now)
    if found is None:
        raise Http404
    given = found.used
    if request.method == "POST" and not given:
        consent_to_mandate(token, source=client_address(request), now=request.now)
        again = find_linked(token, Use.CONSENT, now=request.now)
        given = again is not None and again.used
    return render_page(
        request, "consent_bank.html", found=found, given=given, token=token, parts=found.mandate.split("\n\n")
    )
