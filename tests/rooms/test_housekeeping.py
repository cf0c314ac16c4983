"""What has run out is deleted, what is still good stays (R-DS-16, security 6, LOG11)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from osc.correspondence.models import Mail
from osc.correspondence.sending import forget_old_mails
from osc.identity.entry.devices import LIFE
from osc.identity.housekeeping import delete_what_has_run_out
from osc.identity.models import (
    Device,
    EmailChange,
    Invitation,
    LetterCode,
    LoginSession,
    PasswordReset,
    PortalUser,
    Registration,
    SecurityEvent,
    UnlockLink,
)
from osc.identity.sessions import find_session, hash_key, start_session
from osc.limits.counters import Limit, count, holds
from osc.limits.waits import count_or_wait
from tests.support.people import make_user, settle

pytestmark = pytest.mark.django_db
NOW = settings.NOW
DAY = timedelta(days=1)


def tidy(**later: int) -> dict[str, int]:
    return delete_what_has_run_out(now=NOW + timedelta(**later))


def test_sessions_go_when_nothing_opens_them_any_more() -> None:
    user = make_user("jana")
    quiet, busy = start_session(user, now=NOW), start_session(user, now=NOW)
    LoginSession.objects.filter(key_hash=hash_key(busy)).update(seen_at=NOW + timedelta(minutes=29))
    assert tidy(minutes=31)["sessions"] == 1
    assert find_session(busy, now=NOW + timedelta(minutes=31)) is not None
    assert not LoginSession.objects.filter(key_hash=hash_key(quiet)).exists()
    LoginSession.objects.update(seen_at=NOW + timedelta(hours=12))
    assert tidy(hours=12)["sessions"] == 1, "twelve hours are the end of every session"


def test_known_browsers_are_kept_for_180_days_after_their_last_visit() -> None:
    device = settle(make_user("jana"))
    Device.objects.filter(id=device.id).update(valid_until=NOW + LIFE)
    assert tidy(days=179)["devices"] == 0
    assert tidy(days=180)["devices"] == 1


def make_links(user: PortalUser) -> None:
    """One of everything that a mail or a letter can open, good for one day."""
    until = NOW + DAY
    PasswordReset(user=user, email=user.email, language="de", source="", asked_at=NOW, valid_until=until).save()
    UnlockLink(user=user, token_hash=b"u", valid_until=until).save()
    EmailChange(
        user=user, old_email="a@b.de", new_email="c@d.de", asked_at=NOW, token_hash=b"e", valid_until=until
    ).save()
    Invitation(user=user, submission_key=uuid4(), email="x@y.de", name="A", accounts=[], asked_at=NOW,
               token_hash=b"i", valid_until=until).save()  # fmt: skip
    LetterCode(contract_account_id=uuid4(), business_partner_id=uuid4(), account_number="1", code_hash=b"l",
               made_at=NOW, valid_until=until).save()  # fmt: skip
    Registration(account_number="1", meter_number="2", email="x@y.de", language="de", source="", requested_at=NOW,
                 token_hash=b"r", valid_until=until).save()  # fmt: skip


def test_links_that_are_good_stay_and_go_after_their_time() -> None:
    make_links(make_user("jana"))
    assert not any(tidy(hours=23).values())
    gone = tidy(days=3)
    assert {name for name, rows in gone.items() if rows} == {"resets", "unlock_links", "email_changes", "invitations"}
    gone = tidy(days=62)
    assert {name for name, rows in gone.items() if rows} == {"registrations", "letter_codes"}


def test_a_changed_address_can_be_undone_for_its_seven_days() -> None:
    user = make_user("jana")
    EmailChange(
        user=user, old_email="a@b.de", new_email="c@d.de", asked_at=NOW, token_hash=b"e", valid_until=NOW + DAY,
        confirmed_at=NOW, revert_hash=b"v", revert_until=NOW + 7 * DAY,
    ).save()  # fmt: skip
    assert tidy(days=6)["email_changes"] == 0
    assert tidy(days=9)["email_changes"] == 1


def test_a_long_claim_link_outlives_the_other_requests() -> None:
    Registration(account_number="", meter_number="", email="x@y.de", language="de", source="", requested_at=NOW,
                 token_hash=b"r", valid_until=NOW + 90 * DAY).save()  # fmt: skip
    assert tidy(days=89)["registrations"] == 0
    assert tidy(days=91)["registrations"] == 1


def test_events_are_kept_for_ninety_days() -> None:
    user = make_user("jana")
    SecurityEvent(user=user, at=NOW, kind="signed_in").save()
    assert tidy(days=89)["events"] == 0
    assert tidy(days=90)["events"] == 1


def test_dropping_full_counters_frees_nobody_early() -> None:
    slow, wait = (Limit("slow", 2, 10 * DAY),), Limit("wait", 1, DAY)
    for _ in range(2):
        count(slow, "x", now=NOW)
    for hour in range(3):
        count_or_wait(wait, "x", now=NOW + timedelta(hours=hour))
    for days in (1, 5, 9):
        delete_what_has_run_out(now=NOW + days * DAY)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from limits_counter where key like 'slow%'")
            assert cursor.fetchone() == (1,)
    assert holds(slow, "x", now=NOW + 5 * DAY) and not holds(slow, "x", now=NOW + DAY)
    assert tidy(days=12)["counters"] == 1
    assert holds(slow, "x", now=NOW + 12 * DAY)


def test_mails_are_forgotten_after_ninety_days_but_waiting_ones_stay() -> None:
    for state in ("sent", "bounced", "expired", "waiting"):
        Mail(template="x", language="de", to="a@b.de", context={}, state=state, created_at=NOW).save()
    assert forget_old_mails(now=NOW + timedelta(days=89)) == 0
    assert forget_old_mails(now=NOW + timedelta(days=90)) == 3
    assert Mail.objects.get().state == "waiting"
