"""Passwort vergessen (FAQ 7, R-SEC-8, security 6.6): the owner gets in, a stranger changes nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from msgspec.structs import replace

from osc.correspondence.models import Mail
from osc.identity.entry.checking import SignInFailed, sign_in
from osc.identity.entry.opening import Visitor
from osc.identity.models import Device, LoginSession, PasswordReset, PortalUser, SecurityEvent
from osc.identity.recovery.asking import ask_new_password, judge
from osc.identity.recovery.choosing import (
    UNCHANGED,
    PasswordRefused,
    ResetGone,
    find_reset,
    give_back,
    replace_forgotten_password,
    use_reset_link,
)
from osc.identity.rules.passwords import KNOWN, ONE_TIME, TOO_SHORT
from osc.identity.sessions import Stage, start_session
from osc.limits.counters import LimitReached
from tests.support.modes import utility
from tests.support.people import PASSWORD, make_user, settle
from tests.support.post import newest, sent, token_in, told

pytestmark = pytest.mark.django_db
NOW = settings.NOW
EMAIL, NEW = "jana@example.net", "noch ein langer Satz"
HOME = Visitor("10.0.0.1", "Firefox")


def ask(email: str = EMAIL, *, later: timedelta = timedelta(), source: int = 1, device: str = "") -> None:
    now = NOW + later
    visitor = Visitor(f"10.2.{source // 250}.{source % 250}", "Firefox")
    ask_new_password(email=email, language="de", visitor=visitor, now=now, device_secret=device)
    judge(reset_id=PasswordReset.objects.get(judged_at=None).id, now=now)


def enter(password: str, *, later: timedelta = timedelta(), source: int = 1) -> Stage | None:
    try:
        address = f"10.3.{source // 250}.{source % 250}"
        return sign_in(email=EMAIL, password=password, address=address, now=NOW + later).stage
    except (SignInFailed, LimitReached):
        return None


def newest_reset() -> PasswordReset:
    return PasswordReset.objects.latest("asked_at", "judged_at")


def test_faq_7_the_mail_has_a_password_a_link_and_says_that_the_old_one_stays() -> None:
    make_user("jana")
    ask(" JANA@Example.net ")
    one_time = told("one_time_password")["one_time"]
    link = told("one_time_password")["link"]
    mail = sent("one_time_password")
    assert mail.subject == "Ihr neues Passwort für das Online-Service-Center"
    assert one_time in mail.body and link in mail.body
    assert "Ihr bisheriges Passwort gilt weiter" in mail.body
    assert len(link) < 76, "survives mail programs that wrap"
    assert newest("one_time_password").context == {}, "no secret stays in the outbox"


def test_pwd1_an_unknown_address_gets_one_mail_a_day_and_a_disabled_log_in_is_unknown() -> None:
    make_user("jana", is_active=False)
    for n in range(3):
        ask("niemand@example.net", source=n)
        ask(EMAIL, source=n)
    assert sorted(Mail.objects.values_list("template", "to")) == [
        ("no_login", EMAIL), ("no_login", "niemand@example.net"),
    ]  # fmt: skip


def test_pwd2_the_old_password_stays_valid_and_using_it_ends_the_one_time_password() -> None:
    make_user("jana")
    ask()
    one_time = told("one_time_password")["one_time"]
    assert enter(PASSWORD) == Stage.FULL
    assert enter(one_time) is None
    ask(later=timedelta(hours=3))
    assert enter(told("one_time_password")["one_time"], later=timedelta(hours=3)) == Stage.NEW_PASSWORD
    assert enter(PASSWORD, later=timedelta(hours=3)) == Stage.FULL


@pytest.mark.parametrize(("minutes", "stage"), [(29, Stage.NEW_PASSWORD), (31, None)])
def test_pwd4_thirty_minutes(minutes: int, stage: Stage | None) -> None:
    make_user("jana")
    ask()
    token = token_in("one_time_password")
    assert enter(told("one_time_password")["one_time"], later=timedelta(minutes=minutes)) == stage
    if stage is None:
        with pytest.raises(ResetGone):
            use_reset_link(token=token, now=NOW + timedelta(minutes=minutes))


def test_pwd5_only_the_newest_works_before_and_none_after() -> None:
    user = make_user("jana")
    secrets = []
    for n in range(3):
        ask(later=timedelta(seconds=n))
        secrets.append(told("one_time_password")["one_time"])
    later = timedelta(seconds=9)
    assert [enter(each, later=later) for each in secrets] == [None, None, Stage.NEW_PASSWORD]
    replace_forgotten_password(reset_id=newest_reset().id, password=NEW, visitor=HOME, now=NOW + later)
    assert [enter(each, later=later) for each in secrets] == [None, None, None]
    assert enter(NEW, later=later) == Stage.FULL
    assert user.id == PortalUser.objects.get(email=EMAIL).id


def test_r_sec_8_a_one_time_password_used_twice_fails_the_second_time() -> None:
    make_user("jana")
    ask()
    one_time, token = told("one_time_password")["one_time"], token_in("one_time_password")
    assert enter(one_time) == Stage.NEW_PASSWORD
    assert enter(one_time) is None
    with pytest.raises(ResetGone):
        find_reset(token=token, now=NOW)


def test_pwd7_a_refused_choice_says_why_and_gives_the_one_time_password_back() -> None:
    make_user("jana")
    ask()
    one_time = told("one_time_password")["one_time"]
    assert enter(one_time) == Stage.NEW_PASSWORD
    reset = newest_reset()
    for choice, problem in [("kurz", TOO_SHORT), ("qwertzuiop", KNOWN), (PASSWORD, UNCHANGED), (one_time, ONE_TIME)]:
        with pytest.raises(PasswordRefused) as refused:
            replace_forgotten_password(reset_id=reset.id, password=choice, visitor=HOME, now=NOW)
        assert refused.value.problem == problem
    give_back(reset_id=reset.id)
    assert enter(one_time) == Stage.NEW_PASSWORD


def test_pwd8_a_reset_ends_sessions_browsers_and_links_and_is_told_on_all_channels() -> None:
    from osc.identity.address.reporting import tell_on_file

    user = make_user("jana")
    settle(user)
    start_session(user, now=NOW)
    start_session(user, now=NOW)
    ask()
    enter(told("one_time_password")["one_time"])
    replace_forgotten_password(reset_id=newest_reset().id, password=NEW, visitor=HOME, now=NOW)
    assert not LoginSession.objects.filter(user=user).exists()
    assert not Device.objects.filter(user=user).exists()
    assert newest("password_changed").to == EMAIL
    assert SecurityEvent.objects.filter(user=user, kind="password_reset").exists()
    tell_on_file(user_id=user.id, template="password_changed", now=NOW)
    assert len(set(Mail.objects.filter(template="password_changed").values_list("to", flat=True))) == 2


def test_pwd9_strangers_use_nothing_up() -> None:
    settle(make_user("jana"))
    ask()
    one_time = told("one_time_password")["one_time"]
    wrong = "EP-" + "7K4M2Q9PXB" * 2
    assert {enter(wrong, source=n) for n in range(60)} == {None}
    assert enter(PASSWORD, source=200) == Stage.FULL, "wrong one-time passwords count on no log-in"
    ask(later=timedelta(hours=2, minutes=1))
    fresh = told("one_time_password")["one_time"]
    assert enter(one_time, source=201, later=timedelta(hours=2, minutes=1)) is None
    assert enter(fresh, source=202, later=timedelta(hours=2, minutes=1)) == Stage.NEW_PASSWORD


def test_one_time_passwords_open_the_way_even_while_strangers_wait() -> None:
    make_user("jana")
    for n in range(9):
        enter("falsch", source=n)
    ask()
    assert enter(told("one_time_password")["one_time"], source=99) == Stage.NEW_PASSWORD


def test_pwd12_after_a_new_address_the_old_mail_opens_nothing() -> None:
    user = make_user("jana")
    ask()
    token = token_in("one_time_password")
    PortalUser.objects.filter(id=user.id).update(email="neu@example.net")
    assert enter(told("one_time_password")["one_time"]) is None
    with pytest.raises(ResetGone):
        find_reset(token=token, now=NOW)


def test_a_mailbox_gets_three_at_once_and_then_one_every_two_hours() -> None:
    settle(make_user("jana"))
    for n in range(6):
        ask(source=n)
    assert Mail.objects.filter(template="one_time_password").count() == 3
    ask(device=f"device of {EMAIL}")
    assert Mail.objects.filter(template="one_time_password").count() == 4, "a recognised browser has its own budget"
    ask(later=timedelta(hours=2), source=7)
    assert Mail.objects.filter(template="one_time_password").count() == 5


def test_silence_over_the_budget_ends_no_secret_that_was_mailed() -> None:
    make_user("jana")
    for n in range(6):
        ask(source=n, later=timedelta(seconds=n))
    assert enter(told("one_time_password")["one_time"], later=timedelta(seconds=9)) == Stage.NEW_PASSWORD


def test_the_setting_link_mails_a_link_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    security = replace(settings.UTILITY.security, password_reset="link")
    monkeypatch.setattr(settings, "UTILITY", replace(settings.UTILITY, security=security))
    make_user("jana")
    ask()
    assert "one_time" not in told("reset_link")
    admission = use_reset_link(token=token_in("reset_link"), now=NOW)
    assert admission.stage == Stage.NEW_PASSWORD
    assert sent("reset_link").subject == "Neues Passwort festlegen"


def test_prv1_only_hashes_are_kept() -> None:
    make_user("jana")
    ask()
    reset, said = newest_reset(), told("one_time_password")
    kept = repr({name: getattr(reset, name) for name in ("secret_hash", "link_hash", "email", "source")})
    assert said["one_time"] not in kept and token_in("one_time_password") not in kept
    assert reset.secret_hash.startswith("argon2")


def test_pwd9_wrong_one_time_passwords_make_nobody_else_wait() -> None:
    """A hundred bits need no counter; only the source counts, and the alarm of all sign-ins stays quiet."""
    make_user("jana")
    wrong = "EP-00000-11111-22222-33333"
    with utility("security", failed_sign_ins_per_hour=20):
        for number in range(25):
            with pytest.raises(SignInFailed):
                sign_in(email="jana@example.net", password=wrong, address=f"10.9.{number}.1", now=NOW)
        assert sign_in(email="jana@example.net", password=PASSWORD, address="10.8.0.1", now=NOW)
