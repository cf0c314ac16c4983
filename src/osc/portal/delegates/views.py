"""Zugriff für andere (F9): who may look at my contract accounts, what I may look at, and ending either."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.foundation.clock import berlin_today
from osc.identity.delegates.holding import NobodyThere, give_back, looked_at_by, onlookers_of, revoke
from osc.identity.delegates.inviting import invitations_to, open_invitations, take_back
from osc.portal.guards import customers_only
from osc.portal.pages import note, render_page


@customers_only
@require_safe
def delegates(request: HttpRequest) -> HttpResponse:
    """Everything about looking at each other's contract accounts on one page."""
    person, today = request.customer, berlin_today(request.now)
    return render_page(
        request, "delegates.html", nav="administration", onlookers=onlookers_of(person.acting().scope, today=today),
        invited=open_invitations(person.id, now=request.now), offered=invitations_to(person.email, now=request.now),
        looked_at=looked_at_by(person.id, today=today), may_invite=bool(person.acting().scope.contract_account_ids),
    )  # fmt: skip


@customers_only
@require_POST
def end_access(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """From the next request on they see nothing any more (AUT7)."""
    try:
        email = revoke(request.customer.scope, onlooker_id=user_id, now=request.now)
    except NobodyThere:
        raise Http404 from None
    note(request, _("%(email)s sieht Ihre Vertragskonten ab sofort nicht mehr.") % {"email": email})
    return HttpResponseRedirect(path_to("portal:delegates"))


@customers_only
@require_POST
def take_back_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The link in the mail opens nothing any more."""
    if not take_back(user_id=request.customer.id, invitation_id=invitation_id, now=request.now):
        raise Http404
    note(request, _("Die Einladung gilt nicht mehr."))
    return HttpResponseRedirect(path_to("portal:delegates"))


@customers_only
@require_POST
def give_back_access(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The contract account of somebody else leaves this log-in."""
    if not give_back(user_id=request.customer.id, contract_account_id=account_id, now=request.now):
        raise Http404
    note(request, _("Sie sehen dieses Vertragskonto nicht mehr."))
    return HttpResponseRedirect(path_to("portal:delegates"))
