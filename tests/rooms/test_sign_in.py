"""Sign-in: e-mail only, one sentence for all failures, waits that grow, sessions that end."""

from datetime import timedelta

import pytest
from django.conf import settings

from osc.identity.entry.checking import SignInFailed, sign_in
from osc.identity.sessions import end_session, find_session, start_session
from osc.limits.counters import Limit, LimitReached, count, count_or_refuse, holds, neighbourhood_of, refund, source_of
from tests.support.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NOW = settings.NOW


def attempt(
    password: str, *, email: str = "jana@example.net", address: str = "10.0.0.1", later: timedelta = timedelta()
) -> str:
    try:
        sign_in(email=email, password=password, address=address, now=NOW + later)
    except SignInFailed:
        return "failed"
    except LimitReached as limit:
        return f"wait {limit.retry_after}"
    return "in"


def test_faq_4_the_address_is_the_user_name_in_any_case() -> None:
    make_user("jana")
    assert attempt(PASSWORD, email="  JANA@Example.net ") == "in"


def test_unknown_and_wrong_look_alike_and_count_alike() -> None:
    make_user("jana")
    known = [attempt("falsch", address=f"10.0.1.{n}") for n in range(8)]
    unknown = [attempt("falsch", email="niemand@example.net", address=f"10.0.2.{n}") for n in range(8)]
    assert known == unknown == ["failed"] * 5 + ["wait 2"] * 3


def test_after_five_free_failures_each_costs_a_longer_wait() -> None:
    make_user("jana")
    waits, clock = [], timedelta()
    for number in range(15):
        while (result := attempt("falsch", address=f"10.0.3.{number}", later=clock)) != "failed":
            seconds = int(result.removeprefix("wait "))
            waits.append(seconds)
            clock += timedelta(seconds=seconds)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900]


def test_the_right_password_after_the_wait_clears_the_failures() -> None:
    make_user("jana")
    for number in range(5):
        attempt("falsch", address=f"10.0.4.{number}")
    assert attempt(PASSWORD, address="10.0.4.9") == "wait 2"
    assert attempt(PASSWORD, address="10.0.4.9", later=timedelta(seconds=3)) == "in"
    assert attempt("falsch", address="10.0.4.10", later=timedelta(seconds=3)) == "failed"


def test_a_source_may_try_twenty_times_in_ten_minutes() -> None:
    results = [attempt("falsch", email=f"u{n}@example.net") for n in range(21)]
    assert results[:20] == ["failed"] * 20
    assert results[20].startswith("wait ")


def test_an_inactive_log_in_does_not_open() -> None:
    make_user("jana", is_active=False)
    assert attempt(PASSWORD) == "failed"


def test_counters_count_before_they_judge_and_start_anew_after_their_window() -> None:
    limits = (Limit("t", 2, timedelta(hours=1)), Limit("t", 3, timedelta(days=1)))
    assert [count(limits, "x", now=NOW) for _ in range(3)] == [True, True, False]
    assert not count(limits, "x", now=NOW + timedelta(hours=2))
    refund(limits, "x")
    refund(limits, "x")
    count_or_refuse(limits, "x", now=NOW + timedelta(hours=2))


def test_ipv6_counts_by_network() -> None:
    assert source_of("2001:db8::1") == source_of("2001:db8::ffff") != source_of("2001:db8:1::1")
    assert source_of("192.0.2.7") == "192.0.2.7/32"
    assert neighbourhood_of("2001:db8:1:2::1") == "2001:db8:1::/48"
    assert neighbourhood_of("192.0.2.7") == "192.0.2.0/24"


def test_looking_at_a_limit_counts_nothing() -> None:
    limits = (Limit("t", 2, timedelta(hours=2)),)
    assert holds(limits, "x", now=NOW) and holds(limits, "x", now=NOW)
    count(limits, "x", now=NOW)
    assert holds(limits, "x", now=NOW)
    count(limits, "x", now=NOW)
    assert not holds(limits, "x", now=NOW)
    assert holds(limits, "x", now=NOW + timedelta(hours=1))


@pytest.mark.parametrize(("later", "alive"), [(timedelta(minutes=29), True), (timedelta(minutes=31), False)])
def test_sessions_end_after_thirty_idle_minutes(later: timedelta, alive: bool) -> None:
    key = start_session(make_user("jana"), now=NOW)
    assert (find_session(key, now=NOW + later) is not None) is alive


def test_a_session_knows_its_user_and_scope_and_ends_on_the_server() -> None:
    user = make_user("jana")
    key = start_session(user, now=NOW)
    session = find_session(key, now=NOW)
    assert session is not None and session.user is not None
    assert session.user.id == user.id
    assert len(session.user.scope.contract_account_ids) == 3
    end_session(key)
    assert find_session(key, now=NOW) is None
