"""Risk marks of real log-ins, which the pages that move money ask for."""

from datetime import timedelta

import pytest
from django.conf import settings

from osc.identity.models import AccountLink, Device, SecurityEvent
from osc.identity.risk import risk_marks
from osc.identity.security_events import note_event
from osc.identity.sessions import SignedIn, find_session, start_session
from tests.support.people import make_user, settle

pytestmark = pytest.mark.django_db
NOW = settings.NOW


def signed_in(user: object, device: Device | None) -> SignedIn:
    session = find_session(start_session(user, now=NOW, device=device), now=NOW)
    assert session is not None and session.user is not None
    return session.user


def test_an_old_friend_on_an_old_device_has_no_mark() -> None:
    user = make_user("jana")
    assert risk_marks(signed_in(user, settle(user)), now=NOW) == ()


def test_a_fresh_log_in_on_an_unknown_browser_is_risky() -> None:
    assert risk_marks(signed_in(make_user("jana"), None), now=NOW) == ("fresh_link", "new_device")


def test_only_the_link_to_the_account_of_the_change_counts() -> None:
    user = make_user("jana")
    device = settle(user)
    fresh = AccountLink.objects.filter(user=user).order_by("contract_account_id").first()
    AccountLink.objects.filter(id=fresh.id).update(linked_at=NOW)
    person = signed_in(user, device)
    others = [each for each in person.scope.contract_account_ids if each != fresh.contract_account_id]
    assert risk_marks(person, now=NOW) == ("fresh_link",)
    assert risk_marks(person, now=NOW, contract_account_ids=others) == ()
    assert risk_marks(person, now=NOW, contract_account_ids=[fresh.contract_account_id]) == ("fresh_link",)


def test_pwd8_a_reset_and_a_changed_address_are_remembered() -> None:
    user = make_user("jana")
    person = signed_in(user, settle(user))
    note_event(user_id=user.id, kind=SecurityEvent.Kind.PASSWORD_RESET, now=NOW - timedelta(hours=3))
    note_event(user_id=user.id, kind=SecurityEvent.Kind.EMAIL_CHANGED, now=NOW - timedelta(days=3))
    assert risk_marks(person, now=NOW) == ("password_reset", "email_changed")
    assert risk_marks(person, now=NOW + timedelta(days=2, hours=22)) == ("email_changed",)
