"""A question, never a wall (R-ABL-9, ux 3.7); dates (R-ABL-7); the table of states."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.cases.rules.states import TRANSITIONS, CaseState, may_move
from osc.identity.rules.email import canonical_email, looks_like_email
from osc.metering.rules.dates import DateProblem, check_read_on
from osc.metering.rules.plausibility import Expectation, Fit, expect, judge

D = Decimal
BAND = Expectation(D(198), D(150), D(240))
YEAR = {2025: [D(310)] * 12}


@pytest.mark.parametrize(
    ("value", "fit"),
    [
        (17925, Fit.FITS), (17888, Fit.FITS), (17978, Fit.FITS), (18000, Fit.SLIGHTLY_HIGH), (17880, Fit.SLIGHTLY_LOW),
        (18200, Fit.HIGH), (17750, Fit.LOW), (179251, Fit.EXTRA_DIGIT), (17738, Fit.UNCHANGED), (17000, Fit.BELOW_LAST),
        (99999, Fit.HIGH),
    ],
)  # fmt: skip
def test_r_abl_9_fits(value: int, fit: Fit) -> None:
    assert judge(D(value), last=D(17738), days=22, expectation=BAND).fit == fit


def test_one_digit_too_many_suggests_the_likely_value() -> None:
    assert judge(D(179251), last=D(17738), days=22, expectation=BAND).suggestion == 17925


def test_without_a_year_before_nothing_is_claimed() -> None:
    assert judge(D(5), last=None, days=0, expectation=None).fit == Fit.UNKNOWN
    assert judge(D(5), last=D(1), days=9, expectation=None).fit == Fit.UNKNOWN
    assert expect(date(2026, 1, 1), date(2026, 2, 1), {}, "kWh") is None
    assert expect(date(2026, 1, 1), date(2026, 2, 1), {2025: [None] * 12}, "kWh") is None


def test_expected_is_the_daily_mean_of_the_same_days() -> None:
    found = expect(date(2026, 1, 1), date(2026, 2, 1), YEAR, "kWh")
    assert found is not None and round(found.used, 6) == 310
    assert (round(found.low, 2), round(found.high, 2)) == (D("232.50"), D("387.50"))


def test_the_band_is_never_narrower_than_thirty() -> None:
    found = expect(date(2026, 1, 1), date(2026, 1, 2), YEAR, "kWh")
    assert found is not None and (found.low, round(found.high, 2)) == (0, 40)


@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3), st.integers(0, 400))
def test_every_value_gets_a_judgement(value: Decimal, last: Decimal, days: int) -> None:
    assert judge(value, last=last, days=days, expectation=BAND).fit in Fit


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), DateProblem.FUTURE),
        (date(2026, 10, 31), None),
        (date(2026, 10, 30), DateProblem.BEFORE_LAST),
        (date(2025, 12, 31), DateProblem.ALREADY_BILLED),
        (date(2020, 1, 1), DateProblem.BEFORE_INSTALLATION),
    ],
)
def test_r_abl_7_dates(day: date, problem: DateProblem | None) -> None:
    found = check_read_on(
        day, today=date(2026, 11, 22), installed_on=date(2023, 1, 1), last_billed_on=date(2025, 12, 31),
        last_read_on=date(2026, 10, 31), oldest_days=42,
    )  # fmt: skip
    assert found == problem


def test_r_abl_7_too_old_is_a_setting() -> None:
    today = date(2026, 11, 22)
    old = {"today": today, "installed_on": date(2023, 1, 1), "last_billed_on": None, "last_read_on": None}
    assert check_read_on(today - timedelta(43), oldest_days=42, **old) == DateProblem.TOO_OLD  # type: ignore[arg-type] - tests only
    assert check_read_on(today - timedelta(43), oldest_days=50, **old) is None  # type: ignore[arg-type] - tests only


def test_ended_states_stay_ended() -> None:
    ended = [state for state, targets in TRANSITIONS.items() if not targets]
    assert set(ended) == {CaseState.REJECTED, CaseState.UNDONE}
    assert not any(may_move(state, other) for state in ended for other in CaseState)
    assert set(TRANSITIONS) == set(CaseState)


@pytest.mark.parametrize("text", ["a@b.de", " A.B+c@Example.DE ", "ü@bücher.de"])
def test_addresses(text: str) -> None:
    assert looks_like_email(text)
    assert canonical_email(text) == canonical_email(canonical_email(text))


@pytest.mark.parametrize(
    "text", ["", "a", "@b.de", "a@b", "a@@b.de", "a b@c.de", "a@b..de", "a@b.de\nBcc: x@y.de", "x" * 250 + "@b.de"]
)
def test_no_addresses(text: str) -> None:
    assert not looks_like_email(text)
