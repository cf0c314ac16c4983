"""Risk marks (security 6.7): each alone, none for an old friend, all for a stranger."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.identity.rules.risk import EMAIL_CHANGED, FRESH_LINK, NEW_DEVICE, RESET, History, marks

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def ago(**span: int) -> datetime:
    return NOW - timedelta(**span)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (History(None, None, LONG_AGO, LONG_AGO), ()),
        (History(LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO), ()),
        (History(ago(hours=71), None, LONG_AGO, LONG_AGO), (RESET,)),
        (History(ago(hours=72), None, LONG_AGO, LONG_AGO), ()),
        (History(None, ago(days=13), LONG_AGO, LONG_AGO), (EMAIL_CHANGED,)),
        (History(None, ago(days=14), LONG_AGO, LONG_AGO), ()),
        (History(None, None, ago(days=9), LONG_AGO), (FRESH_LINK,)),
        (History(None, None, ago(days=10), LONG_AGO), ()),
        (History(None, None, LONG_AGO, ago(days=6)), (NEW_DEVICE,)),
        (History(None, None, LONG_AGO, ago(days=7)), ()),
        (History(None, None, None, None), (FRESH_LINK, NEW_DEVICE)),
        (History(NOW, NOW, NOW, NOW), (RESET, EMAIL_CHANGED, FRESH_LINK, NEW_DEVICE)),
    ],
)
def test_security_6_7_each_mark_holds_for_its_time(history: History, expected: tuple[str, ...]) -> None:
    assert marks(history, now=NOW) == expected


moments = st.none() | st.timedeltas(timedelta(), timedelta(days=40)).map(lambda span: NOW - span)


@given(moments, moments, moments, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_waiting_never_adds_a_mark(
    reset: datetime | None, email: datetime | None, link: datetime | None, device: datetime | None, wait: timedelta
) -> None:
    history = History(reset, email, link, device)
    assert set(marks(history, now=NOW + wait)) <= set(marks(history, now=NOW))
