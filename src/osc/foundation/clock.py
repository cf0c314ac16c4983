"""From instants to civil days."""

from datetime import date, datetime

from osc.foundation.period import BERLIN


def in_berlin(now: datetime) -> datetime:
    """The instant in Europe/Berlin. Raises ValueError for a datetime without time zone."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return now.astimezone(BERLIN)


def berlin_today(now: datetime) -> date:
    """The civil day in Europe/Berlin at this instant. Raises ValueError without time zone."""
    return in_berlin(now).date()
