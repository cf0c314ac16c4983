"""Alerts, above every queue: what the portal defends itself against, until somebody cares."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from osc.backoffice.guards import staff_only
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.managing.alerts import Alert, Kind, open_alerts, see_alert
from osc.portal.pages import note


def alert_words(kind: Kind) -> tuple[str, str]:
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
    }[kind]


def shown_alerts() -> list[tuple[Alert, str, str]]:
    """What stands above every queue until somebody cares."""
    return [(each, *alert_words(each.kind)) for each in open_alerts()]


@staff_only
@require_POST
def see(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Somebody takes care of it."""
    see_alert(alert_id=alert_id, now=request.now)
    note(request, _("Die Meldung ist erledigt. Geht es weiter, kommt eine neue."))
    return HttpResponseRedirect(path_to("backoffice:start"))
