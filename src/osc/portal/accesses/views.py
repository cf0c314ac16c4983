"""Who of the utility looked at my data, when and why (R-SEC-16)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.audit.queries import STAFF_DEEDS_PIECE
from osc.design.language import gettext as _
from osc.foundation.clock import berlin_today
from osc.isolation.pages import fetch_page
from osc.portal.guards import customers_only
from osc.portal.pages import render_page


@customers_only
@require_safe
def list_accesses(request: HttpRequest) -> HttpResponse:
    """Newest first; names of staff stay with the utility, the reason is shown."""
    scope = request.customer.acting().scope
    data = fetch_page(
        scope, today=berlin_today(request.now), pieces={"deeds": STAFF_DEEDS_PIECE}, partners=list(scope.partner_ids)
    )
    rows = [{**row, "at": datetime.fromisoformat(row["at"]), "what": deed_label(row["deed"])} for row in data["deeds"]]
    return render_page(request, "accesses.html", nav="administration", rows=rows)


def deed_label(deed: str) -> str:
    """What staff did, in words."""
    return {
        "view_as_customer": _("Ihre Seiten angesehen"),
        "open_file": _("Ihre Daten aufgerufen"),
        "open_login": _("Ihren Zugang aufgerufen"),
        "login_closed": _("Ihren Zugang gesperrt"),
        "login_opened": _("Ihren Zugang wieder geöffnet"),
        "send_new_password": _("Ihnen eine E-Mail für ein neues Passwort geschickt"),
        "ask_factor_reset": _("Zurücksetzen Ihrer zweiten Bestätigung beantragt"),
        "approve_factor_reset": _("Ihre zweite Bestätigung zurückgesetzt"),
        "refuse_factor_reset": _("Zurücksetzen Ihrer zweiten Bestätigung abgelehnt"),
        "answer_message": _("Ihre Nachricht beantwortet"),
        "open_case": _("Einen Ihrer Vorgänge geöffnet"),
        "accept_case": _("Einen Ihrer Vorgänge angenommen"),
        "reject_case": _("Einen Ihrer Vorgänge abgelehnt"),
    }.get(deed, _("Ihre Daten bearbeitet"))
