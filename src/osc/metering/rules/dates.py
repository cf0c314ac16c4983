"""On which days a reading may have been taken (R-ABL-7), and when one is worth asking for (R-ABL-15)."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum


class DateProblem(StrEnum):
    """Why a reading date can't be right; the page has a sentence for each."""

    FUTURE = "future"
    BEFORE_INSTALLATION = "before_installation"
    AFTER_REMOVAL = "after_removal"
    ALREADY_BILLED = "already_billed"
    BEFORE_LAST = "before_last"
    TOO_OLD = "too_old"


def check_read_on(
    read_on: date,
    *,
    today: date,
    installed_on: date,
    last_day: date | None,
    last_billed_on: date | None,
    last_read_on: date | None,
    oldest_days: int,
) -> DateProblem | None:
    """None when the date may be used; civil days in Europe/Berlin, at most `oldest_days` back.

    `last_day` is the day the meter came off or the contract ended, None while it hangs.
    """
    if read_on > today:
        return DateProblem.FUTURE
    if read_on < installed_on:
        return DateProblem.BEFORE_INSTALLATION
    if last_day is not None and read_on > last_day:
        return DateProblem.AFTER_REMOVAL
    if last_billed_on is not None and read_on <= last_billed_on:
        return DateProblem.ALREADY_BILLED
    if last_read_on is not None and read_on < last_read_on:
        return DateProblem.BEFORE_LAST
    if read_on < today - timedelta(days=oldest_days):
        return DateProblem.TOO_OLD
    return None


def price_change_near(today: date, changes: Iterable[date], *, days_before: int, days_after: int) -> date | None:
    """The price change that a reading of today would measure, if there is one in the window (R-ABL-15)."""
    for change in sorted(changes):
        if change - timedelta(days=days_before) <= today <= change + timedelta(days=days_after):
            return change
    return None


class AppointmentProblem(StrEnum):
    """Why a reader may not come like this (R-ABL-4)."""

    TOO_SOON = "less than a week's notice"
    NO_ALTERNATIVE = "no alternative date"


def check_appointment(announced_on: date, comes_on: date, alternatives: Iterable[date]) -> AppointmentProblem | None:
    """A reader comes with at least a week's notice and offers at least one other day (R-ABL-4)."""
    if comes_on < announced_on + timedelta(days=7):
        return AppointmentProblem.TOO_SOON
    if not any(day != comes_on and day > announced_on for day in alternatives):
        return AppointmentProblem.NO_ALTERNATIVE
    return None
