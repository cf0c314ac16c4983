"""Jobs of moving."""

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")
@app.task(queue="maintenance", queueing_lock="remind_of_readings")
def remind_of_moves(timestamp: int) -> None:
    """Looks every ten minutes who moves today without having told the readings."""
    from osc.moving.actions import remind_of_readings

    with transaction.atomic():
        remind_of_readings(now=settings.CLOCK())
