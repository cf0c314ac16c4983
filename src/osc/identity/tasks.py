"""Jobs of identity."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="registration", retry=Backoff())
def evaluate_registration(registration_id: str) -> None:
    """Judges a registration outside of the request, so that the page tells nothing by its speed."""
    from osc.identity.registration import evaluate

    evaluate(registration_id=UUID(registration_id), now=settings.CLOCK())
