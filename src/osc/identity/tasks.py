"""Jobs of identity: whatever depends on what exists is done outside of the request."""

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from osc.interchange.retry import Backoff


@app.task(queue="registration", retry=Backoff())
def evaluate_registration(registration_id: str) -> None:
    """Judges a registration outside of the request, so that the page tells nothing by its speed."""
    from osc.identity.registration.evaluation import evaluate

    evaluate(registration_id=UUID(registration_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def write_to_owner(link_id: str) -> None:
    """Tells the owner of a contract account on paper that somebody got in with the numbers."""
    from osc.identity.registration import letters

    letters.write_to_owner(link_id=UUID(link_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def send_code_letter(registration_id: str) -> None:
    """Sends the code of a letter, if the numbers fit."""
    from osc.identity.registration import letters

    letters.send_code_letter(registration_id=UUID(registration_id), now=settings.CLOCK())


@app.task(queue="registration", retry=Backoff())
def offer_claim(entry: str) -> None:
    """Looks whether somebody tried an old log-in."""
    from osc.identity.registration.takeover import send_claim

    send_claim(entry=entry, now=settings.CLOCK())


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="measure_guessing")
def measure_guessing(timestamp: int) -> None:
    """Every night: how hard the numbers are to guess."""
    from osc.identity.registration.mode import measure_guessing as measure

    measure(now=settings.CLOCK())
