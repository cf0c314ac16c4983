"""On which days a reading may have been taken (R-ABL-7)."""

from datetime import date, timedelta
from enum import StrEnum


class DateProblem(StrEnum):
    """Why a reading date can't be right; the page has a sentence for each."""

    FUTURE = "future"
    BEFORE_INSTALLATION = "before_installation"
    ALREADY_BILLED = "already_billed"
    BEFORE_LAST = "before_last"
    TOO_OLD = "too_old"


def check_read_on(
    read_on: date,
    *,
    today: date,
    installed_on: date,
    last_billed_on: date | None,
    last_read_on: date | None,
    oldest_days: int,
) -> DateProblem | None:
    """None when the date may be used; civil days in Europe/Berlin, at most `oldest_days` back."""
    if read_on > today:
        return DateProblem.FUTURE
    if read_on < installed_on:
        return DateProblem.BEFORE_INSTALLATION
    if last_billed_on is not None and read_on <= last_billed_on:
        return DateProblem.ALREADY_BILLED
    if last_read_on is not None and read_on < last_read_on:
        return DateProblem.BEFORE_LAST
    if read_on < today - timedelta(days=oldest_days):
        return DateProblem.TOO_OLD
    return None
