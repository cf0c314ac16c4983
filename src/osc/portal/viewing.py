"""Staff look at the pages of a customer: read-only, with a reason, for fifteen minutes, seen by the customer."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from osc.audit.actions import record
from osc.contracts.finding import accounts_of_partner
from osc.isolation.acting import pin, scope_of_customer

VIEWING_FOR = timedelta(minutes=15)


def start_viewing(request: HttpRequest, *, partner_id: UUID, name: str, reason: str) -> None:
    """From the next request on the staff member sees this customer's pages; the trace names both (AUT10)."""
    pin(scope_of_customer(staff_id=request.staff.id, partner_id=partner_id, accounts=()))
    record(
        at=request.now, actor=f"staff:{request.staff.id}", deed="view_as_customer", subject=request.staff.email,
        business_partner_id=partner_id, reason=reason,
    )  # fmt: skip
    request.session.data["viewing"] = {
        "partner": str(partner_id),
        "name": name,
        "until": (request.now + VIEWING_FOR).isoformat(),
    }


def stop_viewing(request: HttpRequest) -> None:
    """Back to being nobody's customer."""
    request.session.data.pop("viewing", None)


def look_through(request: HttpRequest) -> None:
    """Puts the viewed customer in the place of the staff member, read-only; past its time the view ends."""
    request.staff = request.customer if request.customer is not None and request.customer.is_staff else None
    viewing = request.session.data.get("viewing")
    if request.staff is None or viewing is None or request.path.startswith("/team/"):
        return
    if request.now >= datetime.fromisoformat(viewing["until"]):
        stop_viewing(request)
        return
    partner = UUID(viewing["partner"])
    scope = scope_of_customer(staff_id=request.staff.id, partner_id=partner, accounts=accounts_of_partner(partner))
    pin(scope)
    request.customer = replace(
        request.staff, scope=scope, own_partners=scope.partner_ids, read_only=True, is_staff=False
    )  # fmt: skip
