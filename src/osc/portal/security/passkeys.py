"""Adding and removing passkeys."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.factors.actions import link_passkey, remove_passkey
from osc.identity.factors.passkeys import PasskeyRefused, ask_new_passkey
from osc.portal.guards import confirmed_recently, customers_only, form_page
from osc.portal.pages import note
from osc.portal.security.codes import factor_added
from osc.portal.security.presenters import browser_name
from osc.portal.sign_in.entering import visitor_of
from osc.portal.sign_in.passkeys import keep_challenge, take_challenge


@customers_only
@confirmed_recently
@require_POST
def ask_new(request: HttpRequest) -> HttpResponse:
    """The question to the device that shall keep the key."""
    options, challenge = ask_new_passkey(user_id=request.customer.id)
    keep_challenge(request, challenge)
    return HttpResponse(options, content_type="application/json; charset=utf-8")


@customers_only
@confirmed_recently
@form_page
def keep_passkey(request: HttpRequest) -> HttpResponse:
    """The device's answer; the key is named after its browser."""
    if request.method != "POST":
        return HttpResponseRedirect(path_to("portal:security"))
    visitor = visitor_of(request)
    try:
        codes = link_passkey(
            user_id=request.customer.id, answer=request.POST.get("passkey", ""), challenge=take_challenge(request),
            name=browser_name(visitor.user_agent), visitor=visitor, keep_session=request.session.key, now=request.now,
        )  # fmt: skip
    except PasskeyRefused:
        note(request, _("Der Passkey wurde nicht eingerichtet. Versuchen Sie es noch einmal."))
        return HttpResponseRedirect(path_to("portal:security"))
    return factor_added(request, codes, _("Ihr Passkey ist eingerichtet."))


@customers_only
@confirmed_recently
@form_page
def drop_passkey(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Only one's own; somebody else's is simply not there."""
    if request.method == "POST":
        remove_passkey(
            user_id=request.customer.id, passkey_id=passkey_id, visitor=visitor_of(request),
            keep_session=request.session.key, now=request.now,
        )  # fmt: skip
        note(request, _("Der Passkey ist entfernt."))
    return HttpResponseRedirect(path_to("portal:security"))
