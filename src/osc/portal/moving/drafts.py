"""What was filled in so far: for customers in the database for a day, for everybody else in the session."""

from typing import Any

from django.http import HttpRequest

from osc.moving.actions import drop_draft, save_draft
from osc.moving.queries import find_draft

DRAFT = "move"


def load(request: HttpRequest) -> dict[str, Any]:
    """The draft by part: out, in, address; empty when nothing was filled in."""
    if _in_database(request):
        return find_draft(request.customer.scope, now=request.now)
    return dict(request.session.data.get(DRAFT, {}))


def keep(request: HttpRequest, part: str, typed: dict[str, str] | None) -> None:
    """Stores one part as typed; None: this part is not needed."""
    content = {**load(request), part: typed}
    if _in_database(request):
        save_draft(request.customer.scope, content=content, now=request.now)
    else:
        request.session.data[DRAFT] = content


def drop(request: HttpRequest) -> None:
    """Forgets the draft."""
    if _in_database(request):
        drop_draft(request.customer.scope)
    else:
        request.session.data.pop(DRAFT, None)


def _in_database(request: HttpRequest) -> bool:
    return request.customer is not None and bool(request.customer.scope.partner_ids)
