"""What stands above every queue: alerts, requests for the second person, messages without an answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from osc.backoffice.guards import staff_only
from osc.correspondence.answering import count_unanswered
from osc.identity.managing.alerts import SecurityAlert, open_alerts, see_alert
from osc.identity.managing.lost_factor import waiting_factor_resets
from osc.portal.pages import note

Kind = SecurityAlert.Kind


def alert_words(kind: str) -> tuple[str, str]:
    """What happens, and what the portal does about it already."""
    return {
        Kind.SIGN_IN_FAILURES: (
            _("Sehr viele falsche Anmeldungen"),
            _("Unbekannte Geräte brauchen jetzt einen Link aus einer E-Mail. Bekannte Geräte bleiben frei."),
        ),
        Kind.GUESSED_NUMBERS: (
            _("Sehr viele falsche Nummern bei der Registrierung"),
            _("Registrierungen müssen jetzt zuerst ihr E-Mail-Postfach nachweisen."),
        ),
    }[Kind(kind)]


def for_start(request: HttpRequest) -> dict[str, object]:
    """What the start page shows besides the queues; requests for the second person only to those who may decide."""
    return {
        "alerts": [(each, *alert_words(each.kind)) for each in open_alerts()],
        "unanswered": count_unanswered(),
        "lost_factors": len(waiting_factor_resets()) if request.staff.is_admin else 0,
    }


@staff_only
@require_POST
def see(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Somebody takes care of it."""
    see_alert(alert_id=alert_id, now=request.now)
    note(request, _("Die Meldung ist erledigt. Geht es weiter, kommt eine neue."))
    return HttpResponseRedirect(reverse("backoffice:start"))
