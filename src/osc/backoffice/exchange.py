"""What staff must look at: submissions that are not confirmed, records that could not be applied."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from osc.backoffice.guards import staff_only
from osc.backoffice.words import kind_of, run_state_of, state_of
from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.interchange.outbound.actions import request_replay, request_replay_inbound
from osc.interchange.queries import latest_runs, open_messages, quarantined_records
from osc.portal.pages import note, render_page


@staff_only
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """What crosses the fence and does not get through, oldest trouble first."""
    return render_page(
        request,
        "team_exchange.html",
        nav="exchange",
        messages=open_messages(limit=200),
        records=quarantined_records(limit=200),
        runs=latest_runs(limit=10),
        kind_of=kind_of,
        state_of=state_of,
        run_state_of=run_state_of,
    )


@staff_only
@require_POST
def replay_message(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends a message that was set aside once more, under the same key."""
    request_replay(key=key, staff=f"staff:{request.staff.id}")
    note(request, _("Die Übertragung wird wiederholt."))
    return HttpResponseRedirect(path_to("backoffice:exchange"))


@staff_only
@require_POST
def replay_record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Tries a record again that could not be applied."""
    request_replay_inbound(record_id=record_id)
    note(request, _("Der Datensatz wird noch einmal angewendet."))
    return HttpResponseRedirect(path_to("backoffice:exchange"))
