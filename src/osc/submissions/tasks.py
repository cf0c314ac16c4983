"""Staff ask, the worker carries out: it alone may write everybody's rows."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="maintenance", retry=Backoff())
def decide(case_id: str, accept: bool, reason: str, staff_id: str) -> None:
    """Carries out what a staff member decided on a page."""
    from osc.submissions.deciding import decide_case

    decide_case(case_id=UUID(case_id), accept=accept, reason=reason, staff_id=UUID(staff_id), now=settings.CLOCK())
