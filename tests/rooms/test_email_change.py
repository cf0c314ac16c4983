"""A new e-mail address (R-SEC-11, security 6.7): nobody loses a log-in to a stranger, nothing tells who is a customer."""

from datetime import timedelta

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.cases.models import Case
from osc.correspondence.models import Mail
from osc.identity.address.changing import (
    ChangeGone,
    ask_email_change,
    confirm_email_change,
    find_change,
    find_confirmed_change,
    judge,
    revert_email_change,
)
from osc.identity.address.reporting import report
from osc.identity.entry.opening import Visitor
from osc.identity.models import Device, EmailChange, LoginSession, PortalUser
from osc.identity.risk import risk_marks
from osc.identity.sessions import find_session, start_session
from osc.interchange.models import OutboundMessage
from osc.limits.counters import LimitReached
from tests.support.people import make_user, settle
from tests.support.post import newest, token_in

pytestmark = pytest.mark.django_db
NOW = settings.NOW
OLD, NEW = "jana@example.net", "neu@example.net"
HOME = Visitor("10.0.0.1", "Firefox")


def ask(user: PortalUser, new: str = NEW, *, later: timedelta = timedelta()) -> EmailChange:
    ask_email_change(user_id=user.id, new_email=new, now=NOW + later)
    change = EmailChange.objects.latest("asked_at", "id") if later else EmailChange.objects.get(new_email=new.lower())
    judge(change_id=change.id, now=NOW + later)
    return EmailChange.objects.get(id=change.id)


def confirm(*, later: timedelta = timedelta(), keep: str = "") -> EmailChange:
    token = token_in("confirm_new_email")
    return confirm_email_change(token=token, visitor=HOME, keep_session=keep, now=NOW + later)


def email_of(user: PortalUser) -> str:
    return str(PortalUser.objects.get(id=user.id).email)


def test_biz6_nothing_changes_until_the_new_mailbox_confirms() -> None:
    user = make_user("jana")
    ask(user)
    for _ in range(3):
        assert find_change(token=token_in("confirm_new_email"), now=NOW).new_email == NEW
    assert email_of(user) == OLD
    confirm()
    assert email_of(user) == NEW
    with pytest.raises(ChangeGone):
        confirm()
    assert newest("email_changed").to == OLD
    assert "n…@example.net" in str(newest("email_changed").context)


def test_biz6_the_old_mailbox_takes_it_back_without_signing_in() -> None:
    user = make_user("jana")
    settle(user)
    ask(user)
    confirm()
    key = start_session(user, now=NOW)
    token = token_in("email_changed")
    find_confirmed_change(token=token, now=NOW + timedelta(days=6))
    with pytest.raises(ChangeGone):
        find_confirmed_change(token=token, now=NOW + timedelta(days=7))
    revert_email_change(token=token, visitor=HOME, now=NOW + timedelta(days=6))
    assert email_of(user) == OLD
    assert find_session(key, now=NOW) is None and not Device.objects.filter(user=user).exists()
    with pytest.raises(ChangeGone):
        revert_email_change(token=token, visitor=HOME, now=NOW)


def test_the_oldest_mailbox_wins_over_every_later_change() -> None:
    user = make_user("jana")
    ask(user)
    confirm()
    first = token_in("email_changed")
    ask(user, "noch@example.net", later=timedelta(hours=1))
    confirm(later=timedelta(hours=1))
    second = token_in("email_changed")
    assert newest("email_changed").to == NEW
    revert_email_change(token=first, visitor=HOME, now=NOW + timedelta(hours=2))
    assert email_of(user) == OLD
    with pytest.raises(ChangeGone):
        revert_email_change(token=second, visitor=HOME, now=NOW + timedelta(hours=2))
    assert email_of(user) == OLD


def test_biz7_a_used_address_looks_like_a_free_one_and_its_owner_hears_of_it() -> None:
    user, owner = make_user("jana"), make_user("B")
    ask(user, "B@example.net")
    assert newest("email_in_use").to == owner.email
    assert not Mail.objects.filter(template="confirm_new_email").exists()
    assert (email_of(user), email_of(owner)) == (OLD, "b@example.net")


def test_an_address_taken_in_the_meantime_is_not_taken_away() -> None:
    user = make_user("jana")
    ask(user)
    make_user("B", email=NEW)
    with pytest.raises(ChangeGone):
        confirm()
    assert email_of(user) == OLD
    assert EmailChange.objects.get().confirmed_at is None


def test_only_the_newest_wish_can_be_confirmed_and_only_for_a_day() -> None:
    user = make_user("jana")
    ask(user)
    first = token_in("confirm_new_email")
    ask(user, "anders@example.net", later=timedelta(seconds=1))
    with pytest.raises(ChangeGone):
        find_change(token=first, now=NOW)
    with pytest.raises(ChangeGone):
        find_change(token=token_in("confirm_new_email"), now=NOW + timedelta(hours=25))


def test_other_sessions_end_and_money_is_held() -> None:
    user = make_user("jana")
    device = settle(user)
    mine, other = start_session(user, now=NOW, device=device), start_session(user, now=NOW)
    ask(user)
    confirm(keep=mine)
    assert LoginSession.objects.filter(user=user).count() == 1
    session = find_session(mine, now=NOW)
    assert session is not None and session.user is not None
    assert risk_marks(session.user, now=NOW + timedelta(days=13)) == ("email_changed",)
    assert find_session(other, now=NOW) is None


def test_the_billing_system_hears_of_it_once_and_of_the_way_back_too() -> None:
    user = make_user("jana")
    change = ask(user)
    confirm()
    (case,) = report(change_id=change.id, now=NOW)
    assert report(change_id=change.id, now=NOW) == [case]
    assert case.kind == Case.Kind.EMAIL_CHANGE and case.reference.startswith("PD-")
    message = OutboundMessage.objects.get(case_id=case.id)
    assert (message.kind, message.payload["email"]) == ("contact_data", NEW)
    assert newest("email_change_done").to == NEW
    revert_email_change(token=token_in("email_changed"), visitor=HOME, now=NOW)
    (back,) = report(change_id=change.id, now=NOW)
    assert back.id != case.id and back.summary["email"] == OLD
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="report_email_change")
    assert [job.lock for job in jobs] == [f"email:{user.id}"] * 2, "the way back never arrives before the change (I5)"


def test_changing_again_and_again_is_slowed_down() -> None:
    user = make_user("jana")
    for n in range(5):
        ask_email_change(user_id=user.id, new_email=f"n{n}@example.net", now=NOW)
    with pytest.raises(LimitReached):
        ask_email_change(user_id=user.id, new_email=NEW, now=NOW)
