"""Sign-in limits (security 6.5): known browsers apart, strangers slowed down, the owner never locked out."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from osc.correspondence.models import Mail
from osc.identity.entry.checking import Admission, SignInFailed, sign_in
from osc.identity.entry.limits import IN_A_ROW, UnlockNeeded, _key, _of_everybody, count_attempt
from osc.identity.entry.opening import Visitor, open_session
from osc.identity.entry.unlocking import UnlockLinkGone, find_unlock, send_unlock_link, use_unlock
from osc.identity.managing.alerts import open_alerts
from osc.identity.managing.closing import Word, disable_login
from osc.identity.models import Device, LoginSession, PortalUser, SecurityEvent
from osc.identity.sessions import Stage, find_session, start_session
from osc.limits.buckets import Bucket, take
from osc.limits.counters import LimitReached, count
from tests.support.people import PASSWORD, make_user, settle
from tests.support.post import token_in, told

pytestmark = pytest.mark.django_db
NOW = settings.NOW
EMAIL = "jana@example.net"
HOME = Visitor("10.0.0.1", "Mozilla/5.0 Firefox/140.0")


def attempt(password: str = "falsch", *, email: str = EMAIL, source: int = 1, device: str = "", **later: int) -> str:
    try:
        sign_in(
            email=email, password=password, address=f"10.1.{source // 250}.{source % 250}", device_secret=device,
            now=NOW + timedelta(**later),
        )  # fmt: skip
    except SignInFailed:
        return "failed"
    except UnlockNeeded:
        return "unlock"
    except LimitReached:
        return "wait"
    return "in"


def test_log6_of_a_hundred_simultaneous_tries_at_most_five_are_judged() -> None:
    results, barrier = [], threading.Barrier(20)

    def try_five_times(number: int) -> None:
        barrier.wait()
        for each in range(5):
            with transaction.atomic():
                results.append(attempt(email="rush@example.net", source=number * 5 + each))
        connection.close()

    threads = [threading.Thread(target=try_five_times, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tidy = threading.Thread(target=_forget_everything)
    tidy.start()
    tidy.join()
    assert len(results) == 100
    assert results.count("failed") == 5


def _forget_everything() -> None:
    """What the threads committed is outside of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("delete from limits_counter")
    connection.close()


def test_log4_strangers_wait_and_a_recognised_browser_goes_in() -> None:
    user = make_user("jana")
    settle(user)
    assert [attempt(source=n) for n in range(8)] == ["failed"] * 5 + ["wait"] * 3
    assert attempt(PASSWORD, source=99) == "wait"
    assert attempt(PASSWORD, device=f"device of {EMAIL}") == "in"
    assert attempt(source=50) == "wait"  # its success clears its own bucket only


def test_a_recognised_browser_has_ten_failures_an_hour_of_its_own() -> None:
    settle(make_user("jana"))
    mine = f"device of {EMAIL}"
    assert [attempt(device=mine) for _ in range(11)] == ["failed"] * 10 + ["wait"]
    assert attempt(PASSWORD, device=mine, minutes=61) == "in"


def test_somebody_elses_browser_is_a_stranger() -> None:
    settle(make_user("jana"))
    make_user("B")
    for n in range(5):
        attempt(email="b@example.net", source=n)
    assert attempt(PASSWORD, email="b@example.net", device=f"device of {EMAIL}") == "wait"


def test_a_device_is_forgotten_after_180_days() -> None:
    settle(make_user("jana"))
    for n in range(5):
        attempt(source=n, days=181)
    assert attempt(PASSWORD, device=f"device of {EMAIL}", days=181) == "wait"


@pytest.mark.parametrize("email", [EMAIL, "niemand@example.net"])
def test_log20_after_a_hundred_failures_in_a_row_known_and_unknown_need_the_link(email: str) -> None:
    make_user("jana")
    for _ in range(100):
        count(IN_A_ROW, _key(email), now=NOW)
    assert attempt(PASSWORD, email=email) == "unlock"
    send_unlock_link(email=email, now=NOW)
    assert Mail.objects.filter(template="many_failures").exists() == (email == EMAIL)


def test_the_unlock_link_makes_a_browser_known_and_the_password_is_still_needed() -> None:
    make_user("jana")
    for _ in range(100):
        count(IN_A_ROW, _key(EMAIL), now=NOW)
    send_unlock_link(email=EMAIL, now=NOW)
    token = token_in("many_failures")
    find_unlock(token=token, now=NOW)
    with pytest.raises(UnlockLinkGone):
        find_unlock(token=token, now=NOW + timedelta(minutes=31))
    secret = use_unlock(token=token, now=NOW, user_agent="Firefox")
    with pytest.raises(UnlockLinkGone):
        use_unlock(token=token, now=NOW, user_agent="Firefox")
    assert attempt(device=secret) == "failed"
    assert attempt(PASSWORD, device=secret) == "in"
    assert attempt(PASSWORD, source=7) == "in", "until the next success"


def test_a_stranger_can_fill_no_mailbox_with_unlock_links() -> None:
    make_user("jana")
    for _ in range(10):
        send_unlock_link(email=EMAIL, now=NOW)
    assert Mail.objects.filter(template="many_failures").count() == 3


def test_log19_stuffing_closes_the_door_for_unknown_browsers_only() -> None:
    settle(make_user("jana"))
    for _ in range(301):
        count(_of_everybody(), "all", now=NOW)
    assert attempt(PASSWORD) == "unlock"
    assert [attempt("falsch", device=f"device of {EMAIL}") for _ in range(2)] == ["failed"] * 2
    assert [alert.kind for alert in open_alerts()] == ["sign_in_failures"], "staff see one alert, however long it lasts"
    assert attempt(PASSWORD, device=f"device of {EMAIL}") == "in"
    assert attempt(PASSWORD, minutes=61) == "in"


def test_counting_alone_tells_nothing_about_a_log_in() -> None:
    make_user("jana")
    waits = {}
    for email in (EMAIL, "niemand@example.net"):
        seen = waits[email] = []
        for n in range(9):
            try:
                count_attempt(email=email, address=f"10.7.7.{n}", device=None, now=NOW)
                seen.append(0)
            except LimitReached as limit:
                seen.append(limit.retry_after)
    assert waits[EMAIL] == waits["niemand@example.net"] == [0] * 5 + [2] * 4


def test_r_sec_15_a_new_browser_is_mailed_a_known_one_is_not() -> None:
    user = make_user("jana")
    opened = open_session(Admission(user, None, Stage.FULL), visitor=HOME, now=NOW)
    assert told("new_device")["user_agent"] == HOME.user_agent
    device = Device.objects.get(user=user)
    assert opened.device_secret and device.recognised_at == NOW
    again = open_session(Admission(user, device, Stage.FULL), visitor=HOME, now=NOW + timedelta(days=3))
    assert again.device_secret == ""
    assert Mail.objects.filter(template="new_device").count() == 1
    kinds = list(SecurityEvent.objects.filter(user=user).order_by("at").values_list("kind", flat=True))
    assert sorted(kinds) == ["new_device", "signed_in", "signed_in"]


def test_a_confined_session_sees_nobody_and_recognises_nothing() -> None:
    user = make_user("jana")
    key = open_session(Admission(user, None, Stage.NEW_PASSWORD), visitor=HOME, now=NOW).session_key
    session = find_session(key, now=NOW)
    assert session is not None and session.user is None and session.confined is not None
    assert session.confined.scope.contract_account_ids == ()
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('osc.partners', true)")
        assert cursor.fetchone() == ("{}",)
    assert not Device.objects.filter(user=user).exists()


def test_the_eleventh_session_ends_the_quietest() -> None:
    user = make_user("jana")
    keys = [start_session(user, now=NOW + timedelta(minutes=n)) for n in range(11)]
    alive = [find_session(key, now=NOW + timedelta(minutes=11)) is not None for key in keys]
    assert alive == [False] + [True] * 10


def test_log18_disabling_ends_everything_at_once() -> None:
    user = make_user("jana")
    keys = [start_session(user, now=NOW, device=settle(user)) for _ in range(1)]
    link = user.links.first()
    word = Word(make_user("B", is_staff=True).id, link.business_partner_id, user.id, "Verdacht auf Missbrauch")
    disable_login(word, now=NOW)
    assert find_session(keys[0], now=NOW) is None
    assert not LoginSession.objects.filter(user=user).exists()
    assert not PortalUser.objects.get(id=user.id).is_active
    assert attempt(PASSWORD) == "failed"


def test_a_bucket_refills_bit_by_bit() -> None:
    bucket = Bucket("t", 3, timedelta(hours=2))
    assert [take(bucket, "x", now=NOW) for _ in range(4)] == [True, True, True, False]
    assert not take(bucket, "x", now=NOW + timedelta(hours=1))
    assert [take(bucket, "x", now=NOW + timedelta(hours=2)) for _ in range(2)] == [True, False]
    assert [take(bucket, "x", now=NOW + timedelta(days=9)) for _ in range(4)] == [True, True, True, False]
