"""Log-ins of the old portal: imported without passwords, claimed silently (plan 6.3, R-SEC-3, FAQ 3 and 4)."""

import argparse
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outbox
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.config import commands
from osc.correspondence.models import Mail
from osc.correspondence.sending import send
from osc.identity.models import OldLogin, PortalUser, Registration
from osc.identity.registration import takeover
from osc.identity.registration.opening import open_login
from tests.support.client import PageClient, visible_text
from tests.support.modes import utility
from tests.support.people import PASSWORD, households, make_user
from tests.support.registering import NOW, mails, token_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_logins(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    numbers = " ".join(households()["jana"].account_numbers)
    path.write_text(f"user_name;email;contract_accounts\njalbrecht;jana@example.org;{numbers}\n", encoding="utf-8")
    return path


def take_over(path: Path, *, announce: bool = False) -> int:
    return commands.run_import_logins(argparse.Namespace(file=path, announce=announce))


@pytest.mark.parametrize("entry", ["jalbrecht", " JAlbrecht ", "Jana@Example.org"])
def test_the_first_attempt_with_an_old_name_or_address_sends_one_claim_link(old_logins: Path, entry: str) -> None:
    assert take_over(old_logins) == 0
    takeover.send_claim(entry=takeover.canonical_user_name(entry), language="de", now=NOW)
    takeover.send_claim(entry=takeover.canonical_user_name(entry), language="de", now=NOW)
    assert mails() == [("claim", "jana@example.org")]
    user = open_login(token=token_in("claim"), password=PASSWORD, now=NOW)
    assert user.email == "jana@example.org"
    assert set(user.links.values_list("state", "level", "proved_by")) == {("open", "A1", "old_login")}
    assert user.links.count() == 3
    takeover.send_claim(entry="jalbrecht", language="de", now=NOW.replace(year=2027))
    assert Mail.objects.filter(template="claim").count() == 1, "claimed once"


def test_the_claim_speaks_the_language_of_the_page(old_logins: Path) -> None:
    take_over(old_logins)
    takeover.send_claim(entry="jalbrecht", language="en", now=NOW)
    assert Mail.objects.get(template="claim").language == "en"
    assert open_login(token=token_in("claim"), password=PASSWORD, now=NOW).language == "en"


def test_accounts_that_somebody_has_already_stay_there(old_logins: Path) -> None:
    take_over(old_logins)
    make_user("jana", email="anders@example.net")
    takeover.send_claim(entry="jalbrecht", language="de", now=NOW)
    assert not open_login(token=token_in("claim"), password=PASSWORD, now=NOW).links.exists()


def test_unknown_names_send_nothing(old_logins: Path) -> None:
    take_over(old_logins)
    takeover.send_claim(entry="niemand", language="de", now=NOW)
    assert mails() == [] and not Registration.objects.exists()


def test_a_file_with_a_wrong_line_changes_nothing(old_logins: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with old_logins.open("a", encoding="utf-8") as more:
        more.write("ohne-adresse;;IR10284417\n")
    assert take_over(old_logins) == 1
    assert "line 3" in capsys.readouterr().err
    assert not OldLogin.objects.exists()


def test_mail_39_tells_everybody_of_the_new_portal(old_logins: Path) -> None:
    take_over(old_logins, announce=True)
    send(mail_id=Mail.objects.get(template="old_portal").id, now=NOW)
    (mail,) = outbox.outbox
    assert mail.subject == "Das neue Online-Service-Center: einmal neu registrieren"
    assert "http://testserver/registrieren/" in mail.body
    assert not PortalUser.objects.exists(), "R-SEC-3: nothing is merged silently"


def test_the_switch_by_date_ends_it() -> None:
    with utility("portal", old_portal_until=date(2026, 11, 24)):
        assert takeover.is_open(now=settings.NOW)
    with utility("portal", old_portal_until=date(2026, 11, 23)):
        assert not takeover.is_open(now=settings.NOW)
    with utility("portal", old_portal_until=None):
        assert not takeover.is_open(now=settings.NOW)


@pytest.mark.parametrize("typed", ["jalbrecht", "niemand", "jana@example.org", "niemand@example.net"])
def test_a_sign_in_that_did_not_work_looks_the_same_and_is_looked_at_by_the_worker(
    portal: PageClient, old_logins: Path, typed: str
) -> None:
    """R-SEC-3: neutral on the page, whether the old portal knew the name or not."""
    take_over(old_logins)
    for _ in range(5):
        response = portal.post("/anmelden/", {"email": typed, "password": "altes Passwort"})
    text = visible_text(response)
    assert "Wenn wir ihn kennen, bekommen Sie gleich eine E-Mail mit einem Link." in text
    assert "Neu seit 1. November 2026: Kannten Sie das alte Portal?" in text.replace("\u00a0", " ")
    assert ProcrastinateJob.objects.filter(task_name__endswith="offer_claim").count() == 3, "three looks an hour"
    with utility("portal", old_portal_until=date(2026, 1, 1)):
        text = visible_text(portal.post("/anmelden/", {"email": "anders", "password": "x"}))
    assert "im alten Portal?" not in text and "Kannten Sie" not in text
