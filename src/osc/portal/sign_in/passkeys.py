"""Passkeys in the browser: the question as JSON, the answer as a form. Without script there are none."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.entry.checking import Admission
from osc.identity.entry.devices import find_device
from osc.identity.entry.limits import count_source
from osc.identity.factors.passkeys import PasskeyRefused, ask_passkey, relying_party, use_passkey
from osc.identity.sessions import Stage
from osc.limits.counters import LimitReached
from osc.portal.guards import everybody
from osc.portal.pages import note
from osc.portal.sign_in.entering import device_secret, enter_as, safe_target, visitor_of
from osc.portal.system.responses import too_many

CHALLENGE_LIFE = timedelta(minutes=5)


def passkey_site() -> str:
    """The host name on which passkeys work; the script shows its buttons nowhere else."""
    return relying_party()[0]


def keep_challenge(request: HttpRequest, challenge: str) -> None:
    """One question at a time in each session."""
    request.session.data["passkey"] = {"challenge": challenge, "at": request.now.isoformat()}


def take_challenge(request: HttpRequest) -> str:
    """The question that was asked, once. Raises PasskeyRefused when there is none or it is too old."""
    asked = request.session.data.pop("passkey", None)
    if asked is None or request.now - datetime.fromisoformat(asked["at"]) > CHALLENGE_LIFE:
        raise PasskeyRefused
    return str(asked["challenge"])


@everybody
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """The question for signing in, for the second factor and for confirming."""
    person = request.customer or request.session.confined
    options, challenge = ask_passkey(user_id=person.id if person else None)
    keep_challenge(request, challenge)
    return HttpResponse(options, content_type="application/json; charset=utf-8")


@everybody
@require_POST
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Possession and finger, face or PIN: both factors at once."""
    visitor = visitor_of(request)
    try:
        count_source(address=visitor.address, now=request.now)
        user = use_passkey(
            answer=request.POST.get("passkey", ""), challenge=take_challenge(request), now=request.now
        )  # fmt: skip
    except PasskeyRefused:
        note(request, _("Das hat nicht geklappt. Melden Sie sich mit E-Mail-Adresse und Passwort an."))
        return HttpResponseRedirect(path_to("portal:sign_in"))
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    device = find_device(device_secret(request), email=user.email, now=request.now)
    return enter_as(request, Admission(user, device, Stage.FULL), safe_target(request), second_factor=True)
