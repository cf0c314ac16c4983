"""Confirming with a passkey instead of the password, before something important."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.design.language import gettext as _
from osc.identity.factors.passkeys import PasskeyRefused, use_passkey
from osc.portal.guards import customers_only
from osc.portal.pages import note
from osc.portal.sign_in.entering import safe_target, with_target
from osc.portal.sign_in.passkeys import take_challenge
from osc.portal.sign_in.views import confirmed, count_wrong


@customers_only
@require_POST
def confirm_with_passkey(request: HttpRequest) -> HttpResponse:
    """As good as the password, and it counts as a second factor of this session."""
    target = safe_target(request)
    try:
        use_passkey(
            answer=request.POST.get("passkey", ""), challenge=take_challenge(request), now=request.now,
            user_id=request.customer.id,
        )  # fmt: skip
    except PasskeyRefused:
        ended = count_wrong(request)
        if ended is not None:
            return ended
        note(request, _("Das hat nicht geklappt. Geben Sie Ihr Passwort ein."))
        return HttpResponseRedirect(with_target("portal:confirm_password", target))
    return confirmed(request, target)
