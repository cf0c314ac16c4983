"""Staff ask, the worker carries out: it alone may write everybody's rows."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="maintenance", retry=Backoff())
def decide(case_id: str, accept: bool, reason: str, staff_id: str, answer: str = "") -> None:
    """Carries out what a staff member decided on a page."""
    from osc.submissions.deciding import Decision, decide_case

    decision = Decision(accept=accept, reason=reason, staff_id=UUID(staff_id), answer=answer)
    decide_case(case_id=UUID(case_id), decision=decision, now=settings.CLOCK())


@app.task(queue="maintenance", retry=Backoff())
def ask(case_id: str, question: str, staff_id: str) -> None:
    """Puts a question of a staff member to the customer."""
    from osc.submissions.deciding import ask_customer

    ask_customer(case_id=UUID(case_id), question=question, staff_id=UUID(staff_id), now=settings.CLOCK())
