"""A question, never a wall (R-ABL-9, ux 3.7); dates (R-ABL-7); the table of states."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.cases.rules.states import TRANSITIONS, CaseState, may_move
from osc.foundation.period import Period
from osc.identity.rules.email import canonical_email, looks_like_email
from osc.metering.rules.dates import (
    AppointmentProblem,
    DateProblem,
    check_appointment,
    check_read_on,
    price_change_near,
)
from osc.metering.rules.plausibility import Expectation, Fit, Judgement, Last, OtherMeter, Tolerance, expect, judge

D = Decimal
BAND = Expectation(D(198), D(150), D(240))
YEAR = {2025: [D(310)] * 12}
NORMAL = Tolerance()
LAST = Last(D(17738))


def judged(value: int | str, last: Last | None = LAST, days: int = 22, **more: object) -> Judgement:
    return judge(D(value), last=last, days=days, tolerance=NORMAL, **{"expectation": BAND, **more})  # type: ignore[arg-type] - tests only


def expected(
    start: date, end: date, months: dict[int, list[Decimal | None]], commodity: str = "STROM"
) -> Expectation | None:
    return expect(Period(start, end), months, commodity, NORMAL)


@pytest.mark.parametrize(
    ("value", "fit"),
    [
        (17925, Fit.FITS), (17888, Fit.FITS), (17978, Fit.FITS), (18000, Fit.SLIGHTLY_HIGH), (17880, Fit.SLIGHTLY_LOW),
        (18200, Fit.HIGH), (17750, Fit.LOW), (179251, Fit.EXTRA_DIGIT), (17738, Fit.UNCHANGED), (17000, Fit.BELOW_LAST),
        (99999, Fit.HIGH),
    ],
)  # fmt: skip
def test_r_abl_9_fits(value: int, fit: Fit) -> None:
    assert judged(value).fit == fit


def test_one_digit_too_many_suggests_the_likely_value() -> None:
    assert judged(179251).suggestion == 17925


def test_a_forgotten_comma_is_seen_on_registers_with_decimals() -> None:
    band = Expectation(D("2.5"), D(0), D("5.5"))
    last = Last(D("412.345"), digits=5, decimals=3)
    found = judged(41527, last, expectation=band)
    assert (found.fit, found.suggestion) == (Fit.EXTRA_DIGIT, D("415.270"))


@pytest.mark.parametrize(
    ("typed", "meant"), [("19725", "17925"), ("71925", "17925"), ("179125", "17925"), ("17295", "17925")]
)
def test_swapped_or_doubled_digits_are_asked_for(typed: str, meant: str) -> None:
    found = judged(typed)
    assert (found.fit, found.suggestion) in {(Fit.SIMILAR, D(meant)), (Fit.EXTRA_DIGIT, D("17912"))}
    assert found.in_review


def test_the_number_of_another_meter_is_recognised() -> None:
    gas = OtherMeter("gas", D(8210), Expectation(D(90), D(60), D(120)))
    found = judged(8300, others=(gas,))
    assert (found.fit, found.other) == (Fit.OTHER_METER, "gas")
    assert judged(17925, others=(OtherMeter("x", D(17830), gas.expectation),)).fit == Fit.FITS


def test_r_abl_8_r_ver_2_rollover_only_when_it_is_plausible() -> None:
    near_end = Last(D(99873), digits=5)
    over = Expectation(D(500), D(375), D(625))
    found = judged(412, near_end, expectation=over)
    assert (found.fit, found.used, found.in_review) == (Fit.ROLLOVER, 539, False)
    assert judged(45123, Last(D(45678), digits=5), expectation=over).fit == Fit.BELOW_LAST
    assert judged(60000, near_end, expectation=over).fit == Fit.BELOW_LAST
    assert judged(412, Last(D(99873), estimated=True, digits=5), expectation=over).fit == Fit.ESTIMATE_REPLACED


def test_a_real_value_replaces_an_estimate() -> None:
    guess = Last(D(17738), estimated=True)
    assert [judged(value, guess).fit for value in (17700, 18200, 17750)] == [Fit.ESTIMATE_REPLACED] * 3
    assert judged(17925, guess).fit == Fit.FITS and judged(17925, guess).replaces_estimate


def test_r_abl_9_r_ver_7_without_a_year_before_known_months_are_spread_by_degree_days() -> None:
    months: dict[int, list[Decimal | None]] = {2026: [D(1700), *[None] * 11]}
    winter = expected(date(2026, 2, 1), date(2026, 3, 1), months, "GAS")
    summer = expected(date(2026, 7, 1), date(2026, 8, 1), months, "GAS")
    assert winter is not None and summer is not None
    assert not winter.same_days
    assert 1450 < winter.used < 1550 and 200 < summer.used < 300


def test_without_a_year_before_nothing_is_claimed() -> None:
    assert judged(5, None, 0, expectation=None).fit == Fit.UNKNOWN
    assert judged(5, Last(D(1)), 9, expectation=None).fit == Fit.UNKNOWN
    assert expected(date(2026, 1, 1), date(2026, 2, 1), {}) is None
    assert expected(date(2026, 1, 1), date(2026, 2, 1), {2025: [None] * 12}) is None


def test_expected_is_the_daily_mean_of_the_same_days() -> None:
    found = expected(date(2026, 1, 1), date(2026, 2, 1), YEAR)
    assert found is not None and round(found.used, 6) == 310
    assert (round(found.low, 2), round(found.high, 2)) == (D("232.50"), D("387.50"))


def test_the_band_is_never_narrower_than_thirty() -> None:
    found = expected(date(2026, 1, 1), date(2026, 1, 2), YEAR)
    assert found is not None and (found.low, round(found.high, 2)) == (0, 40)


@given(st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=3), st.integers(0, 400))
def test_every_value_gets_a_judgement(value: Decimal, last: Decimal, days: int) -> None:
    assert judge(value, last=Last(last), days=days, expectation=BAND, tolerance=NORMAL).fit in Fit


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), DateProblem.FUTURE),
        (date(2026, 10, 31), None),
        (date(2026, 10, 30), DateProblem.BEFORE_LAST),
        (date(2025, 12, 31), DateProblem.ALREADY_BILLED),
        (date(2020, 1, 1), DateProblem.BEFORE_INSTALLATION),
        (date(2026, 11, 21), DateProblem.AFTER_REMOVAL),
    ],
)
def test_r_abl_7_dates(day: date, problem: DateProblem | None) -> None:
    found = check_read_on(
        day, today=date(2026, 11, 22), installed_on=date(2023, 1, 1), last_billed_on=date(2025, 12, 31),
        last_read_on=date(2026, 10, 31), oldest_days=42,
        last_day=date(2026, 11, 20) if problem == DateProblem.AFTER_REMOVAL else None,
    )  # fmt: skip
    assert found == problem


def test_r_abl_7_too_old_is_a_setting() -> None:
    today = date(2026, 11, 22)
    old = {"today": today, "installed_on": date(2023, 1, 1), "last_billed_on": None, "last_read_on": None,
           "last_day": None}  # fmt: skip
    assert check_read_on(today - timedelta(43), oldest_days=42, **old) == DateProblem.TOO_OLD  # type: ignore[arg-type] - tests only
    assert check_read_on(today - timedelta(43), oldest_days=50, **old) is None  # type: ignore[arg-type] - tests only


def test_r_abl_15_the_window_around_a_price_change() -> None:
    changes = [date(2026, 1, 1), date(2027, 1, 1)]
    near = {"days_before": 3, "days_after": 7}
    assert price_change_near(date(2026, 12, 28), changes, **near) is None
    assert price_change_near(date(2026, 12, 29), changes, **near) == date(2027, 1, 1)
    assert price_change_near(date(2027, 1, 8), changes, **near) == date(2027, 1, 1)
    assert price_change_near(date(2027, 1, 9), changes, **near) is None


def test_r_abl_4_a_reader_announces_himself_a_week_before_with_another_day() -> None:
    today = date(2026, 11, 22)
    other = [today + timedelta(14)]
    assert check_appointment(today, today + timedelta(6), other) == AppointmentProblem.TOO_SOON
    assert check_appointment(today, today + timedelta(7), []) == AppointmentProblem.NO_ALTERNATIVE
    assert check_appointment(today, today + timedelta(7), other) is None


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
