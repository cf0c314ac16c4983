"""What staff must look at: submissions that are not confirmed, records that could not be applied."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from osc.interchange.outbound.actions import request_replay, request_replay_inbound
from osc.interchange.queries import latest_runs, open_messages, quarantined_records
from osc.portal.pages import note, render_page

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """404 for everybody else: who does not belong here need not know that this exists (AUT9). Staff without a
    second factor in this session get no further than setting one up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.customer is None or not request.customer.is_staff:
            raise Http404
        if not request.customer.second_factor:
            return HttpResponseRedirect(reverse("portal:security"))  # to set one up, or to sign in with it
        return view(request, *args, **kwargs)

    guarded.open_to = "staff"  # type: ignore[attr-defined] - read by the test of all routes
    return guarded


@staff_only
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The queues, oldest trouble first."""
    return render_page(
        request,
        "team_start.html",
        messages=open_messages(limit=200),
        records=quarantined_records(limit=200),
        runs=latest_runs(limit=10),
    )


@staff_only
@require_POST
def replay_message(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends a message that was set aside once more, under the same key."""
    request_replay(key=key)
    note(request, _("Die Übertragung wird wiederholt."))
    return HttpResponseRedirect(reverse("backoffice:start"))


@staff_only
@require_POST
def replay_record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Tries a record again that could not be applied."""
    request_replay_inbound(record_id=record_id)
    note(request, _("Der Datensatz wird noch einmal angewendet."))
    return HttpResponseRedirect(reverse("backoffice:start"))
