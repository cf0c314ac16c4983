"""Jobs about the trace."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="20 4 2 * *")
@app.task(queue="maintenance", queueing_lock="forget_what_may_go", lock="forget_what_may_go")
def forget_every_month(timestamp: int) -> None:
    """On the second of each month: what no duty keeps any longer goes."""
    from osc.audit.retention import forget_what_may_go

    forget_what_may_go(now=settings.CLOCK(), really=True)
