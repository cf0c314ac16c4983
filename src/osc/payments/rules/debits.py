"""Which debit still runs over the old account, and which is the first over the new one (R-SEP-5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from osc.foundation.calendars import TargetCalendar, subtract_working_days

TARGET = TargetCalendar()


@dataclass(frozen=True, slots=True)
class Switch:
    """The last debit over the old account (None when there is none) and the first over the new one."""

    last_old: date | None
    first_new: date | None


def cut_off(due_on: date, *, working_days: int) -> date:
    """The day on which the debit of this due day is already at the bank: so many TARGET days before."""
    return subtract_working_days(due_on, working_days, TARGET)


def earliest_collection(announced_on: date, *, notice_days: int) -> date:
    """The first day on which may be collected what was announced on a day: calendar days, not waivable."""
    return announced_on + timedelta(days=notice_days)


def switch_accounts(
    dues: Iterable[date], *, today: date, working_days: int, notice_days: int, debited_before: bool
) -> Switch:
    """Splits the coming due days. A running debit keeps its announcement when only the account changes;
    the first debit ever needs the full notice."""
    coming = sorted({due for due in dues if due >= today})
    if debited_before:
        old = [due for due in coming if cut_off(due, working_days=working_days) <= today]
        new = [due for due in coming if due not in old]
        return Switch(old[-1] if old else None, new[0] if new else None)
    first = earliest_collection(today, notice_days=notice_days)
    return Switch(None, next((due for due in coming if due >= first), None))
