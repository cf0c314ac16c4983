"""Jobs about instalments."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="10 4 * * *")
@app.task(queue="maintenance", queueing_lock="tell_of_prices", lock="tell_of_prices")
def tell_of_prices(timestamp: int) -> None:
    """Once a day: customers hear of changes of price that were announced."""
    from osc.billing.prices.announcing import announce_price_changes

    announce_price_changes(now=settings.CLOCK())


@app.periodic(cron="40 3 * * *")
@app.task(queue="maintenance", queueing_lock="refresh_hints", lock="refresh_hints")
def refresh(timestamp: int) -> None:
    """Works out anew what the overviews say about instalments."""
    from osc.billing.instalments.hints import refresh_hints

    refresh_hints(section=settings.UTILITY.instalments, now=settings.CLOCK())
